package dev.halftone.image;

import java.util.List;

/**
 * What is needed to come back for the results of a batch, in this process or in another. Immutable.
 *
 * @param batchId the provider's id of the batch
 * @param attemptIds of all its requests, in the order they were sent
 */
public record BatchTicket(String batchId, List<String> attemptIds) {
  public BatchTicket {
    attemptIds = List.copyOf(attemptIds);
  }

  @Override
  public String toString() {
    return "BatchTicket[%s, %d requests]".formatted(batchId, attemptIds.size());
  }
}
