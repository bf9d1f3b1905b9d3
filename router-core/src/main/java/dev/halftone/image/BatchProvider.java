package dev.halftone.image;

import io.vertx.core.Future;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/**
 * A place that makes images in batches: cheaper, within a day instead of a minute.
 *
 * <p>Only {@link #submit} can cost money. It is sent at most once, and its failure says whether it
 * may be billed, as for a single call. Every other method only asks, so its failure is always free
 * and says <em>nothing about the batch</em>: what is held for it stays held. What a request was
 * charged is told by its {@link BatchItem} alone, so hold money for each attempt id and settle,
 * release or suspend it by that.
 *
 * <p>Implementations are thread-safe and never block. Operating failures are {@link
 * ProviderFailure}s; futures complete and callbacks run on the caller's context.
 */
public interface BatchProvider {
  /** The name it is configured under. */
  String name();

  /** The price list in the catalogue that it bills by, at the rates of its batch lane. */
  String priceList();

  /** What a request in a batch may be; the quota is the account's for single calls. */
  Capabilities capabilities();

  /** Within how long it promises to be done with a batch; what is not made by then never is. */
  Duration completionWindow();

  /**
   * Sends a batch. This can cost money.
   *
   * <p>If it fails and may be billed, nobody knows yet whether the batch exists: ask {@link #find}
   * with the same id before giving up or sending again.
   *
   * @param ownId the caller's id of this batch, new for each submission, best written down before
   *     this is called; 1 to 512 characters, stored at the provider
   * @param calls all of one model, and either all edits or none; attempt ids must differ, timeouts
   *     and consumers of partial images are not used
   */
  Future<BatchTicket> submit(String ownId, List<ProviderCall> calls);

  /** Asks how far a batch is. */
  Future<BatchState> state(String batchId);

  /**
   * Asks to stop a batch; what was made by then is billed and has results. A batch that has ended
   * stays as it is.
   *
   * @return its state right after
   */
  Future<BatchState> cancel(String batchId);

  /**
   * Looks for the batch that was sent with this id, to resolve a {@link #submit} without an answer.
   *
   * @return its state, or empty where the provider lists no such batch; shortly after the
   *     submission that may still change
   */
  Future<Optional<BatchState>> find(String ownId);

  /**
   * Fetches the results of a batch that has ended: exactly one item for each attempt of the ticket,
   * in any order.
   *
   * <p>If this fails, no item was made up: those handed on are true, and all come again the next
   * time. It fails with an {@link IllegalStateException} if the batch has not ended, and with the
   * sink's own failure if that fails.
   *
   * @param sink is given one item at a time; the next is read when its future completes
   */
  Future<Void> results(BatchTicket ticket, Function<BatchItem, Future<Void>> sink);

  /** Releases its connections; what is in flight fails. Batches go on. */
  default Future<Void> close() {
    return Future.succeededFuture();
  }
}
