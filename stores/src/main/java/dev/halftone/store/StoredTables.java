package dev.halftone.store;

import java.nio.file.Path;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * The tables that say what stands as of some block. A sum over all rows, kept in {@code meta},
 * tells at every opening whether any of them is not as it was written. Not thread-safe.
 */
final class StoredTables {
  private final Path file;
  private final Connection connection;

  /** What each row adds to the sum. */
  private final Map<Long, Long> budgetSums = new HashMap<>();

  private final Map<String, Long> holdSums = new HashMap<>();
  private long checksum;

  StoredTables(Path file, Connection connection) {
    this.file = file;
    this.connection = connection;
  }

  /** Puts the tables into the books and returns the block that they are true of. */
  long load(Books books) throws SQLException {
    budgetSums.clear();
    holdSums.clear();
    checksum = 0;
    try (Statement statement = connection.createStatement()) {
      Rows.Meta meta = meta(statement);
      Map<Long, Tally> tallies = new HashMap<>();
      List<Tally> inOrder = new ArrayList<>();
      try (ResultSet rows = statement.executeQuery("SELECT seq, data FROM budget ORDER BY seq")) {
        while (rows.next()) {
          long seq = rows.getLong(1);
          String data = text(rows, "budget");
          note(budgetSums.put(seq, sum(seq, data)), sum(seq, data));
          Tally tally = read(() -> Rows.tally(seq, data), "budget " + seq);
          inOrder.add(tally);
          tallies.put(seq, tally);
        }
      }
      books.restore(meta.latest(), meta.nextSeq(), inOrder);
      try (ResultSet rows = statement.executeQuery("SELECT data, id FROM hold")) {
        while (rows.next()) {
          String data = text(rows, "hold");
          String id = String.valueOf(rows.getString(2));
          note(holdSums.put(id, sum(id, data)), sum(id, data));
          books.restore(read(() -> Rows.hold(id, data, tallies), "hold '" + id + "'"));
        }
      }
      if (checksum != meta.checksum()) {
        throw FileSetup.damaged(file, "its budgets and holds are not as they were written");
      }
      return meta.block();
    }
  }

  private Rows.Meta meta(Statement statement) throws SQLException {
    try (ResultSet row = statement.executeQuery("SELECT one, data FROM meta")) {
      if (!row.next()) {
        throw FileSetup.damaged(file, "its table meta is empty");
      }
      String data = text(row, "meta");
      return read(() -> Rows.meta(data), "meta");
    }
  }

  private String text(ResultSet row, String table) throws SQLException {
    String text = row.getString("data");
    if (text == null) {
      throw FileSetup.damaged(file, "a row of its table %s is empty".formatted(table));
    }
    return text;
  }

  private <T> T read(Supplier<T> reading, String what) {
    try {
      return reading.get();
    } catch (RuntimeException e) {
      throw FileSetup.damaged(file, what + " cannot be read", e);
    }
  }

  /** Writes what changed since the last time, within the caller's transaction. */
  void store(Books books, long block) throws SQLException {
    try (PreparedStatement put = prepare("INSERT OR REPLACE INTO budget VALUES (?, ?)");
        PreparedStatement remove = prepare("DELETE FROM budget WHERE seq = ?")) {
      for (Tally tally : books.changedTallies()) {
        PreparedStatement statement = tally.removed ? remove : put;
        statement.setLong(1, tally.seq);
        if (tally.removed) {
          note(budgetSums.remove(tally.seq), 0);
        } else {
          String data = Rows.tally(tally);
          put.setString(2, data);
          note(budgetSums.put(tally.seq, sum(tally.seq, data)), sum(tally.seq, data));
        }
        statement.addBatch();
      }
      put.executeBatch();
      remove.executeBatch();
    }
    storeHolds(books);
    try (PreparedStatement put = prepare("UPDATE meta SET data = ?")) {
      put.setString(
          1, Rows.meta(new Rows.Meta(block, books.latestMillis(), books.nextSeq(), checksum)));
      put.executeUpdate();
    }
  }

  private void storeHolds(Books books) throws SQLException {
    try (PreparedStatement put = prepare("INSERT OR REPLACE INTO hold VALUES (?, ?)");
        PreparedStatement remove = prepare("DELETE FROM hold WHERE id = ?")) {
      for (String id : books.changedHolds()) {
        OpenHold hold = books.hold(id);
        if (hold != null) {
          String data = Rows.hold(hold);
          note(holdSums.put(id, sum(id, data)), sum(id, data));
          put.setString(1, id);
          put.setString(2, data);
          put.addBatch();
        } else {
          Long stored = holdSums.remove(id);
          if (stored != null) {
            note(stored, 0);
            remove.setString(1, id);
            remove.addBatch();
          }
        }
      }
      put.executeBatch();
      remove.executeBatch();
    }
  }

  private PreparedStatement prepare(String sql) throws SQLException {
    return connection.prepareStatement(sql);
  }

  private void note(@Nullable Long before, long after) {
    checksum += after - (before == null ? 0 : before);
  }

  private static long sum(Object key, String data) {
    return Hashes.ofRow(key.toString(), data);
  }
}
