package dev.halftone.provider;

import io.netty.buffer.PooledByteBufAllocator;
import io.vertx.core.Vertx;
import java.lang.reflect.Field;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** What a run left behind, as far as only the libraries themselves know. */
final class Pending {
  private Pending() {}

  /** Timers that have not fired and were not cancelled; read from a private field of Vert.x 5.0. */
  static int timers(Vertx vertx) throws ReflectiveOperationException {
    for (Class<?> type = vertx.getClass(); type != null; type = type.getSuperclass()) {
      for (Field field : type.getDeclaredFields()) {
        if (field.getName().equals("timeouts")) {
          field.setAccessible(true);
          return ((Map<?, ?>) field.get(vertx)).size();
        }
      }
    }
    throw new NoSuchFieldException("timeouts in " + vertx.getClass());
  }

  /** Makes Netty look for buffers that were dropped without being released, and say so. */
  static void collectGarbage(Vertx vertx) throws TimeoutException {
    for (int i = 0; i < 5; i++) {
      System.gc();
      vertx.timer(50).await(5, TimeUnit.SECONDS);
      for (int j = 0; j < 200; j++) {
        PooledByteBufAllocator.DEFAULT.buffer(64).release();
      }
    }
  }
}
