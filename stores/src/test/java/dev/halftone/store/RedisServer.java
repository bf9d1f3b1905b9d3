package dev.halftone.store;

import java.io.BufferedReader;
import java.io.File;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import redis.embedded.core.ExecutableProvider;

/**
 * A real Redis on a free port of loopback that keeps its data in a directory of its own: the {@code
 * redis-server} on the path, else one that comes with the tests.
 */
public final class RedisServer implements AutoCloseable {
  private static final int MAX_PORT = 55_535;

  private static @Nullable File executable;

  private final int port;
  private final Path directory;
  private final List<String> settings;
  private @Nullable Process process;

  private RedisServer(int port, Path directory, List<String> settings) {
    this.port = port;
    this.directory = directory;
    this.settings = settings;
  }

  /** Starts one. The settings, such as {@code --requirepass x}, come after the usual ones. */
  public static RedisServer launch(String... settings) {
    try {
      Path directory = Files.createTempDirectory("redis");
      RedisServer server = new RedisServer(freePort(), directory, List.of(settings));
      server.start();
      return server;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** One that leaves room for the bus of a cluster, ten thousand ports above. */
  private static int freePort() throws IOException {
    while (true) {
      try (ServerSocket free = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
        if (free.getLocalPort() <= MAX_PORT) {
          return free.getLocalPort();
        }
      }
    }
  }

  public int port() {
    return port;
  }

  public String url() {
    return "redis://127.0.0.1:" + port;
  }

  /** Starts it again after {@link #stop} or {@link #kill}, and waits until it answers. */
  public void start() {
    List<String> command =
        new ArrayList<>(
            List.of(
                executable().getPath(),
                "--port",
                Integer.toString(port),
                "--bind",
                "127.0.0.1",
                "--dir",
                directory.toString(),
                "--save",
                "",
                "--appendonly",
                "yes"));
    command.addAll(settings);
    try {
      Process started = new ProcessBuilder(command).redirectErrorStream(true).start();
      process = started;
      BufferedReader log =
          new BufferedReader(
              new InputStreamReader(started.getInputStream(), StandardCharsets.UTF_8));
      List<String> lines = new ArrayList<>();
      String line = log.readLine();
      while (line != null && !line.contains("Ready to accept connections")) {
        lines.add(line);
        line = log.readLine();
      }
      if (line == null) {
        throw new IllegalStateException("Redis did not start: " + lines);
      }
      Thread drain = new Thread(() -> drain(log), "redis-log");
      drain.setDaemon(true);
      drain.start();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** A server whose log nobody reads would stand still when the pipe is full. */
  private static void drain(BufferedReader log) {
    try {
      while (log.readLine() != null) {}
    } catch (IOException ended) {
      // The stream closes with the process.
    }
  }

  /** Ends it as an operator would. */
  public void stop() {
    Process running = running();
    running.destroy();
    await(running);
  }

  /** Ends it in the middle of whatever it does. */
  public void kill() {
    Process running = running();
    running.destroyForcibly();
    await(running);
  }

  /** It keeps its connections and answers nothing. */
  public void hang() {
    signal("-STOP");
  }

  /** The end of {@link #hang}. */
  public void goOn() {
    signal("-CONT");
  }

  private void signal(String signal) {
    try {
      new ProcessBuilder("kill", signal, Long.toString(running().pid())).start().waitFor();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  private Process running() {
    return Objects.requireNonNull(process, "it was never started");
  }

  private static void await(Process ending) {
    try {
      ending.waitFor();
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  @Override
  public void close() {
    kill();
    try (Stream<Path> files = Files.walk(directory)) {
      files.sorted(Comparator.reverseOrder()).map(Path::toFile).forEach(File::delete);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static synchronized File executable() {
    File found = executable;
    if (found == null) {
      found =
          Arrays.stream(System.getenv().getOrDefault("PATH", "").split(File.pathSeparator, -1))
              .map(folder -> new File(folder, "redis-server"))
              .filter(File::canExecute)
              .findFirst()
              .orElseGet(RedisServer::shipped);
    }
    executable = found;
    return found;
  }

  private static File shipped() {
    try {
      return ExecutableProvider.newJarResourceProvider().get();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
