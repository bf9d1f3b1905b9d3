package dev.halftone.router;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Views as text: {@code in}, {@code g7} guessed for 7 more, {@code s7} said for 7 more. */
class EjectionTest {
  @ParameterizedTest
  @CsvSource({
    "in,          in",
    "g7,          g7",
    "s7,          s7",
    "in g7,       in g7",
    "g9 g7,       g9 early",
    "g9 s7,       g9 s7",
    "in g7 g9,    in early g9",
    "g9 g7 g8,    g9 early early",
    "g7 g7 g7 g7, early early g7 g7",
    "in g7 s9 s9, in g7 s9 s9",
    "g7 g8 s9 s9, early g8 s9 s9",
    "in in in g1, in in in g1",
  })
  void capped_routes_atMostHalfOfThoseThatCouldServeAreOutByGuess(String before, String after) {
    List<RouteView> views = views(before);

    assertThat(texts(Ejection.cappedByRoute(routes(views.size()), views))).isEqualTo(after);
  }

  @ParameterizedTest
  @CsvSource({
    "g7,       early",
    "s7,       s7",
    "s7 g9,    s7 early",
    "g7 g5,    g7 early",
    "s7 s9,    s7 s9",
  })
  void panicked_allOut_triesTheGuessThatWouldEndFirst(String before, String after) {
    List<RouteView> views = views(before);

    assertThat(texts(Ejection.panickedByRoute(routes(views.size()), views))).isEqualTo(after);
  }

  @Test
  void capped_severalCandidatesOfARoute_countAsOne() {
    List<Route> routes = List.of(route(0), route(0), route(0), route(1));

    assertThat(texts(Ejection.cappedByRoute(routes, views("g7 g7 g7 in"))))
        .isEqualTo("g7 g7 g7 in");
    assertThat(texts(Ejection.cappedByRoute(routes, views("g7 g7 g7 g9"))))
        .isEqualTo("early early early g9");
  }

  @Test
  void capped_nothingAmiss_isTheSameList() {
    List<RouteView> views = views("in s7 in");

    assertThat(Ejection.capped(List.of(), views)).isSameAs(views);
  }

  @Test
  void longer_guessAndFact_isAFact() {
    Block guess = new Block("guess", 9, true);
    Block fact = new Block("fact", 5);

    assertThat(Block.longer(guess, fact)).isEqualTo(new Block("guess", 9, false));
    assertThat(Block.longer(guess, new Block("other", 5, true))).isEqualTo(guess);
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8})
  void capped_anyRoutes_keepsItsShareAndOverrulesOnlyGuesses(long seed) {
    Random random = new Random(seed);
    for (int round = 0; round < 2_000; round++) {
      List<RouteView> views = new ArrayList<>();
      List<Route> routes = new ArrayList<>();
      for (int i = random.nextInt(12); i >= 0; i--) {
        int wait = random.nextInt(1, 50);
        views.add(
            view(
                switch (random.nextInt(3)) {
                  case 0 -> null;
                  case 1 -> new Block("g" + wait, wait, true);
                  default -> new Block("s" + wait, wait, false);
                }));
        routes.add(route(random.nextInt(6)));
      }
      List<RouteView> capped = Ejection.cappedByRoute(routes, views);

      Set<Route> in = new HashSet<>();
      Set<Route> able = new HashSet<>();
      for (int i = 0; i < views.size(); i++) {
        Block before = views.get(i).block();
        Block after = capped.get(i).block();
        if (before == null || before.guessed()) {
          able.add(routes.get(i));
        }
        if (after == null) {
          in.add(routes.get(i));
        }
        if (before == null || !before.guessed()) {
          assertThat(capped.get(i)).as("seed %d", seed).isSameAs(views.get(i));
        }
        if (capped.get(i).early()) {
          assertThat(capped.get(i).room()).as("seed %d", seed).isEqualTo(1);
        }
      }
      assertThat(able.size() - in.size())
          .as("seed %d", seed)
          .isLessThanOrEqualTo(Math.max(1, able.size() / 2));
    }
  }

  private static List<RouteView> views(String texts) {
    List<RouteView> views = new ArrayList<>();
    for (String text : texts.split(" ", -1)) {
      views.add(
          view(
              text.equals("in")
                  ? null
                  : new Block(text, Long.parseLong(text.substring(1)), text.startsWith("g"))));
    }
    return views;
  }

  private static RouteView view(@Nullable Block block) {
    return new RouteView(
        Forecast.declared(10), 0, 256, block == null ? 256 : 0, false, block, false);
  }

  private static String texts(List<RouteView> views) {
    List<String> texts = new ArrayList<>();
    for (RouteView view : views) {
      Block block = view.block();
      texts.add(block != null ? block.reason() : view.early() ? "early" : "in");
    }
    return String.join(" ", texts);
  }

  private static List<Route> routes(int count) {
    List<Route> routes = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      routes.add(route(i));
    }
    return routes;
  }

  private static Route route(int i) {
    return new Route("p" + i, "m");
  }
}
