package dev.halftone.simulator;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.LocalDate;
import org.jspecify.annotations.Nullable;

/**
 * Reads the orders of one batch and lets chance fail some of them, at the rates of the provider. A
 * batch has no connection to cut: what would have been cut after the work is served.
 */
final class BatchOrders implements BatchFile.Orders {
  private final SimulatorOptions options;
  private final OpenAiDialect dialect;
  private final FileShelf shelf;
  private final boolean edits;
  private final long lot;
  private final FateDice dice;
  private final CallCounter counter = new CallCounter();

  BatchOrders(
      SimulatorOptions options,
      OpenAiDialect dialect,
      FileShelf shelf,
      String endpoint,
      String batchId) {
    this.options = options;
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
  public @Nullable Rejection failure(ImageOrder order, String requestId) {
    SimulatedProvider provider = SimulatedProvider.OPENAI;
    Fate fate = dice.cast(provider, options.profile(provider), order, counter.next(order.prompt()));
    return switch (fate.ending()) {
      case PICTURES, CUT_AFTER_WORK -> null;
      case REFUSED -> Rejection.refused(requestId);
      default -> Rejection.broken();
    };
  }

  @Override
  public String requestId(int line) {
    return "req_" + Wire.hex(Mix.of(lot, line));
  }
}
