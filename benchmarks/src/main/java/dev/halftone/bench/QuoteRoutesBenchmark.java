package dev.halftone.bench;

import dev.halftone.cost.CostEstimator;
import dev.halftone.cost.ImageSpec;
import dev.halftone.cost.ModelCard;
import dev.halftone.cost.PriceCatalog;
import dev.halftone.cost.Quality;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.infra.Blackhole;

/**
 * Question: what does it cost to quote one request on every route: {@value #ROUTES} of price list,
 * model and quality in the shipped catalogue?
 *
 * <p>Baseline: the bare formula as often, at each route's rate. Models without a formula are looked
 * up by the estimator and worked out by the baseline, so the two are equal in number, not in sum.
 */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
public class QuoteRoutesBenchmark {
  static final int ROUTES = 40;

  private final LocalDate day = LocalDate.of(2026, 11, 20);
  private final CostEstimator estimator = CostEstimator.of(PriceCatalog.shipped());
  private final List<Route> routes = routes();
  private long edge = 1024;
  private long factor = 96;

  private record Route(String priceList, String model, ImageSpec spec, long rate) {}

  @Benchmark
  public void baselineFormula(Blackhole sink) {
    for (int i = 0; i < ROUTES; i++) {
      Route route = routes.get(i);
      sink.consume(TokenFormula.tokens(edge, edge, factor) * route.rate);
    }
  }

  @Benchmark
  public void quote(Blackhole sink) {
    for (int i = 0; i < ROUTES; i++) {
      Route route = routes.get(i);
      sink.consume(estimator.quote(route.priceList, route.model, route.spec, day));
    }
  }

  private List<Route> routes() {
    PriceCatalog catalog = PriceCatalog.shipped();
    List<Route> found = new ArrayList<>();
    // Lists billed by the token, without rounding: the same question as in earlier results.
    for (String priceList : List.of("azure-foundry", "openai", "vercel-ai-gateway")) {
      for (String model : catalog.aliveModels(priceList, day)) {
        ModelCard card = Objects.requireNonNull(catalog.model(model));
        long rate =
            Objects.requireNonNull(
                    Objects.requireNonNull(catalog.price(priceList, model, day))
                        .rates()
                        .imageOutput())
                .nanos();
        for (Quality quality : card.qualities()) {
          ImageSpec spec = ImageSpec.builder().quality(quality).prompt(18, 70).build();
          found.add(new Route(priceList, model, spec, rate));
        }
      }
    }
    if (found.size() < ROUTES) {
      throw new IllegalStateException("the catalogue has only %d routes".formatted(found.size()));
    }
    return List.copyOf(found.subList(0, ROUTES));
  }
}
