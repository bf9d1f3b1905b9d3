package dev.halftone.simulator;

import io.vertx.core.Handler;
import io.vertx.ext.web.RoutingContext;
import io.vertx.ext.web.handler.BodyHandler;

/** Reads bodies: forms with files and JSON that may hold pictures, and small ones elsewhere. */
final class BodyIntake implements Handler<RoutingContext> {
  private final SimulatorOptions options;
  private final BodyHandler small;
  private final BodyHandler large;

  BodyIntake(SimulatorOptions options) {
    this.options = options;
    this.small = BodyHandler.create(false).setBodyLimit(options.maxBodyBytes());
    this.large = BodyHandler.create(false).setBodyLimit(options.maxUploadBytes());
  }

  @Override
  public void handle(RoutingContext context) {
    boolean pictures = takesPictures(context.request().path());
    if (pictures && MultipartBody.isMultipart(context.request())) {
      MultipartBody.collect(context, options.maxUploadBytes());
    } else {
      (pictures ? large : small).handle(context);
    }
  }

  /** The longest body that is read on a path. */
  int mostBytes(String path) {
    return takesPictures(path) ? options.maxUploadBytes() : options.maxBodyBytes();
  }

  private static boolean takesPictures(String path) {
    return path.endsWith("/images/edits")
        || path.endsWith("/image-model")
        || path.endsWith("/responses")
        || path.endsWith("/edit")
        || path.equals(FileDesk.PATH)
        || path.equals(OpenRouterDialect.PATH);
  }
}
