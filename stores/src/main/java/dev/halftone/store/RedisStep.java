package dev.halftone.store;

/** The steps of the {@link Script}; the name of each is that of its file. */
enum RedisStep {
  RESERVE,
  EXTEND,
  CARVE,
  FINISH,
  SUSPEND,
  PUT,
  REMOVE,
  VIEW,
  SUSPENSES,
  HISTORY
}
