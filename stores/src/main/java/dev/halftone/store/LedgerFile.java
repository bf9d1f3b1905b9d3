package dev.halftone.store;

import dev.halftone.budget.LedgerEntry;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * The writer's connection to the file. Not thread-safe; everything here blocks on the disk.
 *
 * <p>Each batch adds one row to {@code block}, and that commit is what makes it durable. The tables
 * {@code budget} and {@code hold} and the {@link LineIndex} are brought up to date only every
 * {@value #STORE_EVERY} lines, in one commit with {@code meta}, which says up to which block they
 * are true; {@link #load} makes the changes of the blocks after it again. So a commit writes
 * little, and opening reads little, however long the history.
 */
final class LedgerFile implements AutoCloseable {
  static final int STORE_EVERY = 8_192;

  private final Path file;
  private final Connection connection;
  private final PreparedStatement insertBlock;
  private final PreparedStatement readBlock;
  private final StoredTables tables;
  private final LineIndex index;
  private long nextBlock;
  private int linesSinceStored;

  private LedgerFile(Path file, Connection connection) throws SQLException {
    this.file = file;
    this.connection = connection;
    this.insertBlock =
        connection.prepareStatement("INSERT INTO block VALUES (?, ?, CAST(? AS TEXT), ?, ?)");
    this.readBlock = connection.prepareStatement("SELECT * FROM block WHERE number = ?");
    this.tables = new StoredTables(file, connection);
    this.index = new LineIndex(file, connection);
  }

  /**
   * Opens a file, which is made if there is none.
   *
   * @param maxBytes beyond which it does not grow
   */
  static LedgerFile open(Path file, long maxBytes) throws IOException, SQLException {
    FileSetup.ensure(file);
    Connection connection = FileSetup.connect(file, false);
    try (Statement statement = connection.createStatement()) {
      statement.execute("PRAGMA journal_mode = WAL");
      statement.execute("PRAGMA synchronous = FULL");
      statement.execute("PRAGMA cell_size_check = ON");
      statement.execute("PRAGMA cache_size = -32768");
      statement.execute("PRAGMA wal_autocheckpoint = 2000");
      try (ResultSet size = statement.executeQuery("PRAGMA page_size")) {
        long pages = maxBytes / size.getLong(1);
        statement.execute("PRAGMA max_page_count = " + Math.min(pages, Integer.MAX_VALUE - 2));
      }
      return new LedgerFile(file, connection);
    } catch (SQLException | RuntimeException e) {
      connection.close();
      throw e;
    }
  }

  /** Reads what is on disk, at the first opening and after a commit that failed. */
  Books load() throws SQLException {
    linesSinceStored = 0;
    index.load();
    Books books = new Books();
    nextBlock = tables.load(books) + 1;
    try (Statement statement = connection.createStatement()) {
      try (ResultSet rows =
          statement.executeQuery(
              "SELECT * FROM block WHERE number >= " + nextBlock + " ORDER BY number")) {
        while (rows.next()) {
          Block block = block(file, rows);
          if (block.number() != nextBlock) {
            throw FileSetup.damaged(file, "block %d is missing".formatted(nextBlock));
          }
          replay(books, block);
          added(block);
        }
      }
      try (ResultSet last = statement.executeQuery("SELECT ifnull(max(number), 0) FROM block")) {
        if (last.getLong(1) != nextBlock - 1) {
          throw FileSetup.damaged(file, "the last block is not %d".formatted(nextBlock - 1));
        }
      }
    }
    return books;
  }

  private void replay(Books books, Block block) {
    try {
      books.replay(block);
    } catch (IllegalStateException | ArithmeticException e) {
      throw FileSetup.damaged(
          file, "block %d does not follow: %s".formatted(block.number(), e.getMessage()), e);
    }
  }

  private void added(Block block) {
    index.add(block);
    linesSinceStored += block.lines().size() + block.refusals().size();
    nextBlock = block.number() + 1;
  }

  /** The number of the block that the next commit writes. */
  long nextBlock() {
    return nextBlock;
  }

  /** Writes the batch, and what it changed if that is due. On return it is on disk for good. */
  void commit(Books books, Block block) throws SQLException {
    boolean store = linesSinceStored + block.lines().size() >= STORE_EVERY;
    if (store) {
      connection.setAutoCommit(false);
    }
    insert(block);
    added(block);
    if (store) {
      store(books);
    }
  }

  private void insert(Block block) throws SQLException {
    byte[] lines = Rows.lines(block.lines());
    String refusals = Rows.refusals(block.refusals());
    insertBlock.setLong(1, block.number());
    insertBlock.setLong(2, block.atMillis());
    insertBlock.setBytes(3, lines);
    insertBlock.setString(4, refusals);
    insertBlock.setLong(5, Hashes.checkOf(block.number(), block.atMillis(), lines, refusals));
    insertBlock.executeUpdate();
  }

  private void store(Books books) throws SQLException {
    tables.store(books, nextBlock - 1);
    index.store();
    connection.commit();
    connection.setAutoCommit(true);
    books.stored();
    linesSinceStored = 0;
  }

  /** Gives up what a failed commit began. */
  void rollBack() throws SQLException {
    if (!connection.getAutoCommit()) {
      connection.rollback();
      connection.setAutoCommit(true);
    }
  }

  /** How the holds with these ids began, as far as the index has them. */
  Collection<Birth> find(Set<String> ids) throws SQLException {
    Set<Long> hashes = new HashSet<>();
    ids.forEach(id -> hashes.add(Hashes.ofId(id)));
    Set<String> missing = new HashSet<>(ids);
    List<Birth> births = new ArrayList<>(0);
    for (Long number : index.find(hashes)) {
      if (!missing.isEmpty()) {
        births(number, missing, births);
      }
    }
    return births;
  }

  private void births(long number, Set<String> missing, List<Birth> births) throws SQLException {
    readBlock.setLong(1, number);
    try (ResultSet row = readBlock.executeQuery()) {
      if (!row.next()) {
        throw FileSetup.damaged(file, "block %d is missing".formatted(number));
      }
      for (Line line : block(file, row).lines()) {
        LedgerEntry entry = line.entry();
        Birth birth = Birth.of(entry);
        if (birth != null && missing.remove(birth.id())) {
          births.add(birth);
        }
      }
    }
  }

  /** Reads a row of the table {@code block} and makes sure that it is as it was written. */
  static Block block(Path file, ResultSet row) throws SQLException {
    long number = row.getLong(1);
    long at = row.getLong(2);
    String lines = row.getString(3);
    String refusals = row.getString(4);
    if (lines == null
        || refusals == null
        || row.getLong(5)
            != Hashes.checkOf(number, at, lines.getBytes(StandardCharsets.UTF_8), refusals)) {
      throw FileSetup.damaged(file, "block %d is not as it was written".formatted(number));
    }
    return new Block(number, at, Rows.lines(lines), Rows.refusals(refusals));
  }

  /** Brings all tables up to date and empties the log beside the file: it is whole by itself. */
  void finish(Books books) throws SQLException {
    connection.setAutoCommit(false);
    store(books);
    // Closing alone does so only if the reader has no connection any more.
    try (Statement statement = connection.createStatement()) {
      statement.execute("PRAGMA wal_checkpoint(TRUNCATE)");
    }
  }

  @Override
  public void close() throws SQLException {
    connection.close();
  }
}
