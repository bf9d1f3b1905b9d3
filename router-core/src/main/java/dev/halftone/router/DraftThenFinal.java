package dev.halftone.router;

import dev.halftone.cost.Usd;
import dev.halftone.image.GeneratedImage;
import dev.halftone.image.ImageRequest;
import dev.halftone.image.ImageResult;
import dev.halftone.image.InputImage;
import dev.halftone.image.Receipt;
import dev.halftone.image.Tier;
import io.vertx.core.Future;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/**
 * Makes cheap drafts of a request, and the final image of the one that somebody chooses.
 *
 * <p>Each step is a request of its own: it is charged, has its own decision and deadline, and can
 * fail with {@link RoutingException}. Thread-safe, as the router is.
 */
public final class DraftThenFinal {
  private final ImageRouter router;

  private DraftThenFinal(ImageRouter router) {
    this.router = router;
  }

  public static DraftThenFinal of(ImageRouter router) {
    return new DraftThenFinal(Objects.requireNonNull(router));
  }

  /**
   * Drafts to choose from.
   *
   * @param request what the final image is to be
   * @param result the drafts, as many as could be bought
   */
  public record Drafts(ImageRequest request, ImageResult result) {}

  /**
   * The final image of a draft.
   *
   * @param result the final image and its receipt
   * @param draft the receipt of the drafts
   * @param fromDraft whether the draft was sent as a reference image; if not, the final image comes
   *     of the same prompt and size and may show something else
   */
  public record Promotion(ImageResult result, Receipt draft, boolean fromDraft) {
    /** What drafts and final image cost together, as far as known. */
    public Usd cost() {
      return draft.cost().plus(result.receipt().cost());
    }
  }

  /**
   * Makes drafts: the request at tier draft, whatever tier, quality and floor it names. Costs
   * money.
   *
   * @param drafts how many, 1 to 10
   * @throws IllegalArgumentException if the request pins a model, or the number is out of range
   */
  public Future<Drafts> drafts(ImageRequest request, int drafts) {
    if (request.model() != null) {
      throw new IllegalArgumentException(
          "model '%s' is pinned; drafts and final image are made by the models of their tiers"
              .formatted(request.model()));
    }
    ImageRequest cheap =
        request.newBuilder().tier(Tier.DRAFT).quality(null).qualityFloor(null).n(drafts).build();
    return router.generate(cheap).map(result -> new Drafts(request, result));
  }

  /**
   * Makes the final image of one draft: the request at tier final, with the draft as its last
   * reference image if any route that could serve it takes that. Costs money; of the request's
   * {@code maxCost}, what the drafts have cost or may yet cost is gone.
   *
   * @param chosen the index of the draft, from 0
   * @throws IllegalArgumentException if there is no such draft
   */
  public Future<Promotion> promote(Drafts drafts, int chosen) {
    List<GeneratedImage> images = drafts.result().images();
    if (chosen < 0 || chosen >= images.size()) {
      throw new IllegalArgumentException(
          "chosen is %d; allowed are 0 to %d".formatted(chosen, images.size() - 1));
    }
    Receipt spent = drafts.result().receipt();
    ImageRequest plain = finalOf(drafts.request(), spent);
    Optional<ImageRequest> withDraft =
        withDraft(plain, images.get(chosen))
            .filter(request -> !router.estimate(request).offers().isEmpty());
    return router
        .generate(withDraft.orElse(plain))
        .map(result -> new Promotion(result, spent, withDraft.isPresent()));
  }

  private static ImageRequest finalOf(ImageRequest request, Receipt spent) {
    ImageRequest.Builder builder = request.newBuilder().tier(Tier.FINAL).n(1);
    Usd maxCost = request.maxCost();
    if (maxCost != null) {
      builder.maxCost(maxCost.minus(spent.cost()).minus(spent.suspended()).max(Usd.ZERO));
    }
    return builder.build();
  }

  /** Empty if the draft is nothing that could be sent. */
  private static Optional<ImageRequest> withDraft(ImageRequest request, GeneratedImage draft) {
    List<InputImage> references = new ArrayList<>(request.inputImages());
    try {
      references.add(InputImage.of(draft.bytes()));
      return Optional.of(request.newBuilder().inputImages(references).build());
    } catch (IllegalArgumentException unreadableOrTooMany) {
      return Optional.empty();
    }
  }
}
