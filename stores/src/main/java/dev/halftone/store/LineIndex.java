package dev.halftone.store;

import dev.halftone.budget.LedgerEntry;
import dev.halftone.budget.Scope;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;

/**
 * In which blocks the lines of an id or a scope are: pairs of a hash and a block. Not thread-safe.
 *
 * <p>Hashes come in no order, so to put each into the table {@code found} when it is new would
 * write about one page for each. Instead, new pairs wait in memory and, so that opening need not
 * read their blocks again, together in a row of the table {@code run}. Each time, one of {@value
 * #RANGES} ranges of hashes goes from memory to {@code found}, {@value #RANGES} times as many to a
 * page; so after as many times a run is all there, and its row is deleted.
 */
final class LineIndex {
  static final int RANGES = 32;
  static final int SIFTED_AT_ONCE = 8_192;
  static final String ALL_RUNS = "SELECT number, pairs, crc FROM run ORDER BY number";

  private static final int RANGE_SHIFT = Long.SIZE - Integer.numberOfTrailingZeros(RANGES);
  private static final int PAIR_BYTES = 2 * Long.BYTES;

  private final Path file;
  private final Connection connection;
  private final PreparedStatement lookUp;
  private final List<PairSet> waiting = Stream.generate(PairSet::new).limit(RANGES).toList();

  /** Of {@link #waiting}, those that no run has yet. */
  private final List<long[]> sinceRun = new ArrayList<>();

  private long lastRun;

  /** Of all hashes, so that new ones need no look at the disk, once it is whole. */
  private Sieve sieve = new Sieve(Sieve.MOST_BITS);

  private boolean isSieveWhole;

  /** The last pair of {@code found} that the sieve has, while it is not whole. */
  private long[] sifted = {Long.MIN_VALUE, 0};

  LineIndex(Path file, Connection connection) throws SQLException {
    this.file = file;
    this.connection = connection;
    this.lookUp =
        connection.prepareStatement(
            "SELECT hash, block FROM found WHERE hash IN (SELECT value FROM json_each(?))");
  }

  /** Forgets everything and reads the runs again. */
  void load() throws SQLException {
    waiting.forEach(PairSet::takeAll);
    sinceRun.clear();
    lastRun = 0;
    sieve = new Sieve(Sieve.MOST_BITS);
    sifted = new long[] {Long.MIN_VALUE, 0};
    isSieveWhole = false;
    try (Statement statement = connection.createStatement();
        ResultSet rows = statement.executeQuery(ALL_RUNS)) {
      while (rows.next()) {
        ByteBuffer pairs = pairs(file, rows);
        while (pairs.hasRemaining()) {
          long hash = pairs.getLong();
          sieve.add(hash);
          waiting(hash).add(hash, pairs.getLong());
        }
        if (lastRun != 0 && rows.getLong(1) != lastRun + 1) {
          throw FileSetup.damaged(file, "run %d of its index is missing".formatted(lastRun + 1));
        }
        lastRun = rows.getLong(1);
      }
    }
    siftMore();
  }

  /** The pairs in a row of {@link #ALL_RUNS}, after making sure that they are as written. */
  static ByteBuffer pairs(Path file, ResultSet row) throws SQLException {
    long number = row.getLong(1);
    byte[] pairs = row.getBytes(2);
    if (pairs == null
        || pairs.length % PAIR_BYTES != 0
        || row.getLong(3) != Hashes.checkOf(number, pairs)) {
      throw FileSetup.damaged(file, "run %d of its index is not as written".formatted(number));
    }
    return ByteBuffer.wrap(pairs);
  }

  /** Adds the lines of a block, in memory. */
  void add(Block block) {
    Set<Scope> scopes = new HashSet<>();
    for (Line line : block.lines()) {
      LedgerEntry entry = line.entry();
      add(Hashes.ofId(entry.id()), block.number());
      if (entry.origin() != null) {
        add(Hashes.ofId(entry.origin()), block.number());
      }
      for (Scope scope : entry.scopes()) {
        if (scopes.add(scope)) {
          add(Hashes.ofScope(scope), block.number());
        }
      }
    }
  }

  private void add(long hash, long block) {
    sieve.add(hash);
    if (waiting(hash).add(hash, block)) {
      sinceRun.add(new long[] {hash, block});
    }
  }

  private PairSet waiting(long hash) {
    return waiting.get((int) (hash >>> RANGE_SHIFT));
  }

  /** The blocks of any of these hashes, in order; some may be of none. */
  Set<Long> find(Set<Long> hashes) throws SQLException {
    Set<Long> maybe = new HashSet<>();
    for (Long hash : hashes) {
      if (!isSieveWhole || sieve.mayHave(hash)) {
        maybe.add(hash);
      }
    }
    if (maybe.isEmpty()) {
      return Set.of();
    }
    Set<Long> blocks = new TreeSet<>();
    maybe.forEach(hash -> waiting(hash).blocksOf(hash, blocks::add));
    lookUp.setString(1, Rows.numbers(maybe));
    try (ResultSet rows = lookUp.executeQuery()) {
      while (rows.next()) {
        blocks.add(rows.getLong(2));
      }
    }
    return blocks;
  }

  /** Writes what is new, within the caller's transaction; if that fails, {@link #load} again. */
  void store() throws SQLException {
    if (sinceRun.isEmpty()) {
      return;
    }
    lastRun++;
    ByteBuffer run = ByteBuffer.allocate(sinceRun.size() * PAIR_BYTES);
    sinceRun.forEach(pair -> run.putLong(pair[0]).putLong(pair[1]));
    sinceRun.clear();
    try (PreparedStatement put = connection.prepareStatement("INSERT INTO run VALUES (?, ?, ?)")) {
      put.setLong(1, lastRun);
      put.setBytes(2, run.array());
      put.setLong(3, Hashes.checkOf(lastRun, run.array()));
      put.executeUpdate();
    }
    // A pair that an opened run brought again may be there already.
    try (PreparedStatement put =
        connection.prepareStatement("INSERT OR IGNORE INTO found VALUES (?, ?)")) {
      for (long[] pair : waiting.get((int) (lastRun % RANGES)).takeAll()) {
        put.setLong(1, pair[0]);
        put.setLong(2, pair[1]);
        put.addBatch();
      }
      put.executeBatch();
    }
    try (PreparedStatement old = connection.prepareStatement("DELETE FROM run WHERE number <= ?")) {
      old.setLong(1, lastRun - RANGES + 1);
      old.executeUpdate();
    }
    siftMore();
  }

  /** Takes some more of {@code found} into the sieve, so that opening need not read all of it. */
  private void siftMore() throws SQLException {
    if (isSieveWhole) {
      return;
    }
    try (PreparedStatement next =
        connection.prepareStatement(
            "SELECT hash, block FROM found WHERE (hash, block) > (?, ?) ORDER BY hash, block"
                + " LIMIT "
                + SIFTED_AT_ONCE)) {
      next.setLong(1, sifted[0]);
      next.setLong(2, sifted[1]);
      int count = 0;
      try (ResultSet rows = next.executeQuery()) {
        for (; rows.next(); count++) {
          sifted[0] = rows.getLong(1);
          sifted[1] = rows.getLong(2);
          sieve.add(sifted[0]);
        }
      }
      isSieveWhole = count < SIFTED_AT_ONCE;
    }
  }
}
