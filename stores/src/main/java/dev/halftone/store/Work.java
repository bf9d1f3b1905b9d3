package dev.halftone.store;

import java.util.List;

/** One call, on its way from the caller's thread to the writer's and back. */
final class Work<T> extends Reply<T> {
  /** What is to be done, on the writer's thread. */
  interface Step<T> {
    T take(Clerk clerk, Books books);
  }

  final Step<T> step;

  /** Those whose beginnings must be known before. */
  final List<String> ids;

  Work(Step<T> step, List<String> ids) {
    this.step = step;
    this.ids = ids;
  }
}
