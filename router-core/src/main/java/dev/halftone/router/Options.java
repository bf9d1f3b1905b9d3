package dev.halftone.router;

import dev.halftone.cost.Quote;
import dev.halftone.router.DecisionRecord.Option;
import dev.halftone.router.DecisionRecord.Outlook;
import dev.halftone.router.DecisionRecord.Price;
import org.jspecify.annotations.Nullable;

/** Writes down what a candidate offered at the instant it was planned. Pure. */
final class Options {
  private Options() {}

  static Option of(
      Candidate candidate,
      RouteView view,
      int index,
      boolean exploring,
      boolean refused,
      @Nullable Long score) {
    return new Option(
        index,
        candidate.quality(),
        candidate.size(),
        candidate.rung(),
        candidate.longest().n(),
        candidate.dropped(),
        price(candidate),
        outlook(view),
        exploring,
        refused,
        candidate.batch(),
        score);
  }

  private static Price price(Candidate candidate) {
    Quote quote = candidate.quote();
    return new Price(
        quote.priceList(),
        quote.least(),
        quote.expected(),
        quote.most(),
        candidate.hold(),
        quote.basis(),
        quote.priceAsOf());
  }

  private static Outlook outlook(RouteView view) {
    Forecast forecast = view.forecast();
    Block block = view.block();
    return new Outlook(
        forecast.expectedNanos(),
        forecast.quantileNanos(),
        forecast.slowNanos(),
        forecast.samples(),
        forecast.failuresPerMillion(),
        forecast.billedFailuresPerMillion(),
        view.inFlight(),
        view.inFlightLimit(),
        view.room(),
        view.scarce(),
        block == null ? null : block.reason());
  }
}
