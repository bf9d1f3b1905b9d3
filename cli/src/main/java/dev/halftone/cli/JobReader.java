package dev.halftone.cli;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.halftone.budget.Scope;
import dev.halftone.cost.ImageSize;
import dev.halftone.cost.PriceCatalog;
import dev.halftone.cost.Quality;
import dev.halftone.cost.Thinking;
import dev.halftone.cost.Usd;
import dev.halftone.image.Background;
import dev.halftone.image.DataRule;
import dev.halftone.image.ImageRequest;
import dev.halftone.image.Objective;
import dev.halftone.image.OutputFormat;
import dev.halftone.image.Tier;
import java.time.Duration;
import java.time.LocalDate;
import java.util.Arrays;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;

/**
 * Makes a job of one line: a JSON object with the names of the HTTP body and an {@code id}. A name
 * it does not know, a wrong type or a value that is not allowed refuses the line; every mistake in
 * it is told, by field and value, and a prompt never.
 */
final class JobReader {
  private static final String ID = "id";
  private static final String PROMPT = "prompt";
  private static final String MODEL = "model";
  private static final String THINKING = "thinking";
  private static final String TIER = "tier";
  private static final String EXTENSIONS = "halftone";

  private static final Set<String> FIELDS =
      Set.of(
          ID,
          PROMPT,
          MODEL,
          "n",
          "size",
          "quality",
          "background",
          "output_format",
          "output_compression",
          "partial_images",
          THINKING,
          EXTENSIONS);
  private static final Set<String> EXTENSION_FIELDS =
      Set.of(
          TIER,
          THINKING,
          "quality_floor",
          "allow_smaller",
          "max_cost_usd",
          "deadline_ms",
          "objective",
          "charge",
          "providers",
          "regions",
          "data_rules",
          "no_cache");

  private static final int MAX_ID_CHARS = 128;
  private static final int MAX_DEPTH = 8;
  private static final int MAX_NUMBER_CHARS = 32;

  private static final ObjectMapper MAPPER =
      new ObjectMapper(
              JsonFactory.builder()
                  .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
                  .disable(StreamReadFeature.INCLUDE_SOURCE_IN_LOCATION)
                  .streamReadConstraints(
                      StreamReadConstraints.builder()
                          .maxNestingDepth(MAX_DEPTH)
                          .maxNumberLength(MAX_NUMBER_CHARS)
                          .build())
                  .build())
          .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS);

  private final PriceCatalog catalog;
  private final LocalDate today;
  private final Set<String> providers;

  /**
   * A reader.
   *
   * @param catalog knows the models that a line may pin
   * @param today the day by which the nearest model alive is named
   * @param providers the names that a line may restrict itself to
   */
  JobReader(PriceCatalog catalog, LocalDate today, Set<String> providers) {
    this.catalog = catalog;
    this.today = today;
    this.providers = new TreeSet<>(providers);
  }

  /**
   * Reads one line.
   *
   * @param wrong takes the field, empty for the line itself, and what is wrong with it
   * @return the job, or null if anything is wrong
   */
  @Nullable Job read(long line, String text, BiConsumer<String, String> wrong) {
    ObjectNode object = object(text, wrong);
    if (object == null) {
      return null;
    }
    boolean[] refused = new boolean[1];
    JobFields fields =
        new JobFields(
            object,
            "",
            (field, message) -> {
              refused[0] = true;
              wrong.accept(field, message);
            });
    fields.closed(FIELDS);
    String id = id(fields);
    ImageRequest request = request(fields, refused);
    if (request == null || refused[0]) {
      return null;
    }
    return new Job(line, id == null ? "line-" + line : id, id != null, request);
  }

  private static @Nullable ObjectNode object(String text, BiConsumer<String, String> wrong) {
    JsonNode node;
    try {
      node = MAPPER.readTree(text);
    } catch (JsonProcessingException e) {
      // The parser's own message quotes the text around the mistake, where a prompt may stand.
      String message = String.valueOf(e.getOriginalMessage());
      int column = e.getLocation() == null ? 1 : Math.max(1, e.getLocation().getColumnNr());
      wrong.accept(
          "",
          message.startsWith("Duplicate field")
              ? "gives a field twice, at column " + column
              : "is not one JSON object on one line; look at column " + column);
      return null;
    }
    if (node instanceof ObjectNode object) {
      return object;
    }
    wrong.accept("", "is not a JSON object, such as {\"id\": \"p-17\", \"prompt\": \"...\"}");
    return null;
  }

  private static @Nullable String id(JobFields fields) {
    String id = fields.text(ID);
    if (id == null) {
      return null;
    }
    if (id.isBlank() || id.length() > MAX_ID_CHARS || !Plain.line(id).equals(id)) {
      fields.wrong(
          ID,
          "'%s' must be 1 to %d characters, not blank and without control characters"
              .formatted(JobFields.shown(id), MAX_ID_CHARS));
    }
    return id;
  }

  private @Nullable ImageRequest request(JobFields fields, boolean[] refused) {
    String prompt = fields.longText(PROMPT);
    if (prompt == null && !fields.has(PROMPT)) {
      fields.wrong(PROMPT, "is missing; say what the image should show");
    }
    if (prompt != null && prompt.isBlank()) {
      fields.wrong(PROMPT, "is empty; say what the image should show");
    }
    // The other mistakes are worth telling even so.
    ImageRequest.Builder request =
        ImageRequest.builder(prompt == null || prompt.isBlank() ? "?" : prompt);
    boolean tierGiven = model(fields, request);
    fields.whole("n", request::n);
    fields.text("size", ImageSize::parse, request::size);
    fields.text("quality", Quality::parse, request::quality);
    fields.text("background", Background::parse, request::background);
    fields.text("output_format", OutputFormat::parse, request::outputFormat);
    fields.whole("output_compression", request::outputCompression);
    fields.whole("partial_images", request::partialImages);
    fields.text(THINKING, Thinking::parse, request::thinking);
    JobFields extensions = fields.object(EXTENSIONS);
    if (extensions != null) {
      extend(extensions, request, tierGiven, fields.has(THINKING));
    }
    if (refused[0]) {
      return null;
    }
    try {
      return request.build();
    } catch (IllegalArgumentException e) {
      fields.wrong("(line)", String.valueOf(e.getMessage()));
      return null;
    }
  }

  /** The name of a model, {@code auto}, or a tier, as in the HTTP body; whether it is a tier. */
  private boolean model(JobFields fields, ImageRequest.Builder request) {
    String name = fields.text(MODEL);
    if (name == null || name.equals("auto")) {
      return false;
    }
    if (Arrays.stream(Tier.values()).anyMatch(tier -> tier.toString().equals(name))) {
      request.tier(Tier.parse(name));
      return true;
    }
    String unknown = Models.unknown(name, catalog, today);
    if (unknown != null) {
      fields.wrong(MODEL, unknown);
    }
    request.model(name);
    return false;
  }

  private void extend(
      JobFields fields, ImageRequest.Builder request, boolean tierGiven, boolean thinkingGiven) {
    fields.closed(EXTENSION_FIELDS);
    if (tierGiven && fields.has(TIER)) {
      fields.wrong(TIER, "and a tier as model contradict each other: give one");
    }
    if (thinkingGiven && fields.has(THINKING)) {
      fields.wrong(THINKING, "is given beside it, too: give one");
    }
    fields.text(TIER, Tier::parse, request::tier);
    fields.text(THINKING, Thinking::parse, request::thinking);
    fields.text("quality_floor", Quality::parse, request::qualityFloor);
    fields.flag("allow_smaller", request::smallerAllowed);
    fields.text("max_cost_usd", Usd::parse, request::maxCost);
    fields.whole("deadline_ms", millis -> request.deadline(Duration.ofMillis(millis)));
    fields.text("objective", Objective::parse, request::objective);
    fields.texts("charge", Scope::parse, request::charge);
    fields.texts("providers", this::provider, names -> request.providers(Set.copyOf(names)));
    fields.texts("regions", name -> name, names -> request.regions(Set.copyOf(names)));
    fields.texts("data_rules", DataRule::parse, rules -> request.dataRules(Set.copyOf(rules)));
    fields.flag("no_cache", noCache -> request.cached(!noCache));
  }

  private String provider(String name) {
    if (!providers.contains(name)) {
      throw new IllegalArgumentException(
          "'%s' is not one of %s".formatted(JobFields.shown(name), String.join(", ", providers)));
    }
    return name;
  }
}
