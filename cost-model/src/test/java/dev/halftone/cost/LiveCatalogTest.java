package dev.halftone.cost;

import static dev.halftone.cost.Specs.TODAY;
import static dev.halftone.cost.Specs.spec;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LiveCatalogTest {
  @TempDir Path folder;

  private final LiveCatalog live = new LiveCatalog(PriceCatalog.shipped());
  private final CostEstimator estimator = CostEstimator.of(live);

  private Path file(String name, String json) throws IOException {
    return Files.writeString(folder.resolve(name), json);
  }

  private Usd price(String list) {
    return estimator.quote(list, "gpt-image-2", spec("1024x1024", "high"), TODAY).expected();
  }

  @Test
  void reload_goodFiles_areSeenByTheNextQuote() throws IOException {
    assertThatExceptionOfType(QuoteException.class).isThrownBy(() -> price("wavespeed"));
    PriceCatalog now =
        live.reload(
            PriceCatalog.shipped(),
            List.of(file("grid.json", Overlays.WAVESPEED), file("p.json", Overlays.PARAMETER)));
    assertThat(price("wavespeed")).isEqualTo(Usd.parse("0.22"));
    assertThat(price("house")).isEqualTo(Usd.parse("0.211"));
    assertThat(estimator.catalog()).isSameAs(now).isSameAs(live.get());
    live.replace(PriceCatalog.shipped());
    assertThatExceptionOfType(QuoteException.class).isThrownBy(() -> price("house"));
  }

  @Test
  void reload_oneBadFile_isRefusedLoudlyAndChangesNothing() throws IOException {
    live.reload(PriceCatalog.shipped(), List.of(file("grid.json", Overlays.WAVESPEED)));
    PriceCatalog before = live.get();
    Path bad = file("bad.json", Overlays.PARAMETER.replace("\"30\"", "\"-30\""));
    assertThatExceptionOfType(CatalogException.class)
        .isThrownBy(
            () ->
                live.reload(
                    PriceCatalog.shipped(), List.of(file("x.json", Overlays.PARAMETER), bad)))
        .withMessageContaining("bad.json, line 4, prices[0].usd_per_million.image_output");
    assertThat(live.get()).isSameAs(before);
    assertThat(price("wavespeed")).isEqualTo(Usd.parse("0.22"));
    assertThatExceptionOfType(CatalogException.class)
        .isThrownBy(
            () -> live.reload(PriceCatalog.shipped(), List.of(folder.resolve("none.json"))));
    assertThat(live.get()).isSameAs(before);
  }
}
