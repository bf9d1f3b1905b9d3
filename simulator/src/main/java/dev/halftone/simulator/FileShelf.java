package dev.halftone.simulator;

import io.vertx.core.buffer.Buffer;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * The files clients uploaded to OpenAI, in memory. A full shelf refuses more. All on the server's
 * context; not thread-safe.
 */
final class FileShelf {
  private static final int MOST_FILES = 1_000;
  private static final long MOST_BYTES = 1L << 28;

  private final Map<String, Upload> files = new LinkedHashMap<>();
  private final long seed;
  private long bytes;

  FileShelf(long seed) {
    this.seed = seed;
  }

  /** A file that was uploaded. */
  record Upload(String id, String purpose, String filename, Buffer content, long createdSeconds) {}

  Upload put(String purpose, String filename, Buffer content, long createdSeconds)
      throws Rejection {
    if (files.size() >= MOST_FILES || bytes + content.length() > MOST_BYTES) {
      throw Rejection.invalid(
          "file",
          "storage_limit_exceeded",
          "The simulator keeps at most 1000 files and 256 MiB of uploads.");
    }
    String id = "file-" + Wire.hex(Mix.of(Mix.of(seed, "file"), files.size()));
    Upload upload = new Upload(id, purpose, filename, content, createdSeconds);
    files.put(id, upload);
    bytes += content.length();
    return upload;
  }

  Optional<Upload> find(String id) {
    return Optional.ofNullable(files.get(id));
  }

  /** An uploaded picture; its bytes alone tell the type. */
  Reference picture(String param, String id) throws Rejection {
    Upload upload = files.get(id);
    if (upload == null) {
      throw Rejection.invalid(
          param, "file_not_found", "No such File object: " + Wire.brief(id) + ".");
    }
    byte[] content = upload.content().getBytes();
    String type =
        PictureHeader.of(content).map(PictureHeader::mediaType).orElse("application/octet-stream");
    return Reference.read(param, content, type);
  }
}
