package dev.halftone.router;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.halftone.cost.Quality;
import dev.halftone.cost.Usd;
import dev.halftone.image.GeneratedImage;
import dev.halftone.image.ImageRequest;
import dev.halftone.image.OutputFormat;
import dev.halftone.image.ProviderAnswer;
import dev.halftone.image.ProviderCall;
import dev.halftone.router.DraftThenFinal.Drafts;
import dev.halftone.router.DraftThenFinal.Promotion;
import dev.halftone.router.RoutingException.Reason;
import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;

class DraftThenFinalTest {
  private final FakeProvider openAi = FakeProvider.openAi();
  private final ImageRequest request = Rig.request().quality(Quality.HIGH).build();

  @Test
  void promote_routeTakesReferences_sendsTheDraftChosenAndChargesBoth() {
    openAi.declare(more -> more.inputImages(4));
    openAi.behaviour = DraftThenFinalTest::pictures;
    Rig rig = new Rig("1", openAi);
    DraftThenFinal steps = DraftThenFinal.of(rig.router);

    Drafts drafts = steps.drafts(request, 3).result();
    Promotion promotion = steps.promote(drafts, 1).result();

    assertThat(drafts.result().images()).hasSize(3);
    assertThat(openAi.calls.get(0).quality()).isEqualTo(Quality.LOW);
    ProviderCall last = openAi.calls.get(1);
    assertThat(last.quality()).isEqualTo(Quality.HIGH);
    assertThat(last.request().n()).isEqualTo(1);
    assertThat(last.request().inputImages())
        .singleElement()
        .satisfies(
            sent -> assertThat(sent.bytes()).isEqualTo(drafts.result().images().get(1).bytes()));
    assertThat(promotion.fromDraft()).isTrue();
    assertThat(promotion.draft()).isEqualTo(drafts.result().receipt());
    assertThat(promotion.cost()).isEqualTo(rig.budget().spent());
  }

  @Test
  void promote_noRouteTakesReferences_sendsPromptAndSizeAlone() {
    openAi.behaviour = DraftThenFinalTest::pictures;
    DraftThenFinal steps = DraftThenFinal.of(new Rig("1", openAi).router);

    Promotion promotion = steps.promote(steps.drafts(request, 1).result(), 0).result();

    assertThat(promotion.fromDraft()).isFalse();
    assertThat(openAi.calls.get(1).request().isEdit()).isFalse();
    assertThat(openAi.calls.get(1).request().prompt()).isEqualTo(request.prompt());
  }

  @Test
  void promote_draftThatIsNoPicture_sendsPromptAndSizeAlone() {
    openAi.declare(more -> more.inputImages(4));
    DraftThenFinal steps = DraftThenFinal.of(new Rig("1", openAi).router);

    assertThat(steps.promote(steps.drafts(request, 1).result(), 0).result().fromDraft()).isFalse();
  }

  @Test
  void promote_maxCost_countsWhatTheDraftsCost() {
    Rig rig = new Rig("1", openAi);
    DraftThenFinal steps = DraftThenFinal.of(rig.router);
    ImageRequest capped = request.newBuilder().maxCost(Usd.parse("0.06")).build();

    Drafts drafts = steps.drafts(capped, 1).result();
    Future<Promotion> promoted = steps.promote(drafts, 0);

    assertThat(drafts.result().receipt().cost()).isEqualTo(Usd.parse("0.052730"));
    assertThat(((RoutingException) promoted.cause()).reason()).isEqualTo(Reason.NO_ROUTE);
  }

  @Test
  void promote_noSuchDraft_namesWhatIsAllowed() {
    DraftThenFinal steps = DraftThenFinal.of(new Rig("1", openAi).router);
    Drafts drafts = steps.drafts(request, 2).result();

    assertThatThrownBy(() -> steps.promote(drafts, 2))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("chosen is 2; allowed are 0 to 1");
  }

  @Test
  void drafts_modelPinned_isRefused() {
    DraftThenFinal steps = DraftThenFinal.of(new Rig("1", openAi).router);

    assertThatThrownBy(() -> steps.drafts(Rig.request().model("gpt-image-2").build(), 2))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("gpt-image-2");
  }

  private static Future<ProviderAnswer> pictures(ProviderCall call) {
    List<GeneratedImage> images = new ArrayList<>();
    for (int i = 0; i < call.request().n(); i++) {
      images.add(new GeneratedImage(picture(i), OutputFormat.PNG, null));
    }
    return Future.succeededFuture(ProviderAnswer.of(images).usage(FakeProvider.USAGE).build());
  }

  private static Buffer picture(int colour) {
    BufferedImage image = new BufferedImage(1024, 1024, BufferedImage.TYPE_INT_RGB);
    image.setRGB(0, 0, colour);
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try {
      ImageIO.write(image, "png", bytes);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return Buffer.buffer(bytes.toByteArray());
  }
}
