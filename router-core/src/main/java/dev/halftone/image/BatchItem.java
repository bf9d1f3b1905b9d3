package dev.halftone.image;

/** What became of one request of a batch. Immutable. */
public sealed interface BatchItem {
  /** The attempt it was sent as. */
  String attemptId();

  /** It brought images, and was billed at the rates of the batch lane. */
  record Made(String attemptId, ProviderAnswer answer) implements BatchItem {}

  /** It brought none; the failure says whether it was billed and may be sent again. */
  record Failed(String attemptId, ProviderFailure failure) implements BatchItem {}
}
