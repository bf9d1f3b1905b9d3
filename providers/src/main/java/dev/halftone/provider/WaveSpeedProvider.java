package dev.halftone.provider;

import dev.halftone.image.Capabilities;
import dev.halftone.image.ImageProvider;
import io.vertx.core.Vertx;
import java.util.List;
import java.util.Set;

/**
 * OpenAI's image models on WaveSpeedAI, as predictions that are asked for until they end.
 *
 * <p>It takes shapes and classes of size, not pixels, so the size of an image is not honoured
 * exactly; it makes one image a call, and knows neither a mask nor a background. Its documents take
 * reference images by address only; they are sent as data URIs, as others do (read 2026-11).
 *
 * <p>What {@link #create} gives is thread-safe, does I/O, submits each call once and can cost
 * money; how it fails is told by {@link dev.halftone.image.ProviderFailure}. A job cannot be
 * cancelled; one whose time is up leaves its bill unknown.
 */
public final class WaveSpeedProvider {
  private static final int INPUT_IMAGES = 16;

  private WaveSpeedProvider() {}

  /** Makes the provider with connections of its own; {@link ImageProvider#close} closes them. */
  public static ImageProvider create(Vertx vertx, WaveSpeedOptions options) {
    CommonOptions common = options.common();
    Capabilities capabilities =
        common
            .capabilities()
            .honoured(Set.of())
            .imagesPerCall(1)
            .inputImages(INPUT_IMAGES)
            .sizeProblem(WaveSpeedShape::problem)
            .build();
    Failures failures =
        new Failures(common.name(), WaveSpeedFailures.TABLE, List.of("x-request-id"));
    return new JobProvider(
        vertx, common, "wavespeed", capabilities, new WaveSpeedWire(options), failures);
  }
}
