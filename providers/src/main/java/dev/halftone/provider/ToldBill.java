package dev.halftone.provider;

import dev.halftone.image.ProviderFailure;
import dev.halftone.image.ProviderFailure.Billed;
import dev.halftone.image.ProviderFailure.Retry;

/** A failure whose answer tells its bill, which beats what the failure usually means. */
final class ToldBill {
  private ToldBill() {}

  /** The failure billed as told, to add how much; never safe to retry if it was billed. */
  static ProviderFailure.Builder of(ProviderFailure failure, Billed told) {
    boolean paid = told != Billed.NO && failure.retry() == Retry.SAFE;
    return failure.newBuilder().billed(told).retry(paid ? Retry.UNSAFE : failure.retry());
  }
}
