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
final class FileShelf {
  static final String FOLDER = "/files/";

  private final RandomGenerator chance;
  private final long mostBytes;
  private final Map<String, StoredFile> files = new LinkedHashMap<>();
  private long bytes;

  FileShelf(RandomGenerator chance, long mostBytes) {
    this.chance = chance;
    this.mostBytes = mostBytes;
  }

  /** Puts the files of one job in, which stay together, and returns their paths. */
  List<String> put(List<byte[]> contents, PictureFormat format) {
    List<String> paths = new ArrayList<>();
    for (byte[] content : contents) {
      String name = Wire.hex(chance.nextLong()) + Wire.hex(chance.nextLong());
      String path = FOLDER + name + "." + format.wireName();
      files.put(path, new StoredFile(content, format));
      bytes += content.length;
      paths.add(path);
    }
    Iterator<StoredFile> oldest = files.values().iterator();
    while (bytes > mostBytes && files.size() > contents.size()) {
      bytes -= oldest.next().content().length;
      oldest.remove();
    }
    return paths;
  }

  @Nullable StoredFile find(String path) {
    return files.get(path);
  }

  void serve(RoutingContext context) {
    StoredFile file = find(context.request().path());
    if (file == null) {
      context.response().setStatusCode(404).end();
      return;
    }
    context.response().putHeader("content-type", file.contentType());
    context.response().end(Buffer.buffer(file.content()));
  }

  /** A finished picture. */
  @SuppressWarnings("ArrayRecordComponent")
  record StoredFile(byte[] content, PictureFormat format) {
    String contentType() {
      return "image/" + format.wireName();
    }
  }
}
