package dev.halftone.cost;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.fail;

import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Random;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;

/**
 * Wrong catalogues and feeds end in a {@link CatalogException} with a message, never in anything
 * else. {@code -Dhalftone.fuzz.rounds=1000000} for the long form, {@code -Dhalftone.fuzz.seed=N} to
 * repeat one.
 */
class CatalogFuzzTest {
  private static final int ROUNDS = Integer.getInteger("halftone.fuzz.rounds", 4_000);
  private static final long SEED = Long.getLong("halftone.fuzz.seed", 20_261_120);

  private static final String[] SPLICES = {
    "1e999999999",
    "1e9999999999",
    "1e-99999999999999999",
    "-1",
    "99999999999999999999999999999999",
    "0.0000000000000000001",
    "null",
    "[]",
    "{}",
    "\"\"",
    "\"\\u0000\"",
    "\"\\ud800\"",
    "NaN",
    "true",
    "[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[",
    "{\"a\":{\"a\":{\"a\":{}}}}",
    "\"format\": 1,",
    "\"id\": \"gpt-image-2\",",
    ",",
    "}",
    "]",
    "\"",
    "\"65535x65535\"",
    "\"0x0\"",
    "\"auto\"",
    "\"9999-99-99\"",
    "\"+999999999-01-01\"",
    "\"-999999999-01-01\"",
    "65536",
    "1073741824",
    "9223372036854775807",
    "\"9223372036\"",
    "\"1e9\"",
    "\"٣\"",
  };

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  private static byte[] mutated(byte[] good, Random random) {
    byte[] bytes = good.clone();
    int changes = 1 + random.nextInt(4);
    for (int i = 0; i < changes && bytes.length > 0; i++) {
      int at = random.nextInt(bytes.length);
      bytes =
          switch (random.nextInt(7)) {
            case 0 -> Arrays.copyOf(bytes, at);
            case 1 -> flipped(bytes, at, (byte) (1 << random.nextInt(8)));
            case 2 -> spliced(bytes, at, at, new byte[] {(byte) 0xC0, (byte) 0xFF});
            case 3 -> spliced(bytes, at, at, bytes(SPLICES[random.nextInt(SPLICES.length)]));
            case 4 -> replacedValue(bytes, at, bytes(SPLICES[random.nextInt(SPLICES.length)]));
            case 5 -> repeatedLine(bytes, at);
            default ->
                spliced(bytes, at, Math.min(bytes.length, at + random.nextInt(60)), bytes(""));
          };
    }
    return bytes;
  }

  private static byte[] flipped(byte[] bytes, int at, byte bit) {
    bytes[at] ^= bit;
    return bytes;
  }

  private static byte[] spliced(byte[] bytes, int from, int to, byte[] with) {
    byte[] result = Arrays.copyOf(bytes, from + with.length + bytes.length - to);
    System.arraycopy(with, 0, result, from, with.length);
    System.arraycopy(bytes, to, result, from + with.length, bytes.length - to);
    return result;
  }

  /** Puts another value after the next colon, so that the outcome is mostly still JSON. */
  private static byte[] replacedValue(byte[] bytes, int at, byte[] with) {
    int colon = at;
    while (colon < bytes.length && bytes[colon] != ':') {
      colon++;
    }
    int end = Math.min(bytes.length, colon + 1);
    while (end < bytes.length && bytes[end] != ',' && bytes[end] != '}' && bytes[end] != '\n') {
      end++;
    }
    return spliced(bytes, Math.min(bytes.length, colon + 1), end, with);
  }

  private static byte[] repeatedLine(byte[] bytes, int at) {
    int from = at;
    while (from > 0 && bytes[from - 1] != '\n') {
      from--;
    }
    int to = at;
    while (to < bytes.length && bytes[to] != '\n') {
      to++;
    }
    return spliced(
        bytes, from, from, Arrays.copyOfRange(bytes, from, Math.min(bytes.length, to + 1)));
  }

  private static int fuzz(String good, int rounds, Consumer<byte[]> read) {
    int refused = 0;
    for (int round = 0; round < rounds; round++) {
      byte[] bad = mutated(bytes(good), new Random(SEED + round));
      try {
        read.accept(bad);
      } catch (CatalogException e) {
        refused++;
        assertThat(e).hasMessageContaining(", line ");
        assertThat(String.valueOf(e.getMessage()).length()).isBetween(10, 1_000);
      } catch (RuntimeException | StackOverflowError e) {
        fail("seed %d: %s".formatted(SEED + round, new String(bad, StandardCharsets.UTF_8)), e);
      }
    }
    return refused;
  }

  private static void readAlone(byte[] json) {
    CatalogReader.read("fuzz.json", new ByteArrayInputStream(json));
  }

  @Test
  void feeds_mutated_areRefusedInWordsOrStillCompared() {
    fuzz(
        CatalogDiffTest.VERCEL,
        ROUNDS,
        json ->
            CatalogDiff.of(
                PriceCatalog.shipped(),
                "vercel-ai-gateway",
                PriceFeeds.vercelModels(new String(json, StandardCharsets.UTF_8)),
                Specs.TODAY));
    fuzz(
        CatalogDiffTest.OPENAI,
        ROUNDS,
        json ->
            CatalogDiff.of(
                PriceCatalog.shipped(),
                "openai",
                PriceFeeds.openAiModels(new String(json, StandardCharsets.UTF_8)),
                Specs.TODAY));
  }

  @Test
  void read_mutatedSmallCatalogue_isRefusedInWords() {
    assertThat(fuzz(CatalogReaderTest.GOOD, ROUNDS, CatalogFuzzTest::readAlone))
        .isGreaterThan(ROUNDS / 2);
  }

  @Test
  void read_mutatedShippedCatalogue_isRefusedInWords() {
    int rounds = ROUNDS / 10;
    assertThat(fuzz(CatalogSchemaTest.SHIPPED, rounds, CatalogFuzzTest::readAlone))
        .isGreaterThan(rounds / 2);
  }

  @Test
  void overlay_mutatedGridAndThinking_isRefusedInWordsOrStillQuotes() {
    for (String good : new String[] {Overlays.WAVESPEED, Overlays.PARAMETER}) {
      int refused =
          fuzz(
              good,
              ROUNDS,
              json -> {
                PriceCatalog catalog =
                    CatalogReader.overlay(
                        PriceCatalog.shipped(),
                        "fuzz.json",
                        new String(json, StandardCharsets.UTF_8));
                try {
                  CostEstimator.of(catalog)
                      .quote(
                          catalog.priceLists().contains("house") ? "house" : "wavespeed",
                          "gpt-image-2",
                          Specs.spec("1024x1024", "high"),
                          Specs.TODAY);
                } catch (QuoteException e) {
                  assertThat(e.getMessage()).isNotBlank();
                }
              });
      assertThat(refused).isGreaterThan(ROUNDS / 2);
    }
  }
}
