package dev.halftone.cost;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

class CalibrationThreadsTest {
  private static final int THREADS = 8;
  private static final int BILLS = 5_000;

  @Test
  @Timeout(60)
  void observe_manyThreads_losesNoBillAndEveryQuoteAndSnapshotIsWhole() throws Exception {
    CalibrationOptions options = CalibrationOptions.builder().holdQuantilePpm(990_000).build();
    Calibration calibration = Calibration.create(options);
    Quote quote = Quotes.of(50, 100, 1_000);
    CountDownLatch start = new CountDownLatch(1);
    ExecutorService pool = Executors.newFixedThreadPool(THREADS + 1);
    try {
      List<Future<Void>> writers = new ArrayList<>();
      for (int thread = 0; thread < THREADS; thread++) {
        int offset = thread;
        Callable<Void> work =
            () -> {
              start.await();
              for (int i = 0; i < BILLS; i++) {
                CalibrationKey key = Quotes.key(i % 2 == 0 ? "a" : "b" + i % 20);
                calibration.observe(key, quote, Usd.ofNanos(100 + (i + offset * 13) % 200));
                Calibrated calibrated = calibration.calibrate(key, quote);
                assertThat(calibrated.samples()).isPositive();
              }
              return null;
            };
        writers.add(pool.submit(work));
      }
      Future<Void> snapshots =
          pool.submit(
              () -> {
                start.await();
                for (int i = 0; i < 50; i++) {
                  ByteArrayOutputStream out = new ByteArrayOutputStream();
                  calibration.write(out);
                  Calibration.read("copy", new ByteArrayInputStream(out.toByteArray()), options);
                }
                return null;
              });
      start.countDown();
      for (Future<Void> writer : writers) {
        writer.get();
      }
      snapshots.get();
    } finally {
      pool.shutdownNow();
    }
    assertThat(calibration.size()).isEqualTo(11);
    Calibrated calibrated = calibration.calibrate(Quotes.key("a"), quote);
    assertThat(calibrated.samples()).isEqualTo(THREADS * BILLS / 2);
    assertThat(calibrated.quote().expected().nanos()).isBetween(180L, 220L);
  }

  @Test
  @Timeout(60)
  void observe_moreKeysThanAllowedFromManyThreads_staysWithinTheLimit() throws Exception {
    Calibration calibration = Calibration.create(CalibrationOptions.builder().maxKeys(10).build());
    Quote quote = Quotes.of(50, 100, 1_000);
    ExecutorService pool = Executors.newFixedThreadPool(THREADS);
    try {
      List<Future<?>> writers = new ArrayList<>();
      for (int thread = 0; thread < THREADS; thread++) {
        int offset = thread;
        writers.add(
            pool.submit(
                () -> {
                  for (int i = 0; i < BILLS; i++) {
                    String provider = "p" + (i * 31 + offset) % 40;
                    calibration.observe(Quotes.key(provider), quote, Usd.ofNanos(100));
                  }
                }));
      }
      for (Future<?> writer : writers) {
        writer.get();
      }
    } finally {
      pool.shutdownNow();
    }
    assertThat(calibration.size()).isEqualTo(10);
  }
}
