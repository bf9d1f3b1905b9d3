package dev.halftone.provider;

import io.vertx.core.buffer.Buffer;
import org.jspecify.annotations.Nullable;

/**
 * Reads the body of one answer as it arrives. Used on one context only.
 *
 * @param <T> what it is read as
 */
interface AnswerReader<T> {
  /** Takes the next piece; ignored once a limit is {@link #exceeded}. */
  void write(Buffer chunk);

  /** The limit that the body broke, without its content, or null. */
  @Nullable String exceeded();

  /** The body has ended; must not throw, whatever came. */
  T end();
}
