package dev.halftone.cli;

import dev.halftone.budget.Budget;
import dev.halftone.budget.Scope;
import dev.halftone.budget.Window;
import dev.halftone.cost.ImageSize;
import dev.halftone.cost.Quality;
import dev.halftone.cost.Usd;
import dev.halftone.image.CacheOutcome;
import dev.halftone.image.ImageRequest;
import dev.halftone.image.Receipt;
import dev.halftone.image.Tier;
import dev.halftone.simulator.FaultRates;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/** A small result of a demonstration, made by hand. */
final class DemoSamples {
  static final Budget COMPANY =
      new Budget(DemoTraffic.COMPANY, Usd.parse("1.00"), new Window.Total());

  private DemoSamples() {}

  static DemoResult result(String prompt, List<String> faults) {
    DemoOptions options =
        new DemoOptions(
            1, COMPANY.limit(), Path.of("out"), 1, 20, 1, DemoTraffic.SIZES, FaultRates.none());
    Usd cost = Usd.parse("0.25");
    DemoCall call =
        new DemoCall(
            "d-1-1",
            "openai",
            "gpt-image-2",
            Quality.HIGH,
            "final",
            1,
            false,
            cost,
            42_000_000_000L,
            null);
    DemoProof proof =
        new DemoProof(
            List.of(new DemoProof.Account("openai", cost, cost)),
            cost,
            Usd.ZERO,
            0,
            Usd.ZERO,
            cost,
            cost,
            2,
            Map.of(COMPANY, cost),
            faults);
    return new DemoResult(
        options,
        List.of(outcome(prompt, cost)),
        List.of(call),
        List.of(
            new WatchedLedger.Level(0, Usd.ZERO, cost, Usd.ZERO),
            new WatchedLedger.Level(42_000_000_000L, cost, Usd.ZERO, Usd.ZERO)),
        List.of(),
        proof,
        3_000_000_000L);
  }

  private static DemoOutcome outcome(String prompt, Usd cost) {
    ImageRequest request =
        ImageRequest.builder(prompt)
            .tier(Tier.FINAL)
            .charge(List.of(Scope.parse("org:acme")))
            .build();
    Receipt receipt =
        new Receipt(
            "d-1",
            "openai",
            "gpt-image-2",
            Quality.HIGH,
            new ImageSize(1024, 1024),
            cost,
            cost,
            Usd.ZERO,
            null,
            1,
            0,
            CacheOutcome.MISS,
            List.of(),
            Receipt.Asked.of(request),
            42_000_000_000L);
    return new DemoOutcome(
        1,
        request,
        new DemoQuotes(Usd.parse("0.50"), Map.of("openai", Usd.parse("0.40"))),
        receipt,
        null,
        1,
        List.of(new PictureFile("images/0001.png", "thumbs/0001.jpg")));
  }
}
