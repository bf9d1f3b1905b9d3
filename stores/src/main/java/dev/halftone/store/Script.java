package dev.halftone.store;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Locale;
import java.util.Objects;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The one Lua script: {@code ledger.lua}, which all steps share, and after it the file of each. One
 * script, since a server's Lua collects its garbage in time that grows with the code it holds.
 */
final class Script {
  /** What all steps share. */
  static final String SHARED = read("ledger");

  /** What the server runs; the name of a step is its first argument. */
  static final String TEXT =
      SHARED + Stream.of(RedisStep.values()).map(Script::branch).collect(Collectors.joining());

  /** By which name the server knows it, once loaded. */
  static final String SHA = sha1(TEXT);

  private Script() {}

  private static String branch(RedisStep step) {
    String body = read(step.name().toLowerCase(Locale.ROOT));
    return "if STEP == '%s' then\n%send\n".formatted(step.name(), body);
  }

  private static String read(String name) {
    try (InputStream in = Script.class.getResourceAsStream(name + ".lua")) {
      return new String(Objects.requireNonNull(in, name).readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static String sha1(String text) {
    try {
      MessageDigest digest = MessageDigest.getInstance("SHA-1");
      return HexFormat.of().formatHex(digest.digest(text.getBytes(StandardCharsets.UTF_8)));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }
}
