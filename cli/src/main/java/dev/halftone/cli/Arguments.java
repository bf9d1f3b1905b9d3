package dev.halftone.cli;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.function.Function;

/** Reads what was given on the command line. */
final class Arguments {
  private Arguments() {}

  /** Reads a value; what is wrong with it is told with the name of its option or parameter. */
  static <S, T> T read(String name, S value, Function<S, T> reader) {
    try {
      return reader.apply(value);
    } catch (IllegalArgumentException e) {
      throw CommandException.usage("%s: %s".formatted(name, e.getMessage()));
    }
  }

  /** A file that was named, which must exist and be readable. */
  static Path existingFile(Console console, String text) {
    Path path = console.resolve(Path.of(text));
    if (!Files.isRegularFile(path)) {
      throw new IllegalArgumentException("'%s' is not a file".formatted(text));
    }
    if (!Files.isReadable(path)) {
      throw new IllegalArgumentException("'%s' cannot be read".formatted(text));
    }
    return path;
  }
}
