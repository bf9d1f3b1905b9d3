package dev.halftone.store;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.halftone.budget.Budget;
import dev.halftone.budget.LedgerEntry;
import dev.halftone.budget.LedgerEntry.Kind;
import dev.halftone.budget.Scope;
import dev.halftone.budget.Window;
import dev.halftone.cost.Usd;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class RowsTest {
  private static final Scope TEAM = Scope.parse("team:growth");
  private static final Scope RUN = Scope.parse("run:nightly-42");

  @Test
  void lines_ofEveryShape_areReadAsTheyWere() {
    Budget budget =
        new Budget(
            TEAM,
            Usd.ofNanos(Long.MAX_VALUE),
            new Window.Rolling(Duration.ofHours(2)),
            List.of(80, 95));
    List<Line> lines =
        List.of(
            new Line(entry(Kind.BUDGET_SET, "", List.of(TEAM), Long.MAX_VALUE, null, budget), 0),
            new Line(entry(Kind.RESERVED, "a", List.of(RUN, TEAM), 7, null, null), 99),
            new Line(entry(Kind.CARVED, "b", List.of(), 0, "a", null), 0),
            new Line(
                entry(
                    Kind.SETTLED, "\"\\\n\u0001\u00e9\u6f22\ud83d\ude00", List.of(), 1, null, null),
                -1));
    assertThat(Rows.lines(text(lines))).isEqualTo(lines);
    assertThat(Rows.lines(text(List.of()))).isEmpty();
  }

  @Test
  void lines_ofAReservation_areJsonThatAShellCanRead() throws IOException {
    List<Line> lines =
        List.of(new Line(entry(Kind.RESERVED, "a", List.of(TEAM), 7, null, null), 99));
    assertThat(new ObjectMapper().readTree(text(lines)).toString())
        .isEqualTo(
            "[{\"at\":5,\"kind\":\"RESERVED\",\"id\":\"a\",\"scopes\":[\"team:growth\"],"
                + "\"amount\":7,\"charged\":3,\"until\":99}]");
  }

  private static String text(List<Line> lines) {
    return new String(Rows.lines(lines), StandardCharsets.UTF_8);
  }

  private static LedgerEntry entry(
      Kind kind,
      String id,
      List<Scope> scopes,
      long amount,
      @Nullable String origin,
      @Nullable Budget budget) {
    return new LedgerEntry(
        Instant.ofEpochMilli(5),
        kind,
        id,
        scopes,
        Usd.ofNanos(amount),
        Usd.ofNanos(3),
        origin,
        budget);
  }
}
