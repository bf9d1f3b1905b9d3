package dev.halftone.simulator;

/**
 * One call for images, as the provider's books show it, charged or not. Immutable. Fields the
 * provider never learned, because the request was unreadable, are empty or 0.
 *
 * @param provider who was called
 * @param model the model as the provider names it (on Azure the model behind the deployment)
 * @param quality the quality the pictures were made in; never {@code auto} once work was done
 * @param size the size the pictures were made in, as {@code 1024x1024}
 * @param images pictures asked for
 * @param textInputTokens billed tokens of the prompt, 0 when nothing was billed
 * @param imageInputTokens billed tokens of the references of an edit
 * @param imageOutputTokens billed tokens of the pictures, partial ones included
 * @param textOutputTokens billed tokens of hidden text, only ever on gpt-image-1.5
 * @param chargedNanoUsd what the call costs in nano-US-dollars, 0 or more; on the Responses API the
 *     text model, whose tokens have no field here, is part of it
 * @param status HTTP status sent, or 0 when the connection was cut before one was; of an accepted
 *     job the status its result is told with, whether or not anyone asks
 * @param ending how the call ended; of a job, how the call that submitted it did
 * @param requestId the id the provider gave: {@code x-request-id}, {@code apim-request-id}, {@code
 *     generationId}, {@code x-generation-id}, or the id of the job
 * @param clientRequestId the id the client sent along, or empty
 */
public record InvoiceLine(
    SimulatedProvider provider,
    String model,
    String quality,
    String size,
    int images,
    int textInputTokens,
    int imageInputTokens,
    int imageOutputTokens,
    int textOutputTokens,
    long chargedNanoUsd,
    int status,
    Ending ending,
    String requestId,
    String clientRequestId) {

  /** Whether the call cost something. */
  public boolean isCharged() {
    return chargedNanoUsd > 0;
  }

  /** How a call ended. {@link #isCharged()} tells what it cost: one ending can be either. */
  public enum Ending {
    /** The provider sent a whole answer; a stream may have ended in an event of failure. */
    ANSWERED,
    /** The provider sent a whole answer with status 200 and no picture that can be used. */
    SPOILED,
    /** A proxy before the provider answered with a page of HTML. */
    PROXY_FAILED,
    /** The provider cut the connection before it read the request's body. */
    CUT_BEFORE_READ,
    /** The provider cut the connection and did no work. */
    CUT_BEFORE_WORK,
    /**
     * The provider did the work or accepted the job, charges it, and cut the connection, at once or
     * in the answer.
     */
    CUT_AFTER_WORK,
    /** The provider never answers, and keeps the connection open. */
    HUNG,
    /** The client hung up while the provider worked; charged when the work came to pictures. */
    CLIENT_GONE
  }
}
