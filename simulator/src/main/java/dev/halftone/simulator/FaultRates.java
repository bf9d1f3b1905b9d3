package dev.halftone.simulator;

/**
 * How often a provider misbehaves, each a share of the calls it admits, 0 to 1. The first four
 * exclude each other and may not sum to more than 1. Immutable; does no I/O.
 *
 * @param overload answered 429 although no limit was reached; not billed
 * @param serverError answered 500; not billed
 * @param cutBeforeWork connection closed before any work; not billed
 * @param cutAfterWork connection closed when the pictures were ready; <b>billed</b>
 * @param refusal share of all <em>prompts</em> that moderation refuses, besides the blocked words;
 *     the same prompt is always refused; not billed
 */
public record FaultRates(
    double overload,
    double serverError,
    double cutBeforeWork,
    double cutAfterWork,
    double refusal) {

  /**
   * Checks the ranges.
   *
   * @throws IllegalArgumentException when a rate is out of range
   */
  public FaultRates {
    check("overload", overload);
    check("serverError", serverError);
    check("cutBeforeWork", cutBeforeWork);
    check("cutAfterWork", cutAfterWork);
    check("refusal", refusal);
    check(
        "overload + serverError + cutBeforeWork + cutAfterWork",
        overload + serverError + cutBeforeWork + cutAfterWork);
  }

  /** Nothing ever goes wrong. */
  public static FaultRates none() {
    return new FaultRates(0, 0, 0, 0, 0);
  }

  private static void check(String name, double rate) {
    if (!(rate >= 0 && rate <= 1)) {
      throw new IllegalArgumentException(name + " is " + rate + "; allowed is 0 to 1");
    }
  }
}
