package dev.halftone.fleet;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The command {@code benchmarks/simulate}: tables on standard output, or into a document between
 * its markers; progress on standard error. If the promise about money is broken it ends with that
 * exception, and so with 1.
 */
public final class Simulate {
  private static final String BEGIN = "<!-- begin of what benchmarks/simulate writes -->\n";
  private static final String END = "<!-- end of what benchmarks/simulate writes -->\n";

  private int requests = 50_000;
  private List<Long> seeds = List.of(1L, 2L, 3L);
  private List<Contender> contenders = List.of(Contender.values());
  private @Nullable Path document;

  private Simulate() {}

  /**
   * Runs.
   *
   * @throws IllegalArgumentException if an option is not known or wrong
   */
  public static void main(String[] args) throws IOException {
    Simulate simulate = new Simulate();
    simulate.read(args);
    simulate.run();
  }

  private void read(String[] args) {
    for (int i = 0; i < args.length; i += 2) {
      if (i + 1 == args.length) {
        throw new IllegalArgumentException("option '%s' has no value".formatted(args[i]));
      }
      String value = args[i + 1];
      switch (args[i]) {
        case "--requests" -> requests = positive(value);
        case "--seeds" -> seeds = Arrays.stream(value.split(",")).map(Long::valueOf).toList();
        case "--only" ->
            contenders = Arrays.stream(value.split(",")).map(Contender::parse).toList();
        case "--into" -> document = Path.of(value);
        default ->
            throw new IllegalArgumentException(
                "unknown option '%s'; there are --requests, --seeds, --only, --into"
                    .formatted(args[i]));
      }
    }
  }

  private static int positive(String value) {
    int number = Integer.parseInt(value);
    if (number < 1) {
      throw new IllegalArgumentException(
          "--requests is %d; it must be 1 or more".formatted(number));
    }
    return number;
  }

  private void run() throws IOException {
    Map<Contender, Result> results =
        new Simulation(requests, seeds, contenders, System.err::println).run();
    String tables = tables(results);
    if (document == null) {
      System.out.print(tables);
    } else {
      Files.writeString(document, between(Files.readString(document), tables));
    }
  }

  private String tables(Map<Contender, Result> results) {
    String command =
        "`benchmarks/simulate --requests %d --seeds %s`, each strategy on the same requests:%n%n"
            .formatted(requests, String.join(",", seeds.stream().map(String::valueOf).toList()));
    String table = command + SimulationTable.of(results);
    return results.size() == Contender.values().length
        ? table + "\n" + Verdicts.of(results)
        : table;
  }

  static String between(String text, String tables) {
    int begin = text.indexOf(BEGIN);
    int end = text.indexOf(END);
    if (begin < 0 || end < begin) {
      throw new IllegalArgumentException("the document has not the lines " + BEGIN + END);
    }
    return text.substring(0, begin + BEGIN.length()) + "\n" + tables + "\n" + text.substring(end);
  }
}
