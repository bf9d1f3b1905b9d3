package dev.halftone.simulator;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Decides fates. A fate depends on the seed, the provider, the order and on how many calls with the
 * same prompt that provider admitted before; never on the time or on the order of arrival of
 * different prompts. A cut before the request is read is no fate: it befalls a call nobody knows.
 * Pure; thread-safe.
 */
final class FateDice {
  private static final long REFUSAL_NANOS = Duration.ofMillis(1_100).toNanos();
  private static final long OVERLOAD_NANOS = Duration.ofMillis(300).toNanos();
  private static final Pattern NO_LETTERS = Pattern.compile("[^\\p{L}\\p{Nd}]+");

  private final long seed;
  private final List<String> blockedWords;

  FateDice(long seed, Set<String> blockedWords) {
    this.seed = seed;
    this.blockedWords = new ArrayList<>();
    blockedWords.forEach(word -> this.blockedWords.add(spaced(word)));
  }

  Fate cast(SimulatedProvider provider, ProviderProfile profile, ImageOrder order, int earlier) {
    FaultRates faults = profile.faults();
    long prompt = Mix.text(order.prompt());
    if (isRefused(order.prompt(), prompt, faults.rate(Fault.REFUSAL))) {
      return new Fate(Fault.REFUSAL, scaled(profile, REFUSAL_NANOS), false);
    }
    SplittableRandom dice =
        new SplittableRandom(Mix.of(Mix.of(Mix.of(seed, provider.slug()), prompt), earlier));
    Fault fault = fault(faults, dice.nextDouble());
    double gaussian = gaussian(dice.nextDouble(), dice.nextDouble());
    double progress = dice.nextDouble();
    boolean midBody = dice.nextBoolean();
    long work = profile.latency().nanosAt(order.tokensOfOne(), order.pace(), gaussian);
    if (fault == null) {
      return new Fate(null, work, false);
    }
    long nanos =
        switch (fault.when()) {
          case AT_ONCE -> scaled(profile, OVERLOAD_NANOS);
          case EARLY -> (long) (work * progress / 5);
          case MIDWAY -> (long) (work * progress);
          case DONE -> work;
        };
    return new Fate(fault, nanos, midBody);
  }

  /**
   * Whether the {@code number}th call of a provider is cut off before it is read. As with a rate
   * limit this call is no admitted one, so that it postpones fates and changes none.
   */
  boolean isCutBeforeRead(SimulatedProvider provider, FaultRates faults, long number) {
    double rate = faults.rate(Fault.CUT_BEFORE_READ);
    long call = Mix.of(Mix.of(Mix.of(seed, "unread"), provider.slug()), number);
    return rate > 0 && new SplittableRandom(call).nextDouble() < rate;
  }

  /** Faults stand side by side on a scale from 0 to 1; nothing goes wrong beyond the last. */
  private static @Nullable Fault fault(FaultRates faults, double thrown) {
    double bar = 0;
    for (Fault fault : Fault.values()) {
      if (!fault.isCastAlone()) {
        bar += faults.rate(fault);
        if (thrown < bar) {
          return fault;
        }
      }
    }
    return null;
  }

  /** Every provider asks the same question of the same prompt, each with its own strictness. */
  private boolean isRefused(String prompt, long promptHash, double rate) {
    if (rate > 0
        && new SplittableRandom(Mix.of(Mix.of(seed, "refusal"), promptHash)).nextDouble() < rate) {
      return true;
    }
    if (blockedWords.isEmpty()) {
      return false;
    }
    String words = spaced(prompt);
    return blockedWords.stream().anyMatch(words::contains);
  }

  /** A provider without latency refuses without latency too. */
  private static long scaled(ProviderProfile profile, long nanos) {
    return profile.latency().base().isZero() ? 0 : nanos;
  }

  private static double gaussian(double first, double second) {
    double radius = StrictMath.sqrt(-2 * StrictMath.log(1 - first));
    return radius * StrictMath.cos(2 * StrictMath.PI * second);
  }

  private static String spaced(String text) {
    return " " + NO_LETTERS.matcher(text.toLowerCase(Locale.ROOT)).replaceAll(" ").strip() + " ";
  }
}
