package dev.halftone.cli;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.halftone.cost.Usd;
import dev.halftone.simulator.InvoiceLine;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.io.Writer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;

/** Writes one line of JSON for every call the simulator ended; never a prompt, never a key. */
final class CallLog implements AutoCloseable {
  private final Writer writer;

  private CallLog(Writer writer) {
    this.writer = writer;
  }

  /** Replaces the file, in the folder where the command runs unless the path says otherwise. */
  static CallLog open(Console console, String text) {
    try {
      return new CallLog(Files.newBufferedWriter(console.resolve(Path.of(text))));
    } catch (IOException e) {
      throw new IllegalArgumentException("'%s' cannot be written: %s".formatted(text, e), e);
    }
  }

  /** Writes at once, so that a log can be read while the simulator runs. */
  synchronized void add(InvoiceLine line) {
    ObjectNode json = Json.object();
    json.put("provider", line.provider().slug())
        .put("model", line.model())
        .put("status", line.status())
        .put("ending", line.ending().name().toLowerCase(Locale.ROOT).replace('_', '-'))
        .put("charged_usd", Usd.ofNanos(line.chargedNanoUsd()).toString())
        .put("request_id", line.requestId())
        .put("client_request_id", line.clientRequestId());
    try {
      writer.write(json + "\n");
      writer.flush();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public synchronized void close() throws IOException {
    writer.close();
  }
}
