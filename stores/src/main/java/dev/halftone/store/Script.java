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

/** The Lua scripts; each is sent with {@code ledger.lua}, which they share, before it. */
enum Script {
  RESERVE,
  EXTEND,
  CARVE,
  FINISH,
  SUSPEND,
  PUT,
  REMOVE,
  VIEW,
  SUSPENSES,
  HISTORY;

  private final String text = read("ledger") + read(name().toLowerCase(Locale.ROOT));
  private final String sha = sha1(text);

  /** What the server runs. */
  String text() {
    return text;
  }

  /** By which name the server knows it, once loaded. */
  String sha() {
    return sha;
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
