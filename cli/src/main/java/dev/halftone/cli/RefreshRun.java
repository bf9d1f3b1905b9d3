package dev.halftone.cli;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.halftone.cost.CatalogDifference;
import dev.halftone.cost.PriceCatalog;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** One refresh: which providers, what they say, and the file for review. */
final class RefreshRun {
  private static final ObjectMapper MAPPER = new ObjectMapper();

  private RefreshRun() {}

  /**
   * Refreshes.
   *
   * @param only names of configured providers; empty for all
   * @param overlay the file to write, or null
   */
  static RefreshReport of(
      Console console, @Nullable String configFile, Set<String> only, @Nullable String overlay)
      throws Exception {
    Path file = overlay == null ? null : free(console, overlay);
    Config config = ConfigReader.find(console, configFile);
    if (config == null) {
      throw CommandException.usage(
          "--refresh: needs a halftone.yaml that names the providers and their keys");
    }
    PriceCatalog catalog = Catalogs.of(config);
    List<ProviderSettings> listed = new ArrayList<>();
    List<String> skipped = new ArrayList<>();
    for (ProviderSettings provider : chosen(config, only)) {
      if (FeedSource.of(provider.type()) == null) {
        skipped.add(provider.name());
      } else {
        listed.add(provider);
      }
    }
    if (listed.isEmpty()) {
      throw CommandException.usage(
          "--refresh: %s: providers of this type have no list of models and prices to read"
              .formatted(String.join(", ", skipped)));
    }
    LocalDate today = console.today();
    List<CatalogRefresh.Read> reads = CatalogRefresh.of(listed, catalog, today);
    List<CatalogDifference> differences =
        reads.stream().flatMap(read -> read.differences().stream()).distinct().toList();
    if (file == null || differences.isEmpty()) {
      return new RefreshReport(reads, skipped, null, List.of());
    }
    CatalogOverlay.Draft draft = CatalogOverlay.of(catalog, documents(config), differences, today);
    ObjectNode document = draft.document();
    if (document != null) {
      write(file, document);
    }
    return new RefreshReport(reads, skipped, document == null ? null : overlay, draft.unwritten());
  }

  private static List<ProviderSettings> chosen(Config config, Set<String> only) {
    Set<String> known = new TreeSet<>();
    config.providers().forEach(provider -> known.add(provider.name()));
    for (String name : only) {
      if (!known.contains(name)) {
        throw CommandException.usage(
            "--provider: '%s' is not one of %s".formatted(name, String.join(", ", known)));
      }
    }
    return config.providers().stream()
        .filter(provider -> only.isEmpty() || only.contains(provider.name()))
        .toList();
  }

  private static Path free(Console console, String overlay) {
    Path file = console.resolve(Path.of(overlay));
    if (Files.exists(file)) {
      throw exists(overlay);
    }
    return file;
  }

  private static CommandException exists(String overlay) {
    return CommandException.usage("-o: '%s' exists already; name another".formatted(overlay));
  }

  /** The catalogue files in use, as they are written. */
  private static List<JsonNode> documents(Config config) throws IOException {
    List<JsonNode> documents = new ArrayList<>();
    try (InputStream shipped = PriceCatalog.class.getResourceAsStream("catalog.json")) {
      documents.add(MAPPER.readTree(shipped));
    }
    for (Path file : Catalogs.files(config)) {
      documents.add(MAPPER.readTree(file.toFile()));
    }
    return documents;
  }

  private static void write(Path file, ObjectNode document) {
    try {
      Files.writeString(
          file, Json.text(document) + System.lineSeparator(), StandardOpenOption.CREATE_NEW);
    } catch (FileAlreadyExistsException e) {
      throw exists(file.toString());
    } catch (IOException e) {
      throw CommandException.usage("-o: '%s' cannot be written: %s".formatted(file, e));
    }
  }
}
