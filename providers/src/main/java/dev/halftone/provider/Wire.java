package dev.halftone.provider;

import com.fasterxml.jackson.databind.JsonNode;
import dev.halftone.cost.Usd;
import dev.halftone.image.ProviderAnswer;
import dev.halftone.image.ProviderCall;
import java.util.Collection;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** How one provider that answers in one exchange words requests and answers. Pure. */
interface Wire {
  /** Why this call cannot be sent there at all, as its capabilities cannot say; null if it can. */
  default @Nullable String unfit(ProviderCall call) {
    return null;
  }

  /** What no failure may repeat, besides the key. */
  default Collection<Secret> secrets() {
    return List.of();
  }

  /** The request of a call. */
  HttpCall request(ProviderCall call);

  /** What reads the answer of a call, whether it brings images or an error. */
  AnswerReader<ImageBody> reader(ProviderCall call, Limits limits);

  /** The money that an answer says was charged, whatever else it says; null if it does not. */
  default @Nullable Usd billed(JsonNode root) {
    return null;
  }

  /**
   * Reads a success.
   *
   * @param call what was asked for
   * @param body the JSON object, and the images that were in it
   * @return the answer without the id and the limits that its head tells; null if there is no
   *     usable image in it
   */
  ProviderAnswer.@Nullable Builder answer(ProviderCall call, JsonNode root, ImageBody body);
}
