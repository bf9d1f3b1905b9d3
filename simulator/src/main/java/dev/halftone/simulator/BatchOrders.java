package dev.halftone.simulator;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.LocalDate;
import org.jspecify.annotations.Nullable;

/**
 * Reads the orders of one batch and lets chance fail some of them, at the rates of the provider. A
 * batch has no connection to cut: a line whose answer would have been lost after the work is
 * served, and one whose fault comes before the work fails with 500.
 */
final class BatchOrders implements BatchFile.Orders {
  private final ProviderProfile profile;
  private final OpenAiDialect dialect;
  private final FileShelf shelf;
  private final boolean edits;
  private final long lot;
  private final FateDice dice;
  private final CallCounter counter = new CallCounter();

  BatchOrders(
      SimulatorOptions options,
      ProviderProfile profile,
      OpenAiDialect dialect,
      FileShelf shelf,
      String endpoint,
      String batchId) {
    this.profile = profile;
    this.dialect = dialect;
    this.shelf = shelf;
    this.edits = endpoint.equals(BatchFile.EDITS);
    this.lot = Mix.text(batchId);
    this.dice = new FateDice(options.seed(), options.blockedWords());
  }

  @Override
  public ImageOrder read(JsonNode body, LocalDate today) throws Rejection {
    ImageOrder order = dialect.order(edits ? EditDialect.withoutPictures(body) : body, today);
    if (order.isStreamed()) {
      throw Rejection.invalid("stream", "invalid_value", "A batch does not stream.");
    }
    if (edits) {
      EditDialect.checkFidelity(body.get("input_fidelity"), order.model());
      return order.editing(new ReferenceReader(shelf).json(body));
    }
    return order;
  }

  @Override
  public @Nullable Fault fault(ImageOrder order) {
    return dice.cast(SimulatedProvider.OPENAI, profile, order, counter.next(order.prompt()))
        .fault();
  }

  @Override
  public String requestId(int line) {
    return "req_" + Wire.hex(Mix.of(lot, line));
  }
}
