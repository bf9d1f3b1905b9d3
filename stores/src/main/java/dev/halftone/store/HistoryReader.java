package dev.halftone.store;

import dev.halftone.budget.HistoryPage;
import dev.halftone.budget.HistoryQuery;
import dev.halftone.budget.LedgerEntry;
import io.vertx.core.Future;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Reads pages of the history beside the writer, over a connection and on a thread of its own, which
 * goes when it is idle. It sees what has been committed, and nothing else.
 */
final class HistoryReader {
  private static final int IDLE_SECONDS = 10;

  private static final String INDEXED =
      "SELECT b.* FROM found f JOIN block b ON b.number = f.block"
          + " WHERE f.hash = ? AND f.block >= ? ORDER BY f.block";
  private static final String LAST_INDEXED = "SELECT max(block) FROM found WHERE hash = ?";
  private static final String ONE = "SELECT * FROM block WHERE number = ?";
  private static final String IN_TURN = "SELECT * FROM block WHERE number >= ? ORDER BY number";

  private final Path path;
  private final ThreadPoolExecutor thread;
  private @Nullable Connection connection;

  HistoryReader(Path path, int maxWaiting) {
    this.path = path;
    this.thread =
        new ThreadPoolExecutor(
            1,
            1,
            IDLE_SECONDS,
            TimeUnit.SECONDS,
            new LinkedBlockingQueue<>(maxWaiting),
            task -> {
              Thread reader = new Thread(task, "halftone-ledger-reader");
              reader.setDaemon(true);
              return reader;
            });
    thread.allowCoreThreadTimeOut(true);
  }

  Future<HistoryPage> page(HistoryQuery query) {
    Reply<HistoryPage> reply = new Reply<>();
    try {
      thread.execute(
          () -> {
            try {
              reply.answer(read(query));
            } catch (RuntimeException e) {
              reply.fail(e);
            }
            reply.tell();
          });
    } catch (RejectedExecutionException e) {
      return Future.failedFuture(
          new IllegalStateException(
              "ledger %s is closed, or too many pages of its history are asked for at once"
                  .formatted(path)));
    }
    return reply.future();
  }

  private HistoryPage read(HistoryQuery query) {
    Cursor after = query.after() == null ? Cursor.START : Cursor.parse(query.after());
    try {
      Connection open = connection != null ? connection : FileSetup.connect(path, true);
      connection = open;
      open.setAutoCommit(false);
      try {
        return read(open, query, after);
      } finally {
        open.rollback();
      }
    } catch (SQLException e) {
      throw FileSetup.failure(path, "reading its history", e);
    }
  }

  private HistoryPage read(Connection open, HistoryQuery query, Cursor after) throws SQLException {
    Page page = new Page(query, after);
    long first = Math.max(after.block(), query.from() == null ? 0 : firstAt(open, query.from()));
    Long hash = hash(query);
    if (hash == null) {
      read(open, IN_TURN, page, first);
    } else {
      read(open, INDEXED, page, hash, first);
      for (long block : page.isFull() ? Set.<Long>of() : inRuns(open, hash, first)) {
        read(open, ONE, page, block);
      }
      read(open, IN_TURN, page, Math.max(first, firstUnindexed(open)));
    }
    return page.done();
  }

  private static @Nullable Long hash(HistoryQuery query) {
    if (query.id() != null) {
      return Hashes.ofId(query.id());
    }
    return query.scope() == null ? null : Hashes.ofScope(query.scope());
  }

  private void read(Connection open, String sql, Page page, long... parameters)
      throws SQLException {
    try (PreparedStatement statement = open.prepareStatement(sql)) {
      for (int i = 0; i < parameters.length; i++) {
        statement.setLong(i + 1, parameters[i]);
      }
      try (ResultSet rows = statement.executeQuery()) {
        while (!page.isFull() && rows.next()) {
          page.add(LedgerFile.block(path, rows));
        }
      }
    }
  }

  /** The blocks of a hash that are not in {@code found} yet; all come after those that are. */
  private Set<Long> inRuns(Connection open, long hash, long first) throws SQLException {
    Set<Long> blocks = new TreeSet<>();
    try (PreparedStatement statement = open.prepareStatement(LAST_INDEXED)) {
      statement.setLong(1, hash);
      long from;
      try (ResultSet last = statement.executeQuery()) {
        from = last.next() ? Math.max(first, last.getLong(1) + 1) : first;
      }
      try (PreparedStatement runs = open.prepareStatement(LineIndex.ALL_RUNS);
          ResultSet rows = runs.executeQuery()) {
        while (rows.next()) {
          ByteBuffer pairs = LineIndex.pairs(path, rows);
          while (pairs.hasRemaining()) {
            long each = pairs.getLong();
            long block = pairs.getLong();
            if (each == hash && block >= from) {
              blocks.add(block);
            }
          }
        }
      }
    }
    return blocks;
  }

  private static long firstUnindexed(Connection open) throws SQLException {
    try (PreparedStatement statement = open.prepareStatement("SELECT data FROM meta");
        ResultSet row = statement.executeQuery()) {
      return row.next() ? Rows.meta(row.getString(1)).block() + 1 : 0;
    }
  }

  /** The first block that may have lines of that time; blocks are in the order of time. */
  private static long firstAt(Connection open, Instant from) throws SQLException {
    long low = edge(open, "SELECT ifnull(min(number), 0) FROM block");
    long high = edge(open, "SELECT ifnull(max(number), 0) FROM block") + 1;
    try (PreparedStatement at = open.prepareStatement("SELECT at FROM block WHERE number = ?")) {
      while (low < high) {
        long middle = (low + high) >>> 1;
        at.setLong(1, middle);
        try (ResultSet row = at.executeQuery()) {
          if (row.next() && Instant.ofEpochMilli(row.getLong(1)).isBefore(from)) {
            low = middle + 1;
          } else {
            high = middle;
          }
        }
      }
    }
    return low;
  }

  private static long edge(Connection open, String sql) throws SQLException {
    try (PreparedStatement statement = open.prepareStatement(sql);
        ResultSet row = statement.executeQuery()) {
      return row.next() ? row.getLong(1) : 0;
    }
  }

  /** Ends the thread after what it was asked for. */
  void close() {
    try {
      thread.execute(this::disconnect);
    } catch (RejectedExecutionException fullOrClosed) {
      // The connection is read-only and goes with the process.
    }
    thread.shutdown();
  }

  private void disconnect() {
    try {
      if (connection != null) {
        connection.close();
      }
    } catch (SQLException e) {
      throw FileSetup.failure(path, "closing", e);
    }
  }

  /** After which line a page begins: the one of this index in this block. */
  private record Cursor(long block, int line) {
    static final Cursor START = new Cursor(0, -1);

    static Cursor parse(String text) {
      int dot = text.indexOf('.');
      try {
        return new Cursor(
            Long.parseLong(text.substring(0, Math.max(0, dot))),
            Integer.parseInt(text.substring(dot + 1)));
      } catch (NumberFormatException e) {
        throw new IllegalArgumentException(
            "cursor '%s' is not one of this ledger's; take it from HistoryPage.next"
                .formatted(text),
            e);
      }
    }

    @Override
    public String toString() {
      return block + "." + line;
    }
  }

  /** Collects lines, and one more to know whether there is a next page. */
  private static final class Page {
    private final HistoryQuery query;
    private final Cursor after;
    private final List<LedgerEntry> entries = new ArrayList<>();
    private Cursor last = Cursor.START;
    private boolean more;

    Page(HistoryQuery query, Cursor after) {
      this.query = query;
      this.after = after;
    }

    boolean isFull() {
      return more;
    }

    void add(Block block) {
      int from = block.number() == after.block() ? after.line() + 1 : 0;
      for (int i = from; i < block.lines().size() && !more; i++) {
        LedgerEntry entry = block.lines().get(i).entry();
        if (!query.accepts(entry)) {
          continue;
        }
        if (entries.size() == query.atMost()) {
          more = true;
        } else {
          entries.add(entry);
          last = new Cursor(block.number(), i);
        }
      }
    }

    HistoryPage done() {
      return new HistoryPage(entries, more ? last.toString() : null);
    }
  }
}
