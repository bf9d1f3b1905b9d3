package dev.halftone.simulator;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.vertx.core.buffer.Buffer;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/**
 * A file at OpenAI: what a client uploaded, in memory, or what a batch wrote, on disk.
 *
 * @param content of an upload; null when the file lies on disk
 * @param path of a result; null when the file is in memory
 */
record StoredFile(
    String id,
    String purpose,
    String filename,
    long bytes,
    long createdSeconds,
    @Nullable Buffer content,
    @Nullable Path path) {

  ObjectNode json() {
    return Wire.JSON
        .createObjectNode()
        .put("id", id)
        .put("object", "file")
        .put("bytes", bytes)
        .put("created_at", createdSeconds)
        .put("filename", filename)
        .put("purpose", purpose)
        .put("status", "processed");
  }
}
