package dev.halftone.cost;

import static dev.halftone.cost.Specs.TODAY;
import static org.assertj.core.api.Assertions.assertThat;

import java.time.LocalDate;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PriceCatalogTest {
  private final PriceCatalog catalog = PriceCatalog.shipped();

  /** The price table of OpenAI, and what other lists show of it; dollars a million tokens. */
  @ParameterizedTest
  @CsvSource({
    "openai, gpt-image-2.6-flare, 5, 8, 30",
    "openai, gpt-image-2.6-sunburst, 5, 8, 30",
    "openai, gpt-image-2.5-flare, 5, 8, 30",
    "openai, gpt-image-2.5-sunburst, 5, 8, 30",
    "openai, gpt-image-2, 5, 8, 30",
    "openai, gpt-image-1.5, 5, 8, 32",
    "openai, chatgpt-image-latest, 5, 8, 32",
    "openai, gpt-image-1, 5, 10, 40",
    "openai, gpt-image-1-mini, 2, 2.5, 8",
    "azure-foundry, gpt-image-2, 5, 8, 30",
    "azure-foundry, gpt-image-1.5, 5, 8, 32",
    "azure-foundry, gpt-image-1-mini, 2, 2.5, 8",
    "vercel-ai-gateway, gpt-image-2, 5, 8, 30",
    "vercel-ai-gateway, gpt-image-1.5, 5, 8, 32",
    "vercel-ai-gateway, gpt-image-1-mini, 2, 2.5, 8",
  })
  void price_shippedEntry_isThatOfTheSource(
      String list, String model, String textInput, String imageInput, String imageOutput) {
    Price price = Objects.requireNonNull(catalog.price(list, model, TODAY));
    Rates rates = price.rates();
    assertThat(rates.textInput().times(1_000_000)).isEqualTo(Usd.parse(textInput));
    assertThat(Objects.requireNonNull(rates.imageInput()).times(1_000_000))
        .isEqualTo(Usd.parse(imageInput));
    assertThat(rates.imageOutput().times(1_000_000)).isEqualTo(Usd.parse(imageOutput));
  }

  @Test
  void batch_everyEntryThatHasOne_isHalf() {
    assertThat(catalog.prices()).anyMatch(price -> price.batch() != null);
    for (Price price : catalog.prices()) {
      BatchPrice batch = price.batch();
      if (batch != null) {
        assertThat(price.priceList()).isEqualTo("openai");
        assertThat(batch.rates().textInput().times(2)).isEqualTo(price.rates().textInput());
        assertThat(batch.rates().imageOutput().times(2)).isEqualTo(price.rates().imageOutput());
      }
    }
  }

  @Test
  void lookups_unknownNames_areNull() {
    assertThat(catalog.model("gpt-image-9")).isNull();
    assertThat(catalog.price("openai", "gpt-image-9", TODAY)).isNull();
    assertThat(catalog.price("nowhere", "gpt-image-2", TODAY)).isNull();
    assertThat(catalog.price("azure-foundry", "gpt-image-2.5-flare", TODAY)).isNull();
    assertThat(catalog.priceLists())
        .containsExactly("azure-foundry", "openai", "vercel-ai-gateway");
  }

  @Test
  void alive_perList_followsItsOwnShutdowns() {
    assertThat(catalog.aliveModels("openai", LocalDate.of(2026, 12, 1)))
        .containsExactly(
            "gpt-image-2.6-flare",
            "gpt-image-2.6-sunburst",
            "gpt-image-2.5-flare",
            "gpt-image-2.5-sunburst",
            "gpt-image-2");
    assertThat(catalog.aliveModels("azure-foundry", LocalDate.of(2026, 12, 1)))
        .containsExactly("gpt-image-2", "gpt-image-1.5", "gpt-image-1-mini");
    assertThat(catalog.isAlive("openai", "gpt-image-2-2026-04-21", TODAY)).isTrue();
    assertThat(catalog.isAlive("openai", "gpt-image-1", TODAY)).isFalse();
    assertThat(catalog.shutdown("azure-foundry", "gpt-image-2")).isEqualTo("2027-04-21");
    assertThat(catalog.shutdown("openai", "gpt-image-2")).isNull();
    assertThat(catalog.shutdown("vercel-ai-gateway", "gpt-image-1.5")).isEqualTo("2026-12-01");
  }

  @Test
  void problems_elevenDaysBeforeTheShutdown_nameWhatGoes() {
    assertThat(catalog.problems(TODAY))
        .filteredOn(problem -> problem.kind() == CatalogProblem.Kind.SHUTS_DOWN_SOON)
        .extracting(problem -> problem.priceList() + " " + problem.model() + " " + problem.date())
        .containsExactly(
            "azure-foundry gpt-image-1.5 2026-12-16",
            "openai chatgpt-image-latest 2026-12-01",
            "openai gpt-image-1-mini 2026-12-01",
            "openai gpt-image-1.5 2026-12-01",
            "vercel-ai-gateway gpt-image-1-mini 2026-12-01",
            "vercel-ai-gateway gpt-image-1.5 2026-12-01");
  }

  @Test
  void problems_oldestLane_decidesWhetherAPriceIsStale() {
    // The batch rates of 1.5 were last seen on 2026-03-27, 238 days before.
    assertThat(catalog.problems(TODAY))
        .filteredOn(problem -> problem.kind() == CatalogProblem.Kind.STALE_PRICE)
        .singleElement()
        .satisfies(problem -> assertThat(problem.model()).isEqualTo("gpt-image-1.5"))
        .satisfies(problem -> assertThat(problem.message()).contains("2026-03-27"));
    assertThat(catalog.problems(TODAY, 10_000, 0)).isEmpty();
    assertThat(catalog.problems(LocalDate.of(2027, 6, 1)))
        .extracting(CatalogProblem::kind)
        .containsOnly(CatalogProblem.Kind.STALE_PRICE);
  }

  @Test
  void cards_everySource_isDated() {
    for (ModelCard card : catalog.models()) {
      assertThat(card.sources()).isNotEmpty();
      assertThat(card.sources()).allMatch(source -> !source.checkedOn().isAfter(TODAY));
    }
    assertThat(catalog.prices()).allMatch(price -> !price.checkedOn().isAfter(TODAY));
  }
}
