package dev.halftone.store;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Arrays;
import org.sqlite.SQLiteConfig;

/** Makes new ledger files, tells them from other files, and connects to them. */
final class FileSetup {
  /** {@code HLFT}, in the header of every file of ours. */
  static final int APPLICATION_ID = 0x484c4654;

  /** Of the tables below; a newer one is refused. */
  static final int VERSION = 2;

  private static final int HEADER_BYTES = 100;
  private static final int VERSION_AT = 60;
  private static final int APPLICATION_ID_AT = 68;
  private static final byte[] MAGIC = "SQLite format 3\0".getBytes(StandardCharsets.US_ASCII);
  private static final int BUSY_MILLIS = 5_000;

  private static final String[] TABLES = {
    "CREATE TABLE meta (one INTEGER PRIMARY KEY CHECK (one = 1), data TEXT NOT NULL)",
    "CREATE TABLE budget (seq INTEGER PRIMARY KEY, data TEXT NOT NULL)",
    "CREATE TABLE hold (id TEXT PRIMARY KEY, data TEXT NOT NULL) WITHOUT ROWID",
    "CREATE TABLE block (number INTEGER PRIMARY KEY, at INTEGER NOT NULL, lines TEXT NOT NULL,"
        + " refusals TEXT NOT NULL, crc INTEGER NOT NULL)",
    "CREATE TABLE found (hash INTEGER NOT NULL, block INTEGER NOT NULL,"
        + " PRIMARY KEY (hash, block)) WITHOUT ROWID",
    "CREATE TABLE run (number INTEGER PRIMARY KEY, pairs BLOB NOT NULL, crc INTEGER NOT NULL)",
    "CREATE VIEW line AS SELECT block.number AS block, line.key AS line,"
        + " line.value ->> 'at' AS at_ms, line.value ->> 'kind' AS kind, line.value ->> 'id' AS id,"
        + " line.value -> 'scopes' AS scopes, line.value ->> 'amount' AS amount_nanos,"
        + " line.value ->> 'charged' AS charged_nanos, line.value ->> 'origin' AS origin"
        + " FROM block, json_each(block.lines) AS line",
  };

  private FileSetup() {}

  /** Makes the file if there is none, at once and whole; else makes sure that it is a ledger. */
  static void ensure(Path file) throws IOException, SQLException {
    if (Files.exists(file)) {
      check(file);
      return;
    }
    Path wal = file.resolveSibling(file.getFileName() + "-wal");
    if (Files.exists(wal)) {
      throw new LedgerFileException(
          "ledger %s is gone, but %s is there; put the ledger back beside it, or move it away"
              .formatted(file, wal.getFileName()));
    }
    Path unfinished = file.resolveSibling(file.getFileName() + ".new");
    Files.deleteIfExists(unfinished);
    try (Connection connection = connect(unfinished, false);
        Statement statement = connection.createStatement()) {
      statement.execute("PRAGMA synchronous = FULL");
      statement.execute("PRAGMA application_id = " + APPLICATION_ID);
      statement.execute("PRAGMA user_version = " + VERSION);
      for (String table : TABLES) {
        statement.execute(table);
      }
      String empty = Rows.meta(new Rows.Meta(0, Long.MIN_VALUE, 0, 0));
      statement.execute("INSERT INTO meta VALUES (1, '" + empty + "')");
      statement.execute("PRAGMA journal_mode = WAL");
    }
    Files.move(unfinished, file, StandardCopyOption.ATOMIC_MOVE);
    Path folder = file.toAbsolutePath().getParent();
    if (folder != null) {
      try (FileChannel channel = FileChannel.open(folder, StandardOpenOption.READ)) {
        channel.force(true);
      }
    }
  }

  private static void check(Path file) throws IOException {
    ByteBuffer header = ByteBuffer.allocate(HEADER_BYTES);
    try (FileChannel channel = FileChannel.open(file, StandardOpenOption.READ)) {
      int read = channel.read(header);
      while (read >= 0 && header.hasRemaining()) {
        read = channel.read(header);
      }
    }
    if (header.position() == 0) {
      throw new LedgerFileException(
          "ledger %s is empty, which a ledger never is; restore a copy of it, or delete it to begin"
                  .formatted(file)
              + " a new one");
    }
    byte[] start = new byte[MAGIC.length];
    header.get(0, start);
    if (header.hasRemaining() || !Arrays.equals(start, MAGIC)) {
      throw new LedgerFileException(
          "%s is not a ledger, or its beginning is damaged; it was left as it is: name another file,"
                  .formatted(file)
              + " or restore a copy");
    }
    if (header.getInt(APPLICATION_ID_AT) != APPLICATION_ID) {
      throw new LedgerFileException(
          "%s is an SQLite database of another program; it was left as it is: name another file"
              .formatted(file));
    }
    int version = header.getInt(VERSION_AT);
    if (version != VERSION) {
      throw new LedgerFileException(
          "ledger %s has format %d; this release reads format %d: use the release that wrote it"
              .formatted(file, version, VERSION));
    }
  }

  static Connection connect(Path file, boolean readOnly) throws SQLException {
    SQLiteConfig config = new SQLiteConfig();
    config.setReadOnly(readOnly);
    config.setBusyTimeout(BUSY_MILLIS);
    // No table has any, and asking for them costs a query after each insertion.
    config.setGetGeneratedKeys(false);
    return DriverManager.getConnection("jdbc:sqlite:" + file, config.toProperties());
  }

  /** A sentence for a failure of SQLite, with the remedy. */
  static LedgerFileException failure(Path file, String doing, Throwable cause) {
    if (cause instanceof LedgerFileException told) {
      return told;
    }
    String text = String.valueOf(cause.getMessage());
    if (text.contains("SQLITE_CORRUPT") || text.contains("SQLITE_NOTADB")) {
      return damaged(file, text, cause);
    }
    String remedy =
        text.contains("SQLITE_FULL")
            ? "make room on the disk or raise the ledger's limit of bytes"
            : "see to the disk and to the rights on the file and its folder";
    return new LedgerFileException(
        "ledger %s: %s failed (%s); %s, then try again: nothing was held or charged by this step"
            .formatted(file, doing, text, remedy),
        cause);
  }

  static LedgerFileException damaged(Path file, String what, Throwable cause) {
    LedgerFileException failure = damaged(file, what);
    failure.initCause(cause);
    return failure;
  }

  static LedgerFileException damaged(Path file, String what) {
    return new LedgerFileException(
        ("ledger %s is damaged: %s; restore a copy of it (with its -wal file, or none), or rescue"
                + " what is readable with: sqlite3 %s .recover")
            .formatted(file, what, file));
  }
}
