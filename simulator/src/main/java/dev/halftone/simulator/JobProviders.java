package dev.halftone.simulator;

import io.vertx.core.Vertx;
import io.vertx.core.WorkerExecutor;
import io.vertx.ext.web.Router;
import java.security.SecureRandom;
import java.util.function.Supplier;

/** The providers that work by jobs, and the files they make. */
final class JobProviders {
  private final FileShelf shelf;
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
    shelf = new FileShelf(new SecureRandom(), options.maxFileBytes());
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
    router.get(FileShelf.FOLDER + ":name").handler(shelf::serve);
  }

  /** Jobs that wait or are worked on. Thread-safe. */
  int unfinished() {
    return falDesk.unfinished() + waveSpeedDesk.unfinished();
  }
}
