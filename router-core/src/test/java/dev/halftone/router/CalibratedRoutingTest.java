package dev.halftone.router;

import static dev.halftone.router.Rig.request;
import static org.assertj.core.api.Assertions.assertThat;

import dev.halftone.cost.Basis;
import dev.halftone.cost.Calibration;
import dev.halftone.cost.CalibrationOptions;
import dev.halftone.cost.ImageSize;
import dev.halftone.cost.Quality;
import dev.halftone.cost.Usage;
import dev.halftone.cost.Usd;
import dev.halftone.image.ImageRequest;
import dev.halftone.router.Estimate.Offer;
import java.util.List;
import org.junit.jupiter.api.Test;

/** A model whose tokens are only bounded, billed lower than the catalogue expects. */
class CalibratedRoutingTest {
  private static final String MODEL = "gpt-image-2.6-flare";
  private static final int ENOUGH = 300;

  private final FakeProvider openAi = new FakeProvider("openai", "openai", MODEL);

  @Test
  void generate_billsBelowTheQuote_correctTheExpectationAndNotTheHold() {
    Rig rig = learned(CalibrationOptions.builder().build());

    Offer offer = offer(rig);
    rig.succeed(wide());

    assertThat(offer.quote().basis()).isEqualTo(Basis.OBSERVED);
    assertThat(offer.quote().expected()).isLessThan(declared().quote().expected());
    assertThat(lastHold(rig)).isEqualTo(declared().quote().most());
  }

  @Test
  void generate_quantileChosen_holdsLessThanTheMost() {
    Rig rig = learned(CalibrationOptions.builder().holdQuantilePpm(950_000).build());

    rig.succeed(wide());

    assertThat(lastHold(rig)).isLessThan(declared().quote().most());
    assertThat(lastHold(rig)).isGreaterThanOrEqualTo(offer(rig).quote().expected());
  }

  @Test
  void generate_noUsageInTheAnswer_teachesNothing() {
    openAi.behaviour =
        call ->
            FakeProvider.images(call, FakeProvider.USAGE)
                .map(answer -> answer.newBuilder().usage(null).build());
    Rig rig = rig(CalibrationOptions.builder().build());
    for (int i = 0; i < ENOUGH; i++) {
      rig.succeed(wide());
    }

    assertThat(offer(rig).quote().basis()).isEqualTo(Basis.BOUND);
    assertThat(offer(rig).quote().expected()).isEqualTo(declared().quote().expected());
  }

  private Rig learned(CalibrationOptions options) {
    openAi.behaviour = call -> FakeProvider.images(call, new Usage(10, 0, 664, 0));
    Rig rig = rig(options);
    for (int i = 0; i < ENOUGH; i++) {
      rig.succeed(wide());
    }
    return rig;
  }

  private Rig rig(CalibrationOptions options) {
    return new Rig(
        "1000", List.of(openAi), builder -> builder.calibration(Calibration.create(options)));
  }

  private Offer declared() {
    return offer(new Rig("1", openAi));
  }

  private static Offer offer(Rig rig) {
    return rig.router.estimate(wide().build()).offers().get(0);
  }

  private static Usd lastHold(Rig rig) {
    List<RouterEvent.AttemptStarted> started = rig.events(RouterEvent.AttemptStarted.class);
    return started.get(started.size() - 1).held();
  }

  private static ImageRequest.Builder wide() {
    return request().model(MODEL).quality(Quality.MEDIUM).size(new ImageSize(1536, 1024));
  }
}
