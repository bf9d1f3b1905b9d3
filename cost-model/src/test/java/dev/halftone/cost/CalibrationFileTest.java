package dev.halftone.cost;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class CalibrationFileTest {
  private static final CalibrationOptions OPTIONS =
      CalibrationOptions.builder().holdQuantilePpm(990_000).build();
  private static final String ONE_KEY =
      """
      {"kind":"halftone-calibration","format":1,"keys":[
      {"provider":"a","model":"m","quality":"high","size_class":20,"thinking":"off",
      "samples":3,"mean":1000000000,"below":25000000,"above":25000000,"above_hold":10000000,
      "ratios":[1000000000,2,3]}]}
      """;

  @TempDir Path folder;

  private static Calibration learned(CalibrationOptions options, int bills) {
    Calibration calibration = Calibration.create(options);
    BillStream stream = new BillStream(BillStream.Drift.REGIMES, 7);
    for (int i = 0; i < bills; i++) {
      BillStream.Bill bill = stream.next();
      calibration.observe(Quotes.key(i % 3 == 0 ? "a" : "b"), bill.quote(), bill.charged());
    }
    return calibration;
  }

  private static String text(Calibration calibration) throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    calibration.write(out);
    return out.toString(StandardCharsets.UTF_8);
  }

  private static Calibration read(String json) throws IOException {
    return Calibration.read(
        "learned.json", new ByteArrayInputStream(json.getBytes(StandardCharsets.UTF_8)), OPTIONS);
  }

  @Test
  void load_whatWasSaved_goesOnAsIfNothingHadHappened() throws IOException {
    Calibration before = learned(OPTIONS, 2_000);
    Path file = folder.resolve("learned.json");
    before.save(file);
    Calibration after = Calibration.load(file, OPTIONS);
    assertThat(text(after)).isEqualTo(text(before));
    BillStream stream = new BillStream(BillStream.Drift.STEP, 8);
    for (int i = 0; i < 1_000; i++) {
      BillStream.Bill bill = stream.next();
      assertThat(after.calibrate(Quotes.key("b"), bill.quote()))
          .isEqualTo(before.calibrate(Quotes.key("b"), bill.quote()));
      before.observe(Quotes.key("b"), bill.quote(), bill.charged());
      after.observe(Quotes.key("b"), bill.quote(), bill.charged());
    }
  }

  @Test
  void save_overAnOlderFile_replacesItAndLeavesNothingElse() throws IOException {
    Path file = folder.resolve("learned.json");
    learned(OPTIONS, 10).save(file);
    learned(OPTIONS, 2_000).save(file);
    assertThat(text(Calibration.load(file, OPTIONS))).isEqualTo(text(learned(OPTIONS, 2_000)));
    try (Stream<Path> files = Files.list(folder)) {
      assertThat(files).containsExactly(file);
    }
  }

  @Test
  void save_thatCannotReplace_leavesNothingBehind() throws IOException {
    Path taken = Files.createDirectory(folder.resolve("learned.json"));
    Files.createFile(taken.resolve("something"));
    assertThatThrownBy(() -> learned(OPTIONS, 10).save(taken)).isInstanceOf(IOException.class);
    try (Stream<Path> files = Files.list(folder)) {
      assertThat(files).containsExactly(taken);
    }
  }

  @Test
  void load_noFile_saysSo() {
    Path file = folder.resolve("none.json");
    assertThatThrownBy(() -> Calibration.load(file, OPTIONS))
        .isInstanceOf(NoSuchFileException.class);
  }

  @Test
  void load_smallerLimits_keepsTheLatest() throws IOException {
    Path file = folder.resolve("learned.json");
    learned(OPTIONS, 1_999).save(file);
    CalibrationOptions smaller =
        CalibrationOptions.builder().window(100).minSamples(100).maxKeys(1).build();
    Calibration after = Calibration.load(file, smaller);
    assertThat(after.size()).isEqualTo(1);
    // The last of 1,999 is 1,998, which goes to a.
    assertThat(after.calibrate(Quotes.key("a"), Quotes.of(1, 1, 1)).samples()).isEqualTo(667);
    String ratios = text(after).substring(text(after).indexOf("\"ratios\":"));
    assertThat(ratios.chars().filter(sign -> sign == ',').count()).isEqualTo(99);
  }

  @Test
  void load_otherQuantile_startsItsLevelAnew() throws IOException {
    Path file = folder.resolve("learned.json");
    learned(OPTIONS, 2_000).save(file);
    CalibrationOptions other = OPTIONS.newBuilder().holdQuantilePpm(950_000).build();
    assertThat(text(Calibration.load(file, other))).contains("\"above_hold\":50000000,");
  }

  @Test
  void load_nothingLearned_isNothing() throws IOException {
    Path file = folder.resolve("learned.json");
    Calibration.create(OPTIONS).save(file);
    assertThat(Calibration.load(file, OPTIONS).size()).isZero();
  }

  @Test
  void read_cutOffAnywhere_isRefused() throws IOException {
    String whole = text(learned(OPTIONS, 50)).strip();
    for (int length = 0; length < whole.length(); length++) {
      String cut = whole.substring(0, length);
      assertThatThrownBy(() -> read(cut)).isInstanceOf(CalibrationException.class);
    }
    assertThat(read(whole).size()).isEqualTo(2);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      textBlock =
          """
          "halftone-calibration" | "other"      | 1 | kind               | must be halftone-calibration
          "format":1             | "format":2   | 1 | format             | must be a whole number from 1 to 1
          "format":1,            | ``           | 4 | format             | is missing
          "format":1             | "format":1,"more":2 | 1 | more        | is not a known key
          "provider":"a",        | ``           | 4 | keys[0].provider   | is missing
          "provider":"a"         | "provider":" " | 2 | keys[0].provider | must have 1 to 256 characters
          "model":"m"            | "model":7    | 2 | keys[0].model      | must be a text in quotes
          "quality":"high"       | "quality":"hd" | 2 | keys[0].quality  | 'hd' is not one of [low, medium, high, xhigh, max, auto]
          "size_class":20        | "size_class":32 | 2 | keys[0].size_class | must be a whole number from -1 to 31
          "thinking":"off"       | "thinking":"no" | 2 | keys[0].thinking | 'no' is not one of [off, low, medium, high]
          "samples":3            | "samples":2  | 4 | keys[0].samples    | 2 is below the 3 ratios
          "samples":3            | "samples":-3 | 3 | keys[0].samples    | must be a whole number from 1 to 4611686018427387903
          "mean":1000000000      | "mean":1.5   | 3 | keys[0].mean       | must be a whole number from 0 to 1000000000000000
          "mean":1000000000      | "mean":99999999999999999999 | 3 | keys[0].mean | must be a whole number from 0 to 1000000000000000
          "below":25000000       | "below":-1000000001 | 3 | keys[0].below | must be a whole number from -1000000000 to 1000000000
          "above":25000000,      | "beside":1,  | 3 | keys[0].beside     | is not a known key
          [1000000000,2,3]       | []           | 4 | keys[0].ratios     | must not be empty
          [1000000000,2,3]       | [1,-2,3]     | 4 | keys[0].ratios     | must be a whole number from 0 to 1000000000000000
          [1000000000,2,3]       | {}           | 4 | keys[0].ratios     | must be a list in brackets
          """)
  void read_wrongValue_isRefusedWithLineAndField(
      String good, String bad, int line, String field, String message) {
    assertThat(ONE_KEY).contains(good);
    assertThatThrownBy(() -> read(ONE_KEY.replace(good, bad)))
        .isInstanceOf(CalibrationException.class)
        .hasMessage("learned.json, line %d, %s: %s".formatted(line, field, message));
  }

  @Test
  void read_hostileShapes_areRefused() {
    String key = ONE_KEY.substring(ONE_KEY.indexOf("[") + 2, ONE_KEY.lastIndexOf("]"));
    String tooMany = "1,".repeat(CalibrationOptions.MAX_WINDOW) + "1";
    for (String json :
        List.of(
            "[]",
            "null",
            ONE_KEY + "{}",
            ONE_KEY.replace("]}]}", "]}," + key + "]}"),
            ONE_KEY.replace("\"format\":1", "\"format\":1,\"format\":1"),
            ONE_KEY.replace("[1000000000,2,3]", "[".repeat(100_000)),
            ONE_KEY.replace("[1000000000,2,3]", "[" + tooMany + "]"),
            ONE_KEY.replace("\"m\"", "\"" + "m".repeat(257) + "\""))) {
      assertThatThrownBy(() -> read(json)).isInstanceOf(CalibrationException.class);
    }
  }

  @Test
  void exception_ofAWrongFile_tellsThePlace() {
    try {
      read(ONE_KEY.replace("\"off\"", "1"));
    } catch (CalibrationException | IOException e) {
      assertThat(e)
          .isInstanceOfSatisfying(
              CalibrationException.class,
              wrong -> {
                assertThat(wrong.file()).isEqualTo("learned.json");
                assertThat(wrong.line()).isEqualTo(2);
                assertThat(wrong.field()).isEqualTo("keys[0].thinking");
              });
      return;
    }
    throw new AssertionError("was read");
  }
}
