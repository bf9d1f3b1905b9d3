package dev.halftone.provider;

import io.vertx.core.MultiMap;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpMethod;
import java.util.List;

/**
 * One HTTP request to send.
 *
 * @param method GET, POST or PUT
 * @param url absolute
 * @param headers besides content length; holds the key
 * @param body in pieces, so that large files need not be copied; empty for none
 */
record HttpCall(HttpMethod method, String url, MultiMap headers, List<Buffer> body) {
  HttpCall {
    body = List.copyOf(body);
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

  long length() {
    return body.stream().mapToLong(Buffer::length).sum();
  }

  @Override
  public String toString() {
    return "HttpCall[%s, %d bytes]".formatted(method, length());
  }
}
