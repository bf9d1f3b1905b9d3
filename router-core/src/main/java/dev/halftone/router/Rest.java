package dev.halftone.router;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * How long a route or provider is left alone after refusals, and why.
 *
 * <p>The provider's own word is kept to its end, up to a day. Without it the rest is a guess that
 * doubles with each refusal in a row up to ten minutes. From the third in a row on, and where the
 * provider named a state that lasts, it ends with one trial call, and all others wait for what
 * becomes of it. Refusals of calls that went out before the last one count as the same refusal, and
 * so do successes: neither knew of it. Faults that a single call may suffer are the {@link
 * Breaker}'s business.
 *
 * <p>Reading takes no lock. Thread-safe.
 */
final class Rest {
  static final long TRIAL_WAIT_NANOS = 500_000_000L;

  private static final long SECOND = 1_000_000_000L;
  private static final long NANOS_PER_MILLI = 1_000_000L;
  static final Duration LONGEST_BELIEVED = Duration.ofDays(1);

  private static final long LONGEST_GUESS = 600 * SECOND;
  private static final int MOST_DOUBLINGS = 6;
  private static final int TRIAL_FROM = 3;

  private volatile @Nullable Nap nap;

  /** Who says how long to rest. */
  enum Word {
    /** The provider named a time. */
    SAID,
    /** The provider named a state that lasts, and no time. */
    STATE,
    /** Nobody: the provider was busy and may be free again at once. */
    GUESS
  }

  private record Nap(
      String why, long untilNanos, Word word, int inRow, long sinceNanos, boolean trial) {
    boolean needsTrial() {
      return word == Word.STATE || (word == Word.GUESS && inRow >= TRIAL_FROM);
    }

    Nap trying(boolean trial) {
      return new Nap(why, untilNanos, word, inRow, sinceNanos, trial);
    }

    /** A guess never cuts short what was said, and what was said always ends a guess. */
    boolean outweighs(Word other, long otherUntilNanos, long nowNanos) {
      if (isOver(nowNanos) || (word == Word.GUESS && other == Word.SAID)) {
        return false;
      }
      return untilNanos - otherUntilNanos >= 0 || (word == Word.SAID && other == Word.GUESS);
    }

    boolean isOver(long nowNanos) {
      return nowNanos - untilNanos >= 0;
    }
  }

  /**
   * A call was refused: rests at once, for as long as the provider says or a guess.
   *
   * @param startedNanos when the call went out
   * @param saidNanos how long the provider says, at most a day, or 0
   * @param guessNanos how long to rest the first time if it does not
   * @param state whether the refusal names a state of the account or route
   */
  synchronized void refused(
      String why,
      long startedNanos,
      long nowNanos,
      long saidNanos,
      long guessNanos,
      boolean state) {
    Nap last = nap;
    Word word = saidNanos > 0 ? Word.SAID : state ? Word.STATE : Word.GUESS;
    if (last == null) {
      nap = new Nap(why, nowNanos + restNanos(saidNanos, guessNanos, 1), word, 1, nowNanos, false);
      return;
    }
    boolean known = startedNanos - last.sinceNanos < 0;
    int inRow = Math.min(last.inRow + (known ? 0 : 1), MOST_DOUBLINGS + 1);
    long since = known ? last.sinceNanos : nowNanos;
    boolean trial = known && last.trial;
    long until = nowNanos + restNanos(saidNanos, guessNanos, inRow);
    nap =
        last.outweighs(word, until, nowNanos)
            ? new Nap(last.why, last.untilNanos, last.word, inRow, since, trial)
            : new Nap(why, until, word, inRow, since, trial);
  }

  private static long restNanos(long saidNanos, long guessNanos, int inRow) {
    return saidNanos > 0 ? saidNanos : Math.min(guessNanos << (inRow - 1), LONGEST_GUESS);
  }

  /** A call brought an answer: what was guessed is over, and what was said is at its end. */
  synchronized void succeeded(long startedNanos, long nowNanos) {
    Nap last = nap;
    if (last != null
        && startedNanos - last.sinceNanos >= 0
        && (last.word != Word.SAID || last.isOver(nowNanos))) {
      nap = null;
    }
  }

  /** A call ended in a way that says nothing about the rest: another may be the trial. */
  synchronized void released(long startedNanos) {
    Nap last = nap;
    if (last != null && last.trial && startedNanos - last.sinceNanos >= 0) {
      nap = last.trying(false);
    }
  }

  /**
   * Takes leave to send a call.
   *
   * @param early whether a guess is overruled
   */
  synchronized boolean tryStart(boolean early, long nowNanos) {
    Nap last = nap;
    if (last == null) {
      return true;
    }
    boolean over = last.isOver(nowNanos);
    if (last.trial || (!over && !(early && last.word == Word.GUESS))) {
      return false;
    }
    if (!over || last.needsTrial()) {
      nap = last.trying(true);
    }
    return true;
  }

  /** How many calls may go out now. */
  int room() {
    Nap last = nap;
    return last == null || !last.needsTrial() ? Integer.MAX_VALUE : 1;
  }

  /** Nanoseconds still to rest; 0 if it is awake. */
  long leftNanos(long nowNanos) {
    Nap last = nap;
    return last == null || last.isOver(nowNanos) ? 0 : last.untilNanos - nowNanos;
  }

  /** Why it takes no call now; null if it is awake. */
  @Nullable Block block(long nowNanos) {
    Nap last = nap;
    if (last == null) {
      return null;
    }
    if (last.trial) {
      return new Block(
          "rested after %s: a trial call is on the way".formatted(last.why), TRIAL_WAIT_NANOS);
    }
    if (last.isOver(nowNanos)) {
      return null;
    }
    long left = last.untilNanos - nowNanos;
    return new Block(
        "rests for another %d ms after %s".formatted(left / NANOS_PER_MILLI, last.why),
        left,
        last.word == Word.GUESS);
  }
}
