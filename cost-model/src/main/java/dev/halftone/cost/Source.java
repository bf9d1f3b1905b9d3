package dev.halftone.cost;

import java.time.LocalDate;

/**
 * Where something in the catalogue comes from.
 *
 * @param about what it vouches for, such as {@code sizes} or {@code output_tokens}
 * @param source the page, measurement or record
 * @param checkedOn the day it was last compared with that source
 * @param confidence how far it is to be believed
 */
public record Source(String about, String source, LocalDate checkedOn, Confidence confidence) {}
