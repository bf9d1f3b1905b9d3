package dev.halftone.cost;

import java.time.LocalDate;

/**
 * The rates of a provider's batch lane, which may rest on another source than the standard ones.
 *
 * @param rates US dollars per token in a batch
 * @param checkedOn the day they were last compared with their source
 * @param source where they come from
 * @param confidence how far they are to be believed
 */
public record BatchPrice(Rates rates, LocalDate checkedOn, String source, Confidence confidence) {}
