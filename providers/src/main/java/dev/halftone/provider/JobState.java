package dev.halftone.provider;

import io.vertx.core.buffer.Buffer;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What an answer says has become of a job. */
sealed interface JobState {
  /** It waits or is worked on; ask again. */
  record Pending(Job job) implements JobState {}

  /**
   * It has ended, and its result is to be fetched.
   *
   * @param error what the state already says went wrong, or null
   */
  record Ended(@Nullable ErrorBody error) implements JobState {}

  /**
   * It made images.
   *
   * @param urls where they are
   * @param files those that were in the answer itself
   */
  record Made(List<String> urls, List<Buffer> files) implements JobState {}

  /**
   * It failed.
   *
   * @param error what it says went wrong
   */
  record Failed(ErrorBody error) implements JobState {}

  /** The answer says nothing that can be understood; the reason is without its content. */
  record Odd(String why) implements JobState {}
}
