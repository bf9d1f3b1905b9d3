package dev.halftone.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.halftone.budget.LedgerEntry;
import dev.halftone.budget.Scope;
import dev.halftone.cost.Usd;
import java.io.IOException;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LineIndexTest {
  private static final Scope TEAM = Scope.parse("team:growth");
  private static final int IDS_OF_BLOCK = 4;

  @TempDir Path folder;
  private Connection connection;
  private LineIndex index;
  private long blocks;

  @BeforeEach
  void open() throws IOException, SQLException {
    Path file = folder.resolve("ledger.db");
    FileSetup.ensure(file);
    connection = FileSetup.connect(file, false);
    connection.setAutoCommit(false);
    index = new LineIndex(file, connection);
    index.load();
  }

  @AfterEach
  void close() throws SQLException {
    connection.close();
  }

  @Test
  void find_anyIdAndScope_isRightWhileRunsGoToTheTable() throws SQLException {
    for (int store = 0; store < 3 * LineIndex.RANGES; store++) {
      addBlocks(3);
      index.store();
      assertAllAreFound();
    }
    assertThat(count("run")).isEqualTo(LineIndex.RANGES - 1);
    index.load();
    assertAllAreFound();
    addBlocks(1);
    assertAllAreFound();
  }

  @Test
  void load_afterAFailedStore_hasWhatWasCommitted() throws SQLException {
    for (int store = 0; store < LineIndex.RANGES; store++) {
      addBlocks(2);
      index.store();
    }
    connection.commit();
    long before = blocks;
    addBlocks(2);
    index.store();
    connection.rollback();
    index.load();
    blocks = before;
    assertAllAreFound();
    assertThat(index.find(Set.of(Hashes.ofId(id(before + 1, 0))))).isEmpty();
    addBlocks(2);
    index.store();
    assertAllAreFound();
  }

  @Test
  void find_longTable_isRightBeforeAllOfItIsSifted() throws SQLException {
    while (count("found") < 3 * LineIndex.SIFTED_AT_ONCE) {
      addBlocks(200);
      index.store();
    }
    index.load();
    for (int store = 0; store < 5; store++) {
      for (long block = 1; block <= blocks; block += 97) {
        assertThat(index.find(Set.of(Hashes.ofId(id(block, 0))))).containsExactly(block);
      }
      assertThat(index.find(Set.of(Hashes.ofId("new" + store)))).isEmpty();
      addBlocks(1);
      index.store();
    }
  }

  @Test
  void load_damagedRun_saysSo() throws SQLException {
    addBlocks(1);
    index.store();
    run("UPDATE run SET pairs = CAST(x'00' || substr(pairs, 2) AS BLOB)");
    assertThatThrownBy(() -> index.load())
        .isInstanceOf(LedgerFileException.class)
        .hasMessageContainingAll("ledger.db", "damaged", "run 1", "restore a copy");
  }

  @Test
  void load_missingRun_saysSo() throws SQLException {
    for (int store = 0; store < 3; store++) {
      addBlocks(1);
      index.store();
    }
    run("DELETE FROM run WHERE number = 2");
    assertThatThrownBy(() -> index.load()).hasMessageContainingAll("damaged", "run 2", "missing");
  }

  private void addBlocks(int count) {
    for (int i = 0; i < count; i++) {
      long number = ++blocks;
      List<Line> lines =
          Stream.iterate(0, n -> n + 1)
              .limit(IDS_OF_BLOCK)
              .map(n -> new Line(entry(id(number, n)), 0))
              .toList();
      index.add(new Block(number, 0, lines, Map.of()));
    }
  }

  private static String id(long block, int n) {
    return "id" + block + "-" + n;
  }

  private static LedgerEntry entry(String id) {
    return new LedgerEntry(
        Instant.EPOCH,
        LedgerEntry.Kind.RELEASED,
        id,
        List.of(TEAM),
        Usd.ZERO,
        Usd.ZERO,
        null,
        null);
  }

  private void assertAllAreFound() throws SQLException {
    for (long block = 1; block <= blocks; block++) {
      for (int n = 0; n < IDS_OF_BLOCK; n++) {
        assertThat(index.find(Set.of(Hashes.ofId(id(block, n))))).containsExactly(block);
      }
    }
    Set<Long> all = new TreeSet<>(LongStream.rangeClosed(1, blocks).boxed().toList());
    assertThat(index.find(Set.of(Hashes.ofScope(TEAM)))).isEqualTo(all);
  }

  private long count(String table) throws SQLException {
    try (Statement statement = connection.createStatement();
        ResultSet row = statement.executeQuery("SELECT count(*) FROM " + table)) {
      row.next();
      return row.getLong(1);
    }
  }

  private void run(String sql) throws SQLException {
    try (Statement statement = connection.createStatement()) {
      statement.execute(sql);
    }
  }
}
