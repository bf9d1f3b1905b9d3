package dev.halftone.cli;

import dev.halftone.budget.Scope;
import dev.halftone.cost.ImageSize;
import dev.halftone.cost.Quality;
import dev.halftone.cost.Thinking;
import dev.halftone.cost.Usd;
import dev.halftone.image.Background;
import dev.halftone.image.DataRule;
import dev.halftone.image.ImageRequest;
import dev.halftone.image.InputImage;
import dev.halftone.image.Objective;
import dev.halftone.image.OutputFormat;
import dev.halftone.image.Tier;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/**
 * The request options of the contract, kept as the texts that were given, so that every mistake is
 * told in one form: the option, the value, what is allowed.
 */
final class RequestOptions {
  @Option(
      names = "--prompt-file",
      paramLabel = "FILE",
      description = "Read the prompt from a UTF-8 text file.")
  @Nullable String promptFile;

  @Option(
      names = "--model",
      paramLabel = "NAME",
      description = "Pin a model; auto lets the router choose.")
  @Nullable String model;

  @Option(
      names = "--tier",
      paramLabel = "TIER",
      description = "draft, standard or final: a ladder of models and qualities.")
  @Nullable String tier;

  @Option(
      names = "--size",
      paramLabel = "WxH",
      description = "Size in pixels, such as 1536x1024, or auto; 1024x1024 unless given.")
  @Nullable String size;

  @Option(
      names = "--quality",
      paramLabel = "QUALITY",
      description = "low, medium, high, xhigh, max or auto.")
  @Nullable String quality;

  @Option(
      names = "--quality-floor",
      paramLabel = "QUALITY",
      description = "low, medium, high, xhigh or max: never step down below it.")
  @Nullable String qualityFloor;

  @Option(
      names = "--allow-smaller",
      description = "Take a smaller image of the same shape where money does not reach.")
  boolean allowSmaller;

  @Option(
      names = "--thinking",
      paramLabel = "LEVEL",
      description = "off, low, medium or high: how much to plan before drawing.")
  @Nullable String thinking;

  @Option(names = "-n", paramLabel = "N", description = "How many images, 1 to 10; 1 unless given.")
  @Nullable String count;

  @Option(
      names = "--image",
      paramLabel = "FILE|WxH",
      description = "A reference image (PNG, JPEG, WebP) or its size; repeatable.")
  List<String> images = new ArrayList<>();

  @Option(
      names = "--mask",
      paramLabel = "FILE",
      description = "Where the first reference image may change.")
  @Nullable String mask;

  @Option(names = "--background", paramLabel = "KIND", description = "auto, opaque or transparent.")
  @Nullable String background;

  @Option(
      names = "--output-format",
      paramLabel = "FORMAT",
      description = "png, jpeg or webp; png unless given.")
  @Nullable String outputFormat;

  @Option(
      names = "--partial-images",
      paramLabel = "K",
      description = "Partial images before each final one, 0 to 3, written beside it.")
  @Nullable String partialImages;

  @Option(
      names = "--max-cost",
      paramLabel = "USD",
      description = "The most this request may cost, such as 0.05.")
  @Nullable String maxCost;

  @Option(
      names = "--deadline",
      paramLabel = "DURATION",
      description = "How long to wait, such as 90s or 2m.")
  @Nullable String deadline;

  @Option(names = "--objective", paramLabel = "AIM", description = "cheapest, fastest or balanced.")
  @Nullable String objective;

  @Option(
      names = "--charge",
      paramLabel = "SCOPE",
      description = "Whom to charge, such as team:growth; repeatable.")
  List<String> charge = new ArrayList<>();

  @Option(
      names = "--region",
      paramLabel = "NAME",
      description = "Only providers declared to serve from here, such as eu; repeatable.")
  List<String> regions = new ArrayList<>();

  @Option(
      names = "--data-rule",
      paramLabel = "RULE",
      description =
          "no-training or no-retention: only providers declared to promise it; repeatable.")
  List<String> dataRules = new ArrayList<>();

  @Option(names = "--no-cache", description = "Make a new image even if one like it is kept.")
  boolean noCache;

  /**
   * Makes a request builder of the options.
   *
   * @param given the prompt of the command line, if there was one
   * @param how how this command takes a prompt, for the message when there is none
   */
  ImageRequest.Builder toRequest(Console console, @Nullable String given, String how) {
    String prompt = prompt(console, given, how);
    ImageRequest.Builder request = Arguments.read(how, prompt, ImageRequest::builder);
    request.model(model).smallerAllowed(allowSmaller).cached(!noCache);
    apply("--tier", tier, Tier::parse, request::tier);
    apply("--size", size, ImageSize::parse, request::size);
    apply("--quality", quality, Quality::parse, request::quality);
    apply("--quality-floor", qualityFloor, Quality::parse, request::qualityFloor);
    apply("--thinking", thinking, Thinking::parse, request::thinking);
    apply("-n", count, Numbers::integer, request::n);
    apply("--background", background, Background::parse, request::background);
    apply("--output-format", outputFormat, OutputFormat::parse, request::outputFormat);
    apply("--partial-images", partialImages, Numbers::integer, request::partialImages);
    apply("--max-cost", maxCost, Usd::parse, request::maxCost);
    apply("--deadline", deadline, Durations::parse, request::deadline);
    apply("--objective", objective, Objective::parse, request::objective);
    List<InputImage> references =
        each("--image", images, text -> InputFiles.sizeOrFile(console, text));
    Arguments.read("--image", references, request::inputImages);
    addMask(console, request);
    Arguments.read("--region", Set.copyOf(regions), request::regions);
    request.dataRules(Set.copyOf(each("--data-rule", dataRules, DataRule::parse)));
    return Arguments.read("--charge", each("--charge", charge, Scope::parse), request::charge);
  }

  private static <T> List<T> each(String option, List<String> texts, Function<String, T> parse) {
    return texts.stream().map(text -> Arguments.read(option, text, parse)).toList();
  }

  private void addMask(Console console, ImageRequest.Builder request) {
    if (mask == null) {
      return;
    }
    if (images.isEmpty()) {
      throw CommandException.usage("--mask: it needs an --image to apply to");
    }
    request.mask(Arguments.read("--mask", mask, text -> InputFiles.file(console, text)));
  }

  private String prompt(Console console, @Nullable String given, String how) {
    if (promptFile == null) {
      if (given == null) {
        throw CommandException.usage("no prompt: give %s, or --prompt-file FILE".formatted(how));
      }
      return given;
    }
    if (given != null) {
      throw CommandException.usage(
          "%s and --prompt-file contradict each other: give one".formatted(how));
    }
    return Arguments.read("--prompt-file", promptFile, text -> PromptFile.read(console, text));
  }

  private static <T> void apply(
      String option, @Nullable String text, Function<String, T> parse, Consumer<T> setter) {
    if (text != null) {
      Arguments.read(
          option,
          text,
          value -> {
            setter.accept(parse.apply(value));
            return value;
          });
    }
  }

  /** Makes the request; what contradicts itself in it is told as bad usage. */
  static ImageRequest build(ImageRequest.Builder request) {
    try {
      return request.build();
    } catch (IllegalArgumentException e) {
      throw CommandException.usage(String.valueOf(e.getMessage()));
    }
  }
}
