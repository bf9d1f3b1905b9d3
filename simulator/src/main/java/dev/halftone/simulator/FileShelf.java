package dev.halftone.simulator;

import io.vertx.core.buffer.Buffer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/** The files at OpenAI. A full shelf refuses more uploads. Thread-safe. */
final class FileShelf {
  private static final int MOST_FILES = 1_000;
  private static final long MOST_UPLOAD_BYTES = 1L << 28;

  private final Map<String, StoredFile> files = new LinkedHashMap<>();
  private final long seed;
  private long uploadBytes;

  FileShelf(long seed) {
    this.seed = seed;
  }

  synchronized StoredFile upload(
      String purpose, String filename, Buffer content, long createdSeconds) throws Rejection {
    if (files.size() >= MOST_FILES || uploadBytes + content.length() > MOST_UPLOAD_BYTES) {
      throw Rejection.invalid(
          "file",
          "storage_limit_exceeded",
          "The simulator keeps at most 1000 files and 256 MiB of uploads.");
    }
    uploadBytes += content.length();
    return add(
        new StoredFile(
            nextId(), purpose, filename, content.length(), createdSeconds, content, null));
  }

  /** Takes over a file a batch wrote; it is deleted with the shelf. May block. */
  synchronized StoredFile keep(Path path, String filename, long createdSeconds) {
    try {
      return add(
          new StoredFile(
              nextId(), "batch_output", filename, Files.size(path), createdSeconds, null, path));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private StoredFile add(StoredFile file) {
    files.put(file.id(), file);
    return file;
  }

  private String nextId() {
    return "file-" + Wire.hex(Mix.of(Mix.of(seed, "file"), files.size()));
  }

  synchronized Optional<StoredFile> find(String id) {
    return Optional.ofNullable(files.get(id));
  }

  /** An uploaded picture; its bytes alone tell the type. */
  Reference picture(String param, String id) throws Rejection {
    Buffer content = find(id).map(StoredFile::content).orElse(null);
    if (content == null) {
      throw Rejection.invalid(
          param, "file_not_found", "No such File object: " + Wire.brief(id) + ".");
    }
    byte[] bytes = content.getBytes();
    String type =
        PictureHeader.of(bytes).map(PictureHeader::mediaType).orElse("application/octet-stream");
    return Reference.read(param, bytes, type);
  }

  /** Deletes what lies on disk. May block. */
  synchronized void discard() {
    for (StoredFile file : files.values()) {
      Path path = file.path();
      if (path != null) {
        try {
          Files.deleteIfExists(path);
        } catch (IOException e) {
          throw new UncheckedIOException(e);
        }
      }
    }
    files.clear();
  }
}
