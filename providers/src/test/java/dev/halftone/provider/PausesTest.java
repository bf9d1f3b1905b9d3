package dev.halftone.provider;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class PausesTest {
  @Test
  void close_endsEveryPauseAndLeavesNoTimer() throws Exception {
    Vertx vertx = Vertx.vertx();
    try {
      Pauses pauses = new Pauses(vertx);
      pauses
          .pause(Duration.ZERO)
          .toCompletionStage()
          .toCompletableFuture()
          .get(5, TimeUnit.SECONDS);
      assertThat(pauses.count()).isZero();
      Future<Void> waiting = pauses.pause(Duration.ofHours(1));
      assertThat(pauses.count()).isEqualTo(1);
      pauses.close();
      assertThat(waiting.failed()).isTrue();
      assertThat(pauses.count()).isZero();
      assertThat(pauses.pause(Duration.ofHours(1)).failed()).isTrue();
      assertThat(pauses.count()).isZero();
    } finally {
      vertx.close().toCompletionStage().toCompletableFuture().get(5, TimeUnit.SECONDS);
    }
  }
}
