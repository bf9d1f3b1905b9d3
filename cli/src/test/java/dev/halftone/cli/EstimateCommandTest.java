package dev.halftone.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.halftone.cost.Usd;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class EstimateCommandTest {
  @TempDir Path folder;

  private Run estimate(String... more) {
    List<String> args =
        new ArrayList<>(List.of("estimate", "--prompt", "A red fox reading the news"));
    args.addAll(List.of(more));
    return Run.in(folder, args.toArray(String[]::new));
  }

  private static JsonNode offer(JsonNode document, String provider) {
    for (JsonNode offer : document.get("offers")) {
      if (offer.get("provider").asText().equals(provider)) {
        return offer;
      }
    }
    throw new AssertionError("no offer of " + provider + " in " + document);
  }

  @Test
  void json_ofTheContractsExample_isTheContractsAnswer() {
    Run run =
        estimate("--model", "gpt-image-2", "--size", "1536x1024", "--quality", "high", "--json");

    assertThat(run.exit()).isZero();
    assertThat(run.err()).isEmpty();
    assertThat(offer(run.json(), "openai").toString())
        .isEqualTo(
            """
            {"provider":"openai","model":"gpt-image-2","quality":"high","size":"1536x1024","n":1,\
            "thinking":"off","batch":false,\
            "tokens":{"text_input":12,"image_input":0,"image_output":5488,"text_output":0},\
            "usd":{"least":"0.164700","expected":"0.164700","most":"0.164700"},\
            "thinking_usd":{"least":"0.000000","expected":"0.000000","most":"0.000000"},\
            "thinking_served":"none",\
            "basis":"exact","price_as_of":"2026-10-02","shutdown":null,"dropped":[],\
            "warnings":[]}""");
  }

  @Test
  void json_withoutAModel_offersCheapestFirstAndExplainsWhatIsExcluded() {
    JsonNode document = estimate("--quality", "high", "--json").json();

    List<Usd> expected = new ArrayList<>();
    document.get("offers").forEach(o -> expected.add(Usd.parse(o.at("/usd/expected").asText())));
    assertThat(expected).hasSizeGreaterThan(5).isSorted();
    assertThat(document.get("excluded")).isNotEmpty();
    document
        .get("excluded")
        .forEach(
            one -> {
              assertThat(one.fieldNames())
                  .toIterable()
                  .containsExactly("provider", "model", "reason");
              assertThat(one.get("reason").asText()).isNotBlank();
            });
  }

  @Test
  void json_whenNothingCanServe_isADocumentAllTheSame() {
    Run run = estimate("--model", "gpt-image-2", "--size", "1000x1000", "--json");

    assertThat(run.exit()).isEqualTo(2);
    assertThat(run.json().get("offers")).isEmpty();
    assertThat(run.json().get("excluded")).hasSize(7);
  }

  @Test
  void batch_onOpenAi_costsHalf() {
    String[] request = {"--model", "gpt-image-2", "--quality", "high", "--provider", "openai"};
    JsonNode usual = estimate(with(request, "--json")).json().at("/offers/0");
    JsonNode batch = estimate(with(request, "--json", "--batch")).json().at("/offers/0");

    assertThat(batch.get("batch").asBoolean()).isTrue();
    assertThat(Usd.parse(batch.at("/usd/expected").asText()).times(2))
        .isEqualTo(Usd.parse(usual.at("/usd/expected").asText()));
  }

  @Test
  void provider_named_isTheOnlyOneOffered() {
    JsonNode offers =
        estimate("--quality", "low", "--provider", "azure-foundry", "--json").json().get("offers");

    assertThat(offers).isNotEmpty();
    offers.forEach(one -> assertThat(one.get("provider").asText()).isEqualTo("azure-foundry"));
  }

  @Test
  void maxCost_belowEveryOffer_exitsWith4AndNamesTheAmounts() {
    Run run = estimate("--model", "gpt-image-2", "--max-cost", "0.001");

    assertThat(run.exit()).isEqualTo(4);
    assertThat(run.out()).isEmpty();
    assertThat(run.err()).contains("may cost $0.0527").contains("--max-cost 0.001000");
  }

  @Test
  void image_givenBySizeOrFile_isCountedTheSame() throws IOException {
    BufferedImage picture = new BufferedImage(1024, 512, BufferedImage.TYPE_INT_RGB);
    ImageIO.write(picture, "png", folder.resolve("ref.png").toFile());
    String[] request = {"--model", "gpt-image-2", "--provider", "openai", "--json", "--image"};
    JsonNode bySize = estimate(with(request, "1024x512")).json();
    JsonNode byFile = estimate(with(request, "ref.png")).json();

    assertThat(bySize.at("/offers/0/tokens/image_input").asInt()).isPositive();
    assertThat(byFile).isEqualTo(bySize);
  }

  @Test
  void thinking_thatARouteCannotServe_isReportedAsDropped() {
    JsonNode offer =
        estimate("--model", "gpt-image-2", "--thinking", "high", "--json").json().at("/offers/0");

    assertThat(offer.get("thinking").asText()).isEqualTo("high");
    assertThat(offer.get("dropped")).hasSize(1);
    assertThat(offer.at("/dropped/0").asText()).isEqualTo("thinking");
  }

  @Test
  void thinking_servedThroughResponses_isInTheSumsAndApart() {
    String[] request = {"--model", "gpt-image-2", "--provider", "openai-responses", "--json"};
    JsonNode off = estimate(request).json().at("/offers/0");
    JsonNode high = estimate(with(request, "--thinking", "high")).json().at("/offers/0");

    assertThat(high.get("thinking_served").asText()).isEqualTo("responses");
    assertThat(high.get("dropped")).isEmpty();
    for (String bound : List.of("least", "expected", "most")) {
      Usd more = usd(high, "/usd/", bound).minus(usd(off, "/usd/", bound));
      assertThat(usd(high, "/thinking_usd/", bound).minus(usd(off, "/thinking_usd/", bound)))
          .isEqualTo(more);
    }
    assertThat(usd(high, "/thinking_usd/", "most")).isGreaterThan(Usd.ZERO);
    assertThat(estimate("--model", "gpt-image-2", "--thinking", "high").out())
        .contains("! openai-responses gpt-image-2: thinking is ");
  }

  private static Usd usd(JsonNode offer, String group, String bound) {
    return Usd.parse(offer.at(group + bound).asText());
  }

  @Test
  void listWithoutAKnownPrice_isExcludedWithAReason() {
    Run fal = estimate("--model", "gpt-image-2", "--provider", "fal", "--json");
    Run wavespeed = estimate("--model", "gpt-image-2", "--provider", "wavespeed");
    Run zone = estimate("--model", "gpt-image-2", "--provider", "azure-foundry-datazone");

    assertThat(fal.json().at("/offers/0/provider").asText()).isEqualTo("fal");
    assertThat(wavespeed.exit()).isEqualTo(4);
    assertThat(wavespeed.err()).contains("wavespeed gpt-image-2: ").contains("does not publish");
    assertThat(zone.exit()).isEqualTo(4);
    assertThat(zone.err()).contains("azure-foundry-datazone gpt-image-2: ");
  }

  @Test
  void table_forPeople_saysWhatIsQuoted() {
    Run run = estimate();

    assertThat(run.exit()).isZero();
    assertThat(run.out())
        .startsWith("1 image of 1024x1024: tier standard, as no model, tier or quality was given")
        .contains("PROVIDER")
        .contains("gpt-image-2.5-flare")
        .contains("- azure-foundry gpt-image-2.5-flare: no price of");
  }

  @Test
  void configuration_namesTheProvidersOffered() throws IOException {
    Files.writeString(
        folder.resolve("halftone.yaml"),
        """
        providers:
          mine: { type: azure-foundry, api-key: k, endpoint: "https://x.openai.azure.com",
                  deployments: { gpt-image-2: my-deployment } }
        routing: { ladder: { draft: [gpt-image-2@medium, [gpt-image-2@low]] } }
        """);
    JsonNode offers = estimate("--tier", "draft", "--json").json().get("offers");

    assertThat(offers).hasSize(2);
    assertThat(offers.get(0).get("provider").asText()).isEqualTo("mine");
    assertThat(offers.get(0).get("quality").asText()).isEqualTo("low");
  }

  /** Without a file the adapters are made as they come; a file that says no more is the same. */
  @Test
  void everyType_configuredBare_isQuotedAsItsPriceListAlone() throws IOException {
    String[] request = {"--quality", "high", "-n", "5", "--thinking", "high", "--json"};
    JsonNode lists = estimate(request).json();
    StringBuilder yaml = new StringBuilder("providers:\n");
    for (String list :
        List.of("openai", "openai-responses", "vercel-ai-gateway", "fal", "wavespeed")) {
      yaml.append("  %1$s: { type: %1$s, api-key: k }\n".formatted(list));
    }
    Files.writeString(folder.resolve("halftone.yaml"), yaml);
    JsonNode types = estimate(request).json();

    assertThat(types.get("offers")).hasSizeGreaterThan(5);
    for (String part : List.of("offers", "excluded")) {
      List<JsonNode> ofLists = new ArrayList<>();
      lists.get(part).forEach(ofLists::add);
      ofLists.removeIf(one -> one.get("provider").asText().startsWith("azure-foundry"));
      assertThat(types.get(part)).containsExactlyInAnyOrderElementsOf(ofLists);
    }
  }

  private static String[] with(String[] some, String... more) {
    List<String> all = new ArrayList<>(List.of(some));
    all.addAll(List.of(more));
    return all.toArray(String[]::new);
  }
}
