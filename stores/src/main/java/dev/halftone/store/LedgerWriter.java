package dev.halftone.store;

import dev.halftone.budget.LedgerEntry;
import dev.halftone.budget.Scope;
import io.vertx.core.Future;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.LinkedBlockingQueue;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The one thread that changes the ledger. It takes every step that waits, decides them one after
 * the other, puts what they changed on disk in one commit, and only then tells the callers.
 *
 * <p>If that commit fails, so do all steps of the batch, and the books are read from disk again
 * before the next: what is on disk is true, whatever the disk did.
 */
final class LedgerWriter {
  private static final Logger LOG = LoggerFactory.getLogger(LedgerWriter.class);
  private static final int MAX_BATCH = 1_024;

  private final Path path;
  private final LedgerFile file;
  private final InstantSource clock;
  private final int maxWaiting;
  private final LinkedBlockingQueue<Work<?>> waiting = new LinkedBlockingQueue<>();
  private final Set<Scope> limited = ConcurrentHashMap.newKeySet();
  private final Work<Boolean> closing = new Work<>((clerk, books) -> true, List.of());
  private @Nullable Books books;
  private volatile boolean closed;
  private volatile boolean ended;

  LedgerWriter(Path path, LedgerFile file, InstantSource clock, int maxWaiting) {
    this.path = path;
    this.file = file;
    this.clock = clock;
    this.maxWaiting = maxWaiting;
  }

  /** Takes the first step on this thread, then starts the writer's own. */
  void start(Work.Step<Boolean> first, Runnable atEnd) throws SQLException {
    Books loaded = file.load();
    limited.addAll(loaded.scopes());
    books = loaded;
    Work<Boolean> opening = new Work<>(first, List.of());
    serve(List.of(opening));
    opening.tell();
    Throwable failure = opening.future().cause();
    if (failure instanceof RuntimeException e) {
      throw e;
    }
    Thread thread = new Thread(() -> run(atEnd), "halftone-ledger-writer");
    thread.setDaemon(true);
    thread.start();
  }

  /** Whether this scope has a limit, by what is on disk now. */
  boolean isLimited(Scope scope) {
    return limited.contains(scope);
  }

  List<Scope> limited() {
    return limited.stream().sorted().toList();
  }

  <T> Future<T> submit(Work<T> work) {
    if (closed) {
      return Future.failedFuture(new IllegalStateException("ledger %s is closed".formatted(path)));
    }
    if (waiting.size() >= maxWaiting) {
      return Future.failedFuture(
          new IllegalStateException(
              "ledger %s has %d steps waiting for the disk, the most allowed (maxWaiting); nothing"
                      .formatted(path, maxWaiting)
                  + " was done: try again later"));
    }
    waiting.add(work);
    if (ended && waiting.remove(work)) {
      return Future.failedFuture(new IllegalStateException("ledger %s is closed".formatted(path)));
    }
    return work.future();
  }

  Future<Boolean> close() {
    synchronized (closing) {
      if (!closed) {
        closed = true;
        waiting.add(closing);
      }
    }
    return closing.future();
  }

  private void run(Runnable atEnd) {
    List<Work<?>> batch = new ArrayList<>(MAX_BATCH);
    boolean goOn = true;
    while (goOn) {
      batch.clear();
      try {
        batch.add(waiting.take());
      } catch (InterruptedException e) {
        LOG.warn("ledger {} was interrupted and goes on; close it to end it", path);
        continue;
      }
      waiting.drainTo(batch, MAX_BATCH - 1);
      serve(batch);
      goOn = !batch.contains(closing);
      if (!goOn) {
        finish(atEnd);
      }
      batch.forEach(Work::tell);
    }
    ended = true;
    Work<?> late = waiting.poll();
    while (late != null) {
      late.fail(new IllegalStateException("ledger %s is closed".formatted(path)));
      late.tell();
      late = waiting.poll();
    }
  }

  /** Gives every step of the batch an answer or a failure, and tells none yet. */
  private void serve(List<Work<?>> batch) {
    try {
      Books now = books != null ? books : file.load();
      books = now;
      now.begin(file.nextBlock());
      lookUp(now, batch);
      Clerk clerk = new Clerk(now);
      for (Work<?> work : batch) {
        serve(work, clerk, now);
      }
      Block block = now.batch();
      if (!block.isEmpty()) {
        file.commit(now, block);
        noteLimits(now, block);
      }
    } catch (SQLException | RuntimeException | Error e) {
      LOG.error("ledger {} could not write {} steps", path, batch.size(), e);
      giveUp(batch, e);
    }
  }

  private <T> void serve(Work<T> work, Clerk clerk, Books now) {
    long millis;
    try {
      millis = clock.millis();
    } catch (RuntimeException noTime) {
      work.fail(noTime);
      return;
    }
    now.see(millis);
    now.expire();
    try {
      work.answer(work.step.take(clerk, now));
    } catch (IllegalArgumentException | ArithmeticException refused) {
      work.fail(refused);
    }
  }

  private void lookUp(Books now, List<Work<?>> batch) throws SQLException {
    Set<String> unknown = new HashSet<>();
    for (Work<?> work : batch) {
      for (String id : work.ids) {
        if (now.birth(id) == null) {
          unknown.add(id);
        }
      }
    }
    if (!unknown.isEmpty()) {
      file.find(unknown).forEach(now::remember);
    }
  }

  private void noteLimits(Books now, Block block) {
    for (Line line : block.lines()) {
      LedgerEntry entry = line.entry();
      if (entry.budget() != null) {
        Scope scope = entry.budget().scope();
        if (now.tallies(scope).isEmpty()) {
          limited.remove(scope);
        } else {
          limited.add(scope);
        }
      }
    }
  }

  private void giveUp(List<Work<?>> batch, Throwable why) {
    books = null;
    try {
      file.rollBack();
    } catch (SQLException e) {
      why.addSuppressed(e);
    }
    LedgerFileException failure = FileSetup.failure(path, "writing", why);
    for (Work<?> work : batch) {
      if (!work.hasFailed()) {
        work.fail(failure);
      }
    }
  }

  private void finish(Runnable atEnd) {
    try (file) {
      if (books != null) {
        file.finish(books);
      }
    } catch (SQLException | RuntimeException e) {
      LOG.warn("ledger {} is safe, but could not be tidied up at its end", path, e);
    } finally {
      atEnd.run();
    }
  }
}
