package dev.halftone.cli;

import dev.halftone.router.Timers;
import io.vertx.core.Vertx;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.InstantSource;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.Map;
import java.util.function.Function;
import java.util.function.LongSupplier;

/**
 * Everything of the outside that a command may touch, passed in so that a test can stand for it.
 *
 * @param out results, and nothing else
 * @param err progress, notes and errors
 * @param environment the environment variables
 * @param directory what relative paths start from
 * @param clock the wall clock, by which prices are dated
 * @param ticker elapsed nanoseconds
 * @param timers how a command that sends waits
 */
record Console(
    PrintStream out,
    PrintStream err,
    Map<String, String> environment,
    Path directory,
    InstantSource clock,
    LongSupplier ticker,
    Function<Vertx, Timers> timers) {

  /** In real time. */
  Console(
      PrintStream out,
      PrintStream err,
      Map<String, String> environment,
      Path directory,
      InstantSource clock) {
    this(out, err, environment, directory, clock, System::nanoTime, Timers::of);
  }

  static Console system() {
    return new Console(
        stream(FileDescriptor.out),
        stream(FileDescriptor.err),
        System.getenv(),
        Path.of(""),
        InstantSource.system());
  }

  private static PrintStream stream(FileDescriptor descriptor) {
    // Whatever the locale says: JSON is UTF-8.
    return new PrintStream(new FileOutputStream(descriptor), true, StandardCharsets.UTF_8);
  }

  Path resolve(Path path) {
    return directory.resolve(path);
  }

  LocalDate today() {
    return LocalDate.ofInstant(clock.instant(), ZoneOffset.UTC);
  }
}
