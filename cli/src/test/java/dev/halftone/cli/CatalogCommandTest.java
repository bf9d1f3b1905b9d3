package dev.halftone.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CatalogCommandTest {
  @TempDir Path folder;

  @Test
  void check_withModelsAboutToGo_exitsWith4AndNamesThem() {
    Run run = Run.in(folder, "catalog", "--check");

    assertThat(run.exit()).isEqualTo(4);
    assertThat(run.out())
        .contains("gpt-image-1.5 shuts down on 2026-12-01")
        .contains("gpt-image-1-mini shuts down on 2026-12-01")
        .contains("chatgpt-image-latest shuts down on 2026-12-01");
  }

  @Test
  void json_holdsModelsPricesAndProblems() {
    Run run = Run.in(folder, "catalog", "--json");
    JsonNode document = run.json();

    assertThat(run.exit()).isZero();
    assertThat(document.get("today").asText()).isEqualTo("2026-11-20");
    List<String> models = new ArrayList<>();
    document.get("models").forEach(model -> models.add(model.get("model").asText()));
    assertThat(models).contains("gpt-image-2", "gpt-image-1");
    for (JsonNode price : document.get("prices")) {
      assertThat(price.get("source").asText()).isNotBlank();
      assertThat(price.get("checked_on").asText()).matches("\\d{4}-\\d\\d-\\d\\d");
      assertThat(price.at("/usd_per_token/image_output").isTextual()).isTrue();
    }
    assertThat(document.get("problems")).isNotEmpty();
  }

  @Test
  void table_namesShutdownAndSuccessor() {
    Run run = Run.in(folder, "catalog");

    assertThat(run.exit()).isZero();
    assertThat(run.out()).contains("2026-10-23 (gone)").contains("gpt-image-2.5-sunburst");
  }
}
