package dev.halftone.store;

import dev.halftone.budget.Scope;
import java.nio.charset.StandardCharsets;
import java.util.zip.CRC32C;

/** By what lines are found and damage is seen. Pure; the values are part of the file's format. */
final class Hashes {
  private static final long FNV_OFFSET = 0xcbf29ce484222325L;
  private static final long FNV_PRIME = 0x100000001b3L;

  private Hashes() {}

  static long ofId(String id) {
    return mixed(FNV_OFFSET, id);
  }

  static long ofScope(Scope scope) {
    return mixed(~FNV_OFFSET, scope.toString());
  }

  /** Of a row of a table: the sum over a table does not depend on the order of its rows. */
  static long ofRow(String key, String data) {
    return mixed(mixed(FNV_OFFSET, key), data);
  }

  static long checkOf(long number, long atMillis, byte[] lines, String refusals) {
    CRC32C crc = new CRC32C();
    crc.update((number + " " + atMillis + " " + refusals).getBytes(StandardCharsets.UTF_8));
    crc.update(lines);
    return crc.getValue();
  }

  static long checkOf(long number, byte[] pairs) {
    CRC32C crc = new CRC32C();
    crc.update(Long.toString(number).getBytes(StandardCharsets.UTF_8));
    crc.update(pairs);
    return crc.getValue();
  }

  private static long mixed(long seed, String text) {
    long hash = seed;
    for (int i = 0; i < text.length(); i++) {
      hash = (hash ^ text.charAt(i)) * FNV_PRIME;
    }
    hash ^= hash >>> 33;
    hash *= 0xff51afd7ed558ccdL;
    hash ^= hash >>> 33;
    hash *= 0xc4ceb9fe1a85ec53L;
    return hash ^ (hash >>> 33);
  }
}
