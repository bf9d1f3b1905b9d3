package dev.halftone.cli;

import dev.halftone.cost.Quality;
import dev.halftone.image.CacheOutcome;
import dev.halftone.image.GeneratedImage;
import dev.halftone.image.ImageRequest;
import dev.halftone.image.ImageResult;
import dev.halftone.image.Receipt;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.WorkerExecutor;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;

/**
 * Writes images and their thumbnails into a folder, on a worker thread. An image that came from the
 * cache is on disk already, so the file it was written to is named again. Thread-safe.
 */
final class PictureFiles {
  /** One, because the simulator needs the processors to draw. */
  private static final int WORKERS = 1;

  private static final int THUMBNAIL_EDGE = 320;

  private final Path folder;
  private final WorkerExecutor workers;
  private final Map<Origin, Future<List<PictureFile>>> written = new ConcurrentHashMap<>();

  PictureFiles(Vertx vertx, Path folder) {
    this.folder = folder;
    this.workers =
        vertx.createSharedWorkerExecutor("halftone-pictures", WORKERS, 1, TimeUnit.MINUTES);
  }

  private record Origin(ImageRequest request, String model, Quality quality) {}

  /**
   * Writes the images of a result.
   *
   * @param number names the files
   * @return the files, or a failure if they cannot be written
   */
  Future<List<PictureFile>> save(int number, ImageRequest request, ImageResult result) {
    Receipt receipt = result.receipt();
    Origin origin = new Origin(request, receipt.model(), receipt.quality());
    boolean reused = receipt.cache() == CacheOutcome.HIT || receipt.cache() == CacheOutcome.JOINED;
    Future<List<PictureFile>> before = reused ? written.get(origin) : null;
    if (before != null) {
      return before;
    }
    Future<List<PictureFile>> now =
        workers.executeBlocking(() -> write(number, result.images()), false);
    written.put(origin, now);
    return now;
  }

  private List<PictureFile> write(int number, List<GeneratedImage> images) throws IOException {
    Files.createDirectories(folder.resolve("images"));
    Files.createDirectories(folder.resolve("thumbs"));
    List<PictureFile> files = new ArrayList<>(images.size());
    for (int i = 0; i < images.size(); i++) {
      GeneratedImage image = images.get(i);
      String name = "%04d%s".formatted(number, images.size() == 1 ? "" : "-" + (i + 1));
      String file = "images/" + name + "." + image.format().fileExtension();
      String thumbnail = "thumbs/" + name + ".jpg";
      byte[] bytes = image.bytes().getBytes();
      Files.write(folder.resolve(file), bytes);
      Files.write(folder.resolve(thumbnail), Thumbnail.of(bytes, THUMBNAIL_EDGE));
      files.add(new PictureFile(file, thumbnail));
    }
    return files;
  }

  Future<Void> close() {
    return workers.close();
  }
}
