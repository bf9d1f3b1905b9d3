package dev.halftone.simulator;

import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Draws the pictures of a batch into its output file, writes its error file, and lists what each
 * request costs, half the price. Blocks for as long as drawing takes; for a worker.
 */
final class BatchWriter {
  private final OpenAiDialect dialect;
  private final PictureMaker pictures;
  private final FileShelf shelf;
  private final long createdSeconds;
  private final List<InvoiceLine> lines = new ArrayList<>();

  BatchWriter(OpenAiDialect dialect, PictureMaker pictures, FileShelf shelf, long createdSeconds) {
    this.dialect = dialect;
    this.pictures = pictures;
    this.shelf = shelf;
    this.createdSeconds = createdSeconds;
  }

  /**
   * The ids of the two files, null where there was nothing to write, and what goes into the book.
   */
  record Written(@Nullable String outputId, @Nullable String errorId, List<InvoiceLine> lines) {}

  Written write(String batchId, List<BatchLine> done, List<BatchLine> undone, String reason) {
    boolean fine = done.stream().anyMatch(line -> line.failure() == null);
    boolean faults = !undone.isEmpty() || done.stream().anyMatch(line -> line.failure() != null);
    String output = fine ? file(batchId + "_output.jsonl", out -> results(out, done)) : null;
    String error =
        faults ? file(batchId + "_error.jsonl", out -> failures(out, done, undone, reason)) : null;
    return new Written(output, error, lines);
  }

  private void results(OutputStream out, List<BatchLine> done) throws IOException {
    for (BatchLine line : done) {
      ImageOrder order = line.order();
      if (order != null && line.failure() == null) {
        Bill bill = line.bill();
        Finished finished =
            new Finished(order, bill, pictures.all(order), createdSeconds, line.requestId());
        byte[] body = SpoiledAnswer.body(line.fault(), dialect, finished);
        write(out, line, 200, body);
        charge(line, bill, 200);
      }
    }
  }

  private void failures(
      OutputStream out, List<BatchLine> done, List<BatchLine> undone, String reason)
      throws IOException {
    for (BatchLine line : done) {
      Rejection failure = line.failure();
      if (failure != null) {
        write(out, line, failure.status(), Wire.bytes(Wire.openAiError(failure)));
        charge(line, line.bill(), failure.status());
      }
    }
    for (BatchLine line : undone) {
      ObjectNode json = Wire.JSON.createObjectNode();
      json.put("id", "batch_" + line.requestId()).put("custom_id", line.customId());
      json.putNull("response");
      json.putObject("error")
          .put("code", reason)
          .put("message", "This request was not executed before the batch ended.");
      out.write(Wire.bytes(json));
      out.write('\n');
    }
  }

  /** The body goes in as it is: it can be megabytes. */
  private static void write(OutputStream out, BatchLine line, int status, byte[] body)
      throws IOException {
    String id = line.requestId();
    String head =
        "{\"id\":\"batch_"
            + id
            + "\",\"custom_id\":"
            + TextNode.valueOf(line.customId())
            + ",\"response\":{\"status_code\":"
            + status
            + ",\"request_id\":\""
            + id
            + "\",\"body\":";
    out.write(head.getBytes(StandardCharsets.UTF_8));
    out.write(body);
    out.write("},\"error\":null}\n".getBytes(StandardCharsets.UTF_8));
  }

  private void charge(BatchLine line, Bill bill, int status) {
    ImageOrder order = line.order();
    lines.add(
        new InvoiceLine(
            SimulatedProvider.OPENAI,
            order == null ? "" : order.model().id(),
            order == null ? "" : order.quality(),
            order == null ? "" : order.size().toString(),
            order == null ? 0 : order.images(),
            bill.textInput(),
            bill.imageInput(),
            bill.imageOutput(),
            bill.textOutput(),
            bill.nanoUsd(),
            status,
            line.ending(),
            line.requestId(),
            line.customId()));
  }

  private String file(String name, Content content) {
    try {
      Path path = Files.createTempFile("halftone-simulator", ".jsonl");
      path.toFile().deleteOnExit();
      try (OutputStream out = new BufferedOutputStream(Files.newOutputStream(path))) {
        content.write(out);
      }
      return shelf.keep(path, name, createdSeconds).id();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Fills a file. */
  private interface Content {
    void write(OutputStream out) throws IOException;
  }
}
