package dev.halftone.store;

import dev.halftone.budget.Budget;
import dev.halftone.budget.BudgetLedger;
import dev.halftone.budget.BudgetState;
import dev.halftone.budget.Ending;
import dev.halftone.budget.HistoryPage;
import dev.halftone.budget.HistoryQuery;
import dev.halftone.budget.HoldChange;
import dev.halftone.budget.LedgerArguments;
import dev.halftone.budget.LedgerEntry.Kind;
import dev.halftone.budget.Reservation;
import dev.halftone.budget.Scope;
import dev.halftone.budget.Suspense;
import dev.halftone.budget.Window;
import dev.halftone.cost.Usd;
import io.vertx.core.Future;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.TreeSet;

/**
 * A ledger of one process in one file, which outlives the process.
 *
 * <p>A step is answered after it is on disk for good, and what was answered survives a crash at any
 * instant. Steps that wait at the same time share one write to the disk. A hold whose process died
 * becomes suspense when the file is opened again, never free money. What is counted of refusals is
 * written as well.
 *
 * <p>Thread-safe. No method but {@link #open} waits for the disk: a thread of the ledger's own
 * writes, another reads the history. A future completes on the Vert.x context of its caller if
 * there is one, else on one of these threads, so a listener there must be quick and must not wait
 * for another step.
 *
 * <p>If the disk fails or is full, the steps that could not be written fail with {@link
 * LedgerFileException}, and later ones are tried again, from what is on disk. More than {@link
 * Builder#maxWaiting} steps that wait fail with {@link IllegalStateException}, as every step does
 * after {@link #close}.
 *
 * <p>Time comes from the clock passed in, in milliseconds. While that clock goes back, also from
 * one process to the next, the ledger stands still at the latest time in its file.
 *
 * <p>In memory: every budget, every open hold, ended ones of a bounded number, and a filter of at
 * most 22 MB that knows most ids to be new; the others are looked up in the file, so that an id is
 * recognised however long ago it ended. The file is an SQLite database with its {@code -wal} and
 * {@code .lock} beside it; {@code select * from line} shows the history.
 */
public final class FileLedger implements BudgetLedger {
  private final LedgerWriter writer;
  private final HistoryReader reader;

  private FileLedger(LedgerWriter writer, HistoryReader reader) {
    this.writer = writer;
    this.reader = reader;
  }

  /**
   * Opens a ledger, which is made if the file is not there. Blocks on the disk; how long depends on
   * the budgets and open holds, not on the history.
   *
   * @param budgets set if they are not in force already; others in the file stay in force
   * @throws LedgerFileException if the file is in use, damaged, or no ledger; it is left as it is
   */
  public static FileLedger open(Path file, Collection<Budget> budgets, InstantSource clock) {
    return builder(file, clock).budgets(budgets).open();
  }

  /** Says more before opening. */
  public static Builder builder(Path file, InstantSource clock) {
    return new Builder(file, clock);
  }

  /** How to open a ledger. Not thread-safe. */
  public static final class Builder {
    private static final int USUAL_WAITING = 65_536;

    private final Path file;
    private final InstantSource clock;
    private final List<Budget> budgets = new ArrayList<>();
    private int maxWaiting = USUAL_WAITING;
    private long maxBytes = Long.MAX_VALUE;

    private Builder(Path file, InstantSource clock) {
      this.file = file;
      this.clock = clock;
    }

    /** Adds limits, set in this order if they are not in force already. */
    public Builder budgets(Collection<Budget> limits) {
      budgets.addAll(limits);
      return this;
    }

    /** How many steps may wait for the disk; at least 1, usually 65,536. */
    public Builder maxWaiting(int steps) {
      maxWaiting = (int) atLeast("maxWaiting", steps, 1);
      return this;
    }

    /** How many bytes the file may have; at least 1 MiB, usually without a limit. */
    public Builder maxBytes(long bytes) {
      maxBytes = atLeast("maxBytes", bytes, 1 << 20);
      return this;
    }

    private static long atLeast(String name, long value, long least) {
      if (value < least) {
        throw new IllegalArgumentException(
            "%s is %d; allowed are %d and more".formatted(name, value, least));
      }
      return value;
    }

    /** Opens it, as {@link FileLedger#open} does. */
    public FileLedger open() {
      LedgerArguments.checkDistinct(budgets);
      try {
        Path folder = file.toAbsolutePath().getParent();
        Path real =
            Files.exists(file) || folder == null
                ? file.toRealPath()
                : folder.toRealPath().resolve(file.getFileName());
        FileLock lock = FileLock.take(real);
        try {
          return open(real, lock);
        } catch (IOException | SQLException | RuntimeException e) {
          lock.close();
          throw e;
        }
      } catch (IOException | SQLException e) {
        throw FileSetup.failure(file, "opening", e);
      }
    }

    private FileLedger open(Path real, FileLock lock) throws IOException, SQLException {
      LedgerFile open = LedgerFile.open(real, maxBytes);
      try {
        LedgerWriter writer = new LedgerWriter(real, open, clock, maxWaiting);
        HistoryReader reader = new HistoryReader(real, maxWaiting);
        writer.start(
            (clerk, books) -> {
              books.expireAll();
              budgets.forEach(clerk::putIfOther);
              return true;
            },
            () -> close(reader, lock));
        return new FileLedger(writer, reader);
      } catch (SQLException | RuntimeException e) {
        open.close();
        throw e;
      }
    }

    private static void close(HistoryReader reader, FileLock lock) {
      reader.close();
      try {
        lock.close();
      } catch (IOException e) {
        throw new IllegalStateException(e);
      }
    }
  }

  @Override
  public Future<Reservation> reserve(
      String id, Collection<Scope> scopes, Usd amount, Duration lifetime) {
    LedgerArguments.checkId("id of a hold", id);
    LedgerArguments.checkNotNegative("amount", amount);
    LedgerArguments.checkLifetime(lifetime);
    List<Scope> sorted = LedgerArguments.distinct(scopes);
    for (Scope scope : sorted) {
      if (!writer.isLimited(scope)) {
        throw Clerk.unknown(scope, writer.limited());
      }
    }
    return step((clerk, books) -> clerk.reserve(id, sorted, amount, lifetime), id);
  }

  @Override
  public Future<HoldChange> extend(String id, Usd amount, Duration lifetime) {
    LedgerArguments.checkNotNegative("amount", amount);
    LedgerArguments.checkLifetime(lifetime);
    return step((clerk, books) -> clerk.extend(id, amount, lifetime), id);
  }

  @Override
  public Future<HoldChange> carve(String id, String part, Usd amount) {
    LedgerArguments.checkId("id of a part", part);
    LedgerArguments.checkNotNegative("amount", amount);
    return step((clerk, books) -> clerk.carve(id, part, amount), id, part);
  }

  @Override
  public Future<Ending> settle(String id, Usd charged) {
    return end(id, Kind.SETTLED, charged);
  }

  @Override
  public Future<Ending> release(String id) {
    return end(id, Kind.RELEASED, Usd.ZERO);
  }

  @Override
  public Future<Ending> suspend(String id) {
    return end(id, Kind.SUSPENDED, Usd.ZERO);
  }

  @Override
  public Future<Ending> resolve(String id, Usd charged) {
    return end(id, Kind.RESOLVED, charged);
  }

  private Future<Ending> end(String id, Kind kind, Usd charged) {
    LedgerArguments.checkNotNegative("charge", charged);
    return step((clerk, books) -> clerk.end(id, kind, charged), id);
  }

  @Override
  public Future<Void> put(Budget budget) {
    return this.<Boolean>step(
            (clerk, books) -> {
              clerk.put(budget);
              return true;
            })
        .mapEmpty();
  }

  @Override
  public Future<Boolean> remove(Scope scope, Window window) {
    return step((clerk, books) -> clerk.remove(scope, window));
  }

  @Override
  public Future<List<BudgetState>> budgets() {
    return step((clerk, books) -> books.states(books.scopes()));
  }

  @Override
  public Future<List<BudgetState>> budgets(Collection<Scope> scopes) {
    TreeSet<Scope> sorted = new TreeSet<>(scopes);
    return step((clerk, books) -> books.states(sorted));
  }

  @Override
  public Future<List<Suspense>> suspended() {
    return step((clerk, books) -> books.suspended());
  }

  @Override
  public Future<HistoryPage> history(HistoryQuery query) {
    // The writer first, so that lifetimes that are over are in the history.
    return this.<Boolean>step((clerk, books) -> true).compose(done -> reader.page(query));
  }

  /** Ends after every step asked for before; the file is then as small and quick as it gets. */
  @Override
  public Future<Void> close() {
    return writer.close().mapEmpty();
  }

  private <T> Future<T> step(Work.Step<T> step, String... ids) {
    return writer.submit(new Work<>(step, List.of(ids)));
  }
}
