package dev.halftone.simulator;

import io.vertx.core.Vertx;
import io.vertx.core.WorkerExecutor;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import java.security.SecureRandom;
import java.util.function.Supplier;

/** The providers that work by jobs, and the files they make. */
final class JobProviders {
  private final PictureShelf shelf;
  private final JobDesk falDesk;
  private final JobDesk waveSpeedDesk;
  private final FalRoutes fal;
  private final WaveSpeedRoutes waveSpeed;

  /**
   * @param origin where the simulator is reached, as {@code http://127.0.0.1:8080}
   */
  JobProviders(
      Vertx vertx,
      SimulatorOptions options,
      InvoiceBook book,
      SimulatedClock clock,
      WorkerExecutor workers,
      Supplier<String> origin) {
    shelf = new PictureShelf(new SecureRandom(), options.maxFileBytes());
    InputPictures inputs = new InputPictures(origin, shelf);
    FalDialect falDialect = new FalDialect(options, origin, shelf);
    falDesk = new JobDesk(vertx, options, falDialect, book, clock, workers, shelf);
    fal = new FalRoutes(falDesk, falDialect, inputs);
    WaveSpeedDialect waveSpeedDialect = new WaveSpeedDialect(options, origin, shelf);
    waveSpeedDesk = new JobDesk(vertx, options, waveSpeedDialect, book, clock, workers, shelf);
    waveSpeed = new WaveSpeedRoutes(waveSpeedDesk, waveSpeedDialect, inputs, options.apiKey());
  }

  void mount(Router router) {
    fal.mount(router);
    waveSpeed.mount(router);
    router.get(PictureShelf.FOLDER + ":name").handler(shelf::serve);
  }

  /** Decides before anything of the body is read; true when that was the end of the call. */
  boolean cutBeforeRead(RoutingContext context) {
    String path = context.request().path();
    if (path.startsWith(FalDialect.QUEUE) || path.startsWith(FalRoutes.RUN)) {
      return falDesk.cutBeforeRead(context);
    }
    return path.startsWith(WaveSpeedRoutes.SUBMIT) && waveSpeedDesk.cutBeforeRead(context);
  }

  /** Jobs that have not ended, and calls that are about to be turned away. Thread-safe. */
  int unfinishedCalls() {
    return falDesk.unfinishedCalls() + waveSpeedDesk.unfinishedCalls();
  }

  /** Jobs that wait or are worked on. Thread-safe. */
  int unfinished() {
    return falDesk.unfinished() + waveSpeedDesk.unfinished();
  }
}
