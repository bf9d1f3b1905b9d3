package dev.halftone.simulator;

import io.vertx.core.buffer.Buffer;
import io.vertx.ext.web.RoutingContext;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/**
 * Output files that clients fetch, under names nobody can guess and without a key, like the
 * providers' own. Bounded in bytes, or by the latest job where that alone is more: the oldest go
 * first. On the server's context; not thread-safe.
 */
final class PictureShelf {
  static final String FOLDER = "/files/";

  private final RandomGenerator chance;
  private final long mostBytes;
  private final Map<String, StoredPicture> files = new LinkedHashMap<>();
  private long bytes;

  PictureShelf(RandomGenerator chance, long mostBytes) {
    this.chance = chance;
    this.mostBytes = mostBytes;
  }

  /** Puts the files of one job in, which stay together, and returns their paths. */
  List<String> put(List<byte[]> contents, PictureFormat format, String contentType) {
    List<String> paths = new ArrayList<>();
    for (byte[] content : contents) {
      String name = Wire.hex(chance.nextLong()) + Wire.hex(chance.nextLong());
      String path = FOLDER + name + "." + format.wireName();
      files.put(path, new StoredPicture(content, contentType));
      bytes += content.length;
      paths.add(path);
    }
    Iterator<StoredPicture> oldest = files.values().iterator();
    while (bytes > mostBytes && files.size() > contents.size()) {
      bytes -= oldest.next().content().length;
      oldest.remove();
    }
    return paths;
  }

  @Nullable StoredPicture find(String path) {
    return files.get(path);
  }

  void serve(RoutingContext context) {
    StoredPicture file = find(context.request().path());
    if (file == null) {
      context.response().setStatusCode(404).end();
      return;
    }
    context.response().putHeader("content-type", file.contentType());
    context.response().end(Buffer.buffer(file.content()));
  }

  /** What should be a finished picture. */
  @SuppressWarnings("ArrayRecordComponent")
  record StoredPicture(byte[] content, String contentType) {}
}
