package dev.halftone.store;

/** A simple string reply, which a Lua script sees as a table and not as a string. */
record RedisStatus(String text) {
  static final RedisStatus OK = new RedisStatus("OK");
}
