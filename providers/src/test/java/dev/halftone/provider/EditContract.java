package dev.halftone.provider;

import static com.github.tomakehurst.wiremock.client.WireMock.aResponse;
import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.github.tomakehurst.wiremock.http.Fault;
import com.github.tomakehurst.wiremock.verification.LoggedRequest;
import dev.halftone.cost.ImageSize;
import dev.halftone.image.Capabilities;
import dev.halftone.image.GeneratedImage;
import dev.halftone.image.ImageProvider;
import dev.halftone.image.InputImage;
import dev.halftone.image.ProviderAnswer;
import dev.halftone.image.ProviderFailure;
import dev.halftone.image.ProviderFailure.Billed;
import dev.halftone.image.ProviderFailure.Kind;
import dev.halftone.image.ProviderFailure.Retry;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What every provider promises about edits, as far as its capabilities declare them. */
abstract class EditContract extends FailureContract {
  static final InputImage REFERENCE = TestImages.png(64, 48, 3_000, 1);
  static final InputImage MASK = TestImages.png(64, 48, 500, 2);

  final Capabilities capabilities() {
    ImageProvider provider = provider(origin(), 1);
    provider.close();
    return provider.capabilities();
  }

  @Test
  void edit_ofOneReference_sendsItsBytesAndBringsTheImage() throws Exception {
    assumeTrue(capabilities().inputImages() > 0);
    answer(aResponse().withBody(success(List.of(base64(PNG)))));
    ProviderAnswer answer = get(call(request().inputImages(List.of(REFERENCE)).build()));
    assertThat(answer.images()).extracting(image -> image.bytes().getBytes()).containsExactly(PNG);
    assertThat(position(requests().get(0), REFERENCE)).isPositive();
    assertThat(requests().get(0).header("Content-Length").firstValue())
        .isEqualTo(Integer.toString(requests().get(0).getBody().length));
  }

  @Test
  void edit_ofAsManyReferencesAsItTakes_sendsAllInOrder() throws Exception {
    int most = capabilities().inputImages();
    assumeTrue(most > 1);
    List<InputImage> references = new ArrayList<>();
    for (int i = 0; i < most; i++) {
      references.add(
          i % 2 == 0
              ? TestImages.png(64, 48, 100_000 + i, i)
              : TestImages.jpeg(33, 77, 1_000 + i, i));
    }
    answer(aResponse().withBody(success(List.of(base64(PNG)))));
    assertThat(get(call(request().inputImages(references).build())).images())
        .hasSize(1)
        .extracting(GeneratedImage::bytes)
        .doesNotContainNull();
    LoggedRequest sent = requests().get(0);
    assertThat(references.stream().map(one -> position(sent, one)).toList())
        .isSorted()
        .doesNotContain(-1);
  }

  @Test
  void edit_withAMask_sendsItOrIsNotSent() throws Exception {
    Capabilities capabilities = capabilities();
    assumeTrue(capabilities.inputImages() > 0);
    answer(aResponse().withBody(success(List.of(base64(PNG)))));
    var edit = call(request().inputImages(List.of(REFERENCE)).mask(MASK).build());
    if (capabilities.mask()) {
      get(edit);
      assertThat(position(requests().get(0), MASK)).isPositive();
    } else {
      assertNotSent(failure(edit));
    }
  }

  @Test
  void edit_ofMoreReferencesThanItTakes_isNotSent() {
    int most = capabilities().inputImages();
    assumeTrue(most < 16);
    List<InputImage> references = Collections.nCopies(most + 1, REFERENCE);
    assertNotSent(failure(call(request().inputImages(references).build())));
  }

  @Test
  void edit_ofASizeWithoutBytes_isNotSent() {
    InputImage size = InputImage.ofSize(new ImageSize(64, 48));
    assertNotSent(failure(call(request().inputImages(List.of(size)).build())));
    assertNotSent(failure(call(request().inputImages(List.of(REFERENCE)).mask(size).build())));
  }

  @Test
  void edit_refused_isNotBilled() {
    assumeTrue(capabilities().inputImages() > 0);
    answer(aResponse().withStatus(400).withBody(error("some_code", "no")));
    ProviderFailure failure = failure(call(request().inputImages(List.of(REFERENCE)).build()));
    assertThat(failure.kind()).isEqualTo(Kind.BAD_REQUEST);
    assertThat(failure.retry()).isEqualTo(Retry.NEVER);
    assertThat(failure.billed()).isEqualTo(Billed.NO);
  }

  @Test
  void edit_cut_leavesTheBillUnknown() {
    assumeTrue(capabilities().inputImages() > 0);
    answer(aResponse().withFault(Fault.EMPTY_RESPONSE));
    ProviderFailure failure = failure(call(request().inputImages(List.of(REFERENCE)).build()));
    assertThat(failure.kind()).isIn(Kind.CUT, Kind.BAD_ANSWER);
    assertThat(failure.billed()).isEqualTo(Billed.UNKNOWN);
  }

  void assertNotSent(ProviderFailure failure) {
    assertThat(failure.kind()).isEqualTo(Kind.BAD_REQUEST);
    assertThat(failure.retry()).isEqualTo(Retry.SAFE);
    assertThat(failure.billed()).isEqualTo(Billed.NO);
    assertThat(failure).hasMessageContaining("not sent");
    assertThat(requests()).isEmpty();
  }

  /** Where an image begins in a request, as bytes or as base64; -1 if it is not in it. */
  private static int position(LoggedRequest sent, InputImage image) {
    String body = new String(sent.getBody(), ISO_8859_1);
    byte[] bytes = TestImages.bytes(image).getBytes();
    int raw = body.indexOf(new String(bytes, ISO_8859_1));
    return raw >= 0 ? raw : body.indexOf(base64(bytes));
  }
}
