package dev.halftone.provider;

import dev.halftone.image.Capabilities;
import dev.halftone.image.Capabilities.Parameter;
import dev.halftone.image.ImageProvider;
import io.vertx.core.Vertx;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;

/**
 * OpenAI's image models on fal, through its queue or directly.
 *
 * <p>It makes four images a call, which all of its models do, and no edits with a mask: whether
 * white means what may change there, or what may not, is not documented (read 2026-11).
 *
 * <p>What {@link #create} gives is thread-safe, does I/O, submits each call once and can cost
 * money; how it fails is told by {@link dev.halftone.image.ProviderFailure}. A job whose time is up
 * is cancelled, and its bill is unknown all the same.
 */
public final class FalProvider {
  private static final int IMAGES_PER_CALL = 4;
  private static final int INPUT_IMAGES = 16;

  private FalProvider() {}

  /** Makes the provider with connections of its own; {@link ImageProvider#close} closes them. */
  public static ImageProvider create(Vertx vertx, FalOptions options) {
    CommonOptions common = options.common();
    Set<Parameter> honoured = EnumSet.of(Parameter.SIZE);
    if (FalCodec.takesBackground(common.models())) {
      honoured.add(Parameter.BACKGROUND);
    }
    Capabilities capabilities =
        common
            .capabilities()
            .honoured(honoured)
            .imagesPerCall(IMAGES_PER_CALL)
            .inputImages(INPUT_IMAGES)
            .build();
    Failures failures = new Failures(common.name(), FalFailures.TABLE, List.of("x-fal-request-id"));
    return new JobProvider(vertx, common, "fal", capabilities, new FalWire(options), failures);
  }
}
