package dev.halftone.provider;

import io.vertx.core.MultiMap;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.net.SocketAddress;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One HTTP request to send.
 *
 * @param method GET, POST or PUT
 * @param url absolute
 * @param headers besides content length; holds the key
 * @param body in pieces, so that large files need not be copied; empty for none
 * @param server where to connect instead of looking up the host of the URL, or null
 */
record HttpCall(
    HttpMethod method,
    String url,
    MultiMap headers,
    List<Buffer> body,
    @Nullable SocketAddress server) {
  HttpCall {
    body = List.copyOf(body);
  }

  HttpCall(HttpMethod method, String url, MultiMap headers, List<Buffer> body) {
    this(method, url, headers, body, null);
  }

  static HttpCall postJson(String url, MultiMap headers, Buffer json) {
    return postJson(url, headers, List.of(json));
  }

  static HttpCall postJson(String url, MultiMap headers, List<Buffer> json) {
    headers.set("Content-Type", "application/json");
    return new HttpCall(HttpMethod.POST, url, headers, json);
  }

  static HttpCall postForm(String url, MultiMap headers, MultipartBody form) {
    headers.set("Content-Type", form.contentType());
    return new HttpCall(HttpMethod.POST, url, headers, form.end());
  }

  static HttpCall get(String url, MultiMap headers) {
    return new HttpCall(HttpMethod.GET, url, headers, List.of());
  }

  static HttpCall put(String url, MultiMap headers) {
    return new HttpCall(HttpMethod.PUT, url, headers, List.of());
  }

  /** The same call, connecting to this address whatever the name of the host resolves to then. */
  HttpCall at(SocketAddress address) {
    return new HttpCall(method, url, headers, body, address);
  }

  long length() {
    return body.stream().mapToLong(Buffer::length).sum();
  }

  @Override
  public String toString() {
    return "HttpCall[%s, %d bytes]".formatted(method, length());
  }
}
