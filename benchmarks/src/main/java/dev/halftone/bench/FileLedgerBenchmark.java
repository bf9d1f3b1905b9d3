package dev.halftone.bench;

import dev.halftone.budget.Budget;
import dev.halftone.budget.Ending;
import dev.halftone.budget.Window;
import dev.halftone.cost.Usd;
import dev.halftone.store.FileLedger;
import io.vertx.core.Future;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.InstantSource;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Stream;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Threads;

/**
 * Question: how many steps a second does the file ledger make durable for 64 callers, over one
 * fsync for each entry?
 *
 * <p>Baseline: 64 callers append an entry of the size of a line under a lock and force it to disk.
 * It keeps no sums and recognises no id. One step of the ledger is a reservation or a settlement;
 * each caller makes both, one after the other, and waits until the second is on disk.
 */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.Throughput)
@OutputTimeUnit(TimeUnit.SECONDS)
@Threads(64)
public class FileLedgerBenchmark {
  private static final int STEPS = 2;
  private static final int ENTRY_BYTES = 128;
  private static final long LIMIT = 9_000_000_000_000_000_000L;

  private final Usd hold = Usd.parse("0.170000");
  private final Usd charged = Usd.parse("0.164700");
  private final List<dev.halftone.budget.Scope> scopes =
      List.of(dev.halftone.budget.Scope.parse("team:growth"));
  private final AtomicLong ids = new AtomicLong();
  private final ByteBuffer entry = ByteBuffer.allocate(ENTRY_BYTES);
  private final Path folder;
  private final FileChannel log;
  private final FileLedger ledger;

  /** Makes both files, in the folder that {@code java.io.tmpdir} names. */
  public FileLedgerBenchmark() {
    try {
      folder = Files.createTempDirectory("halftone-ledger");
      log =
          FileChannel.open(
              folder.resolve("baseline.log"), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    Budget budget = new Budget(scopes.get(0), Usd.ofNanos(LIMIT), new Window.Total());
    ledger = FileLedger.open(folder.resolve("ledger.db"), List.of(budget), InstantSource.system());
  }

  /** Makes sure that every settlement is on disk once. */
  @TearDown
  public void close() throws IOException {
    log.close();
    ended(ledger.close());
    FileLedger again =
        FileLedger.open(folder.resolve("ledger.db"), List.of(), InstantSource.system());
    Usd spent = ended(again.budgets()).get(0).spent();
    ended(again.close());
    if (!spent.equals(charged.times(ids.get()))) {
      throw new IllegalStateException(
          "spent $%s after %d settlements of $%s".formatted(spent, ids.get(), charged));
    }
    try (Stream<Path> files = Files.walk(folder)) {
      for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
        Files.delete(file);
      }
    }
  }

  @Benchmark
  public synchronized long baselineFsyncPerEntry() throws IOException {
    entry.clear();
    log.write(entry);
    log.force(false);
    return log.position();
  }

  @Benchmark
  @OperationsPerInvocation(STEPS)
  public Ending reserveThenSettle() {
    String id = "d-5eed0001-" + ids.incrementAndGet();
    return ended(ledger.reserve(id, scopes, hold).compose(held -> ledger.settle(id, charged)));
  }

  private static <T> T ended(Future<T> future) {
    return future.toCompletionStage().toCompletableFuture().join();
  }
}
