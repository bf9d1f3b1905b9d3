package dev.halftone.router;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Queue;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Appends every decision to a file of JSON lines, as {@link DecisionLines} writes them.
 * Thread-safe.
 *
 * <p>Does its I/O on the executor it is given, and never fails or delays a request: while the file
 * cannot keep up or cannot be written, decisions are lost, counted, and that is logged once. The
 * file grows without a limit; whoever starts a router rotates it.
 */
public final class DecisionExport implements RouterListener, AutoCloseable {
  /** How many decisions wait to be written at most; what comes then is lost. */
  public static final int MOST_WAITING = 4_096;

  private static final Logger log = LoggerFactory.getLogger(DecisionExport.class);

  private final FileChannel file;
  private final Executor executor;
  private final Queue<DecisionRecord> waiting = new ArrayBlockingQueue<>(MOST_WAITING);
  private final AtomicBoolean scheduled = new AtomicBoolean();
  private final AtomicBoolean logged = new AtomicBoolean();
  private final AtomicLong lost = new AtomicLong();

  private DecisionExport(FileChannel file, Executor executor) {
    this.file = file;
    this.executor = executor;
  }

  /**
   * Opens a file, which is made if it does not exist. This blocks.
   *
   * @param executor where to write; one thread is enough
   * @throws IOException if it cannot be opened for writing
   */
  public static DecisionExport open(Path path, Executor executor) throws IOException {
    FileChannel file =
        FileChannel.open(
            path, StandardOpenOption.CREATE, StandardOpenOption.READ, StandardOpenOption.WRITE);
    try {
      endLine(file);
    } catch (IOException e) {
      file.close();
      throw e;
    }
    return new DecisionExport(file, executor);
  }

  /** A line that a crash cut short stays alone. */
  private static void endLine(FileChannel file) throws IOException {
    long size = file.size();
    file.position(size);
    ByteBuffer last = ByteBuffer.allocate(1);
    if (size > 0 && file.read(last, size - 1) == 1 && last.get(0) != '\n') {
      file.write(ByteBuffer.wrap(new byte[] {'\n'}));
    }
  }

  @Override
  public void on(RouterEvent event) {
    if (event instanceof RouterEvent.Finished finished) {
      if (waiting.offer(finished.decision())) {
        schedule();
      } else {
        lose(1, "it cannot keep up");
      }
    }
  }

  private void schedule() {
    if (scheduled.compareAndSet(false, true)) {
      try {
        executor.execute(this::work);
      } catch (RuntimeException e) {
        scheduled.set(false);
        throw e;
      }
    }
  }

  private void work() {
    scheduled.set(false);
    drain();
  }

  private synchronized void drain() {
    for (DecisionRecord one = waiting.poll(); one != null; one = waiting.poll()) {
      try {
        ByteBuffer line =
            ByteBuffer.wrap((DecisionLines.write(one) + "\n").getBytes(StandardCharsets.UTF_8));
        while (line.hasRemaining()) {
          file.write(line);
        }
      } catch (IOException | RuntimeException e) {
        lose(1, e.toString());
      }
    }
  }

  private void lose(long decisions, String why) {
    lost.addAndGet(decisions);
    if (logged.compareAndSet(false, true)) {
      log.warn("decisions are not written: {}; this is logged once", why);
    }
  }

  /** How many decisions could not be written. */
  public long lost() {
    return lost.get();
  }

  /** Writes what waits and closes the file; this blocks. */
  @Override
  public void close() throws IOException {
    drain();
    file.close();
  }
}
