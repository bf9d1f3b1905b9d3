package dev.halftone.provider;

import io.vertx.core.MultiMap;
import io.vertx.core.buffer.Buffer;

/**
 * One JSON request to send.
 *
 * @param url absolute
 * @param headers besides content type and length; holds the key
 * @param body JSON
 * @param imageKey the member of the answer under which images come
 */
record HttpPost(String url, MultiMap headers, Buffer body, String imageKey) {
  @Override
  public String toString() {
    return "HttpPost[%d bytes]".formatted(body.length());
  }
}
