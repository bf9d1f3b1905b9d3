package dev.halftone.router;

import dev.halftone.cost.Usage;
import dev.halftone.cost.Usd;
import dev.halftone.image.GeneratedImage;
import dev.halftone.image.ProviderAnswer;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Adds up what one request has bought so far, over all rounds of calls. Steps follow each other, so
 * it needs no lock.
 */
final class Purchase {
  private final List<GeneratedImage> images = new ArrayList<>();
  private @Nullable Candidate first;
  private boolean alike = true;
  private int lowestRung;
  private Usd charged = Usd.ZERO;
  private Usd expected = Usd.ZERO;
  private @Nullable Usage usage = Usage.NONE;
  private final Set<String> dropped = new LinkedHashSet<>();

  void add(Candidate candidate, Round round) {
    for (Round.Sent one : round.sent()) {
      ProviderAnswer answer = one.outcome().answer();
      if (answer != null) {
        add(candidate, answer);
        charged = charged.plus(one.outcome().settlement().charged());
        expected = expected.plus(one.held().part().quote().expected());
      }
    }
  }

  private void add(Candidate candidate, ProviderAnswer answer) {
    images.addAll(answer.images());
    dropped.addAll(candidate.dropped());
    dropped.addAll(answer.dropped());
    Usage told = answer.usage();
    usage = usage == null || told == null ? null : QuoteSum.plus(usage, told);
    lowestRung = Math.max(lowestRung, candidate.rung());
    Candidate before = first == null ? candidate : first;
    first = before;
    alike &=
        before.model().equals(candidate.model())
            && before.quality() == candidate.quality()
            && before.size().equals(candidate.size());
  }

  /** What was charged for the images so far. */
  Usd charged() {
    return charged;
  }

  /**
   * The images so far; null if there are none.
   *
   * @param topRung the best rung that could have served the request
   */
  @Nullable Bought bought(int topRung) {
    return first == null
        ? null
        : new Bought(
            images,
            first,
            alike,
            charged,
            expected,
            usage,
            lowestRung - topRung,
            List.copyOf(dropped));
  }
}
