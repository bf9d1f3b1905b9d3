package dev.halftone.cli;

import dev.halftone.router.RoutingPolicy;
import java.io.IOException;
import java.nio.charset.CharacterCodingException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Reads {@code halftone.yaml}, strictly: an unknown key, a wrong type, a missing environment
 * variable or a feature of another version refuses the whole file, with line and key.
 */
final class ConfigReader {
  private static final String USUAL_FILE = "halftone.yaml";
  private static final long MAX_BYTES = 1L << 20;
  private static final long DEFAULT_CACHE_BYTES = 256L << 20;
  private static final Pattern BYTES = Pattern.compile("(\\d{1,12})\\s*(B|KiB|MiB|GiB)?");

  private ConfigReader() {}

  /**
   * Reads the file named, else the usual one where it exists.
   *
   * @return null if none was named and the usual one does not exist
   */
  static @Nullable Config find(Console console, @Nullable String named) {
    Path file = console.resolve(Path.of(named == null ? USUAL_FILE : named));
    if (named == null && !Files.exists(file)) {
      return null;
    }
    String name = named == null ? USUAL_FILE : named;
    if (!Files.isRegularFile(file)) {
      throw CommandException.usage("--config: '%s' is not a file".formatted(name));
    }
    return read(name, text(file, name), file.resolveSibling("").toAbsolutePath(), console);
  }

  private static String text(Path file, String name) {
    try {
      if (Files.size(file) > MAX_BYTES) {
        throw CommandException.usage("%s: has more than %d bytes".formatted(name, MAX_BYTES));
      }
      return Files.readString(file);
    } catch (CharacterCodingException e) {
      throw CommandException.usage("%s: is not UTF-8 text".formatted(name));
    } catch (IOException e) {
      throw CommandException.usage("%s: cannot be read: %s".formatted(name, e));
    }
  }

  /** Reads a configuration; paths in it start from the folder of the file. */
  static Config read(String name, String yaml, Path folder, Console console) {
    YamlNode document = YamlNode.read(name, yaml, new Placeholders(console.environment()));
    document.closed(
        Set.of(
            "providers",
            "routing",
            "budgets",
            "ledger",
            "cache",
            "images",
            "gateway",
            "calibration"));
    document.refuse(Map.of("gateway", "estimate, generate, catalog, simulate and demo"));
    YamlNode routing = document.find("routing");
    return new Config(
        ProviderReader.read(document.get("providers"), folder, console.clock()),
        routing == null ? RoutingPolicy.builder().build() : RoutingReader.read(routing),
        BudgetReader.read(document.find("budgets")),
        LedgerReader.read(document.find("ledger"), folder),
        cache(document.find("cache")),
        images(document.find("images"), folder),
        calibration(document.find("calibration"), folder));
  }

  private static void onlyType(YamlNode group, String available, List<String> others) {
    group
        .get("type")
        .as(
            type -> {
              if (type.equals(available)) {
                return type;
              }
              throw new IllegalArgumentException(
                  (others.contains(type)
                          ? "'%s' is not available in this version; available: %s"
                          : "'%s' is not a known type; available: %s")
                      .formatted(type, available));
            });
  }

  private static Config.@Nullable CacheSettings cache(@Nullable YamlNode cache) {
    if (cache == null) {
      return null;
    }
    cache.closed(Set.of("max-size", "ttl", "redis"));
    cache.refuse(Map.of("redis", "a cache in memory, by max-size and ttl"));
    YamlNode size = cache.find("max-size");
    YamlNode ttl = cache.find("ttl");
    return new Config.CacheSettings(
        size == null ? DEFAULT_CACHE_BYTES : size.as(ConfigReader::bytes),
        ttl == null ? Duration.ofDays(1) : positive(ttl));
  }

  /** A positive length of time. */
  static Duration positive(YamlNode node) {
    return node.as(
        text -> {
          Duration duration = Durations.parse(text);
          if (duration.isNegative() || duration.isZero()) {
            throw new IllegalArgumentException("'%s' must be positive".formatted(text));
          }
          return duration;
        });
  }

  static long bytes(String text) {
    Matcher matcher = BYTES.matcher(text.strip());
    if (!matcher.matches()) {
      throw new IllegalArgumentException(
          "'%s' is not a size; write it like 256MiB (B, KiB, MiB, GiB)".formatted(text));
    }
    String unit = matcher.group(2) == null ? "B" : matcher.group(2);
    int shift =
        switch (unit) {
          case "KiB" -> 10;
          case "MiB" -> 20;
          case "GiB" -> 30;
          default -> 0;
        };
    return Long.parseLong(matcher.group(1)) << shift;
  }

  private static @Nullable CalibrationSettings calibration(
      @Nullable YamlNode calibration, Path folder) {
    if (calibration == null) {
      return null;
    }
    calibration.closed(Set.of("file", "hold"));
    YamlNode hold = calibration.find("hold");
    return new CalibrationSettings(
        folder.resolve(calibration.get("file").text()),
        hold == null ? OptionalInt.empty() : hold.as(CalibrationSettings::hold));
  }

  private static @Nullable Path images(@Nullable YamlNode images, Path folder) {
    if (images == null) {
      return null;
    }
    images.closed(
        Set.of("type", "path", "endpoint", "bucket", "region", "access-key", "secret-key"));
    onlyType(images, "folder", List.of("s3"));
    images.closed(Set.of("type", "path"));
    return folder.resolve(images.get("path").text());
  }
}
