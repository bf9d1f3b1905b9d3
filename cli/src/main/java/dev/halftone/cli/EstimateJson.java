package dev.halftone.cli;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.halftone.cost.ImageSpec;
import dev.halftone.cost.Quote;
import dev.halftone.cost.ThinkingCost;
import dev.halftone.cost.ThinkingRoute;
import dev.halftone.cost.Usage;
import dev.halftone.image.Capabilities;
import dev.halftone.router.Estimate;

/** An estimate as the contract's JSON document. */
final class EstimateJson {
  private static final String THINKING = Capabilities.Parameter.THINKING.toString();

  private EstimateJson() {}

  static ObjectNode of(Estimate estimate) {
    ObjectNode document = Json.object();
    ArrayNode offers = document.putArray("offers");
    estimate.offers().forEach(offer -> offers.add(offer(offer)));
    ArrayNode excluded = document.putArray("excluded");
    for (Estimate.Exclusion one : estimate.excluded()) {
      excluded
          .addObject()
          .put("provider", one.provider())
          .put("model", one.model())
          .put("reason", one.reason());
    }
    return document;
  }

  private static ObjectNode offer(Estimate.Offer offer) {
    Quote quote = offer.quote();
    ImageSpec spec = quote.spec();
    ObjectNode node =
        Json.object()
            .put("provider", offer.provider())
            .put("model", quote.model())
            .put("quality", spec.quality().toString())
            .put("size", spec.size().toString())
            .put("n", spec.n())
            .put(THINKING, spec.thinking().toString())
            .put("batch", spec.batch());
    Usage usage = quote.usage();
    node.putObject("tokens")
        .put("text_input", usage.textInput())
        .put("image_input", usage.imageInput())
        .put("image_output", usage.imageOutput())
        .put("text_output", usage.textOutput());
    node.putObject("usd")
        .put("least", quote.least().toString())
        .put("expected", quote.expected().toString())
        .put("most", quote.most().toString());
    ThinkingCost thinking = quote.thinking();
    node.putObject("thinking_usd")
        .put("least", thinking.least().toString())
        .put("expected", thinking.expected().toString())
        .put("most", thinking.most().toString());
    // A route that the provider does not send it over does not serve it, whatever the list says.
    ThinkingRoute served = offer.dropped().contains(THINKING) ? ThinkingRoute.NONE : thinking.via();
    node.put("thinking_served", served.toString());
    node.put("basis", quote.basis().toString())
        .put("price_as_of", quote.priceAsOf().toString())
        .put("shutdown", quote.shutdown() == null ? null : quote.shutdown().toString());
    node.set("dropped", Json.texts(offer.dropped()));
    node.set("warnings", Json.texts(quote.warnings()));
    return node;
  }
}
