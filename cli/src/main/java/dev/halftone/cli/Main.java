package dev.halftone.cli;

import java.io.PrintStream;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.util.Collection;
import java.util.List;
import java.util.Objects;
import picocli.CommandLine;
import picocli.CommandLine.IVersionProvider;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.UnmatchedArgumentException;

/**
 * The {@code halftone} command. Results go to standard output, everything else to standard error.
 *
 * <p>Exit codes: 0 done, 1 a defect of Halftone itself, 2 bad usage, input or configuration, 3
 * refused by a budget, 4 no route or the prompt was refused, 5 providers failed or timed out.
 */
@CommandLine.Command(
    name = "halftone",
    description = "Routes image generation to the provider that serves it best for the money.",
    synopsisSubcommandLabel = "COMMAND",
    versionProvider = Main.Version.class,
    sortOptions = false,
    footer = {
      "",
      "Exit codes: 0 done, 2 bad usage, input or configuration, 3 refused by a budget,",
      "  4 no route can serve it or the prompt was refused, 5 providers failed or timed out."
    })
public final class Main {
  @Option(
      names = {"-h", "--help"},
      usageHelp = true,
      description = "Show this help and exit.")
  boolean help;

  @Option(
      names = {"-V", "--version"},
      versionHelp = true,
      description = "Show the version and exit.")
  boolean version;

  private Main() {}

  /** Runs one command and ends the process with its exit code. */
  public static void main(String[] args) {
    System.exit(run(Console.system(), args));
  }

  /** Runs one command in this process and returns its exit code. */
  static int run(Console console, String... args) {
    CommandLine line = new CommandLine(new Main());
    for (Command command : commands(console)) {
      line.addSubcommand(command);
    }
    line.addSubcommand(ledger(console));
    line.setOut(writer(console.out()))
        .setErr(writer(console.err()))
        .setParameterExceptionHandler((wrong, given) -> refuse(console, wrong))
        .setExecutionExceptionHandler((e, failed, parsed) -> fail(console, failed, e))
        .setUsageHelpAutoWidth(true)
        .setAbbreviatedOptionsAllowed(false);
    return line.execute(args);
  }

  private static List<Command> commands(Console console) {
    return List.of(
        new CatalogCommand(console),
        new DemoCommand(console),
        new EditCommand(console),
        new EstimateCommand(console),
        new GenerateCommand(console),
        new SimulateCommand(console));
  }

  private static CommandLine ledger(Console console) {
    return new CommandLine(new LedgerCommand(console))
        .addSubcommand(new LedgerResolveCommand(console))
        .addSubcommand(new LedgerLimitCommand(console));
  }

  private static PrintWriter writer(PrintStream stream) {
    return new PrintWriter(stream, true, StandardCharsets.UTF_8);
  }

  private static int refuse(Console console, ParameterException wrong) {
    String name = wrong.getCommandLine().getCommandSpec().qualifiedName();
    String message = Objects.requireNonNullElse(wrong.getMessage(), "bad usage");
    if (wrong instanceof UnmatchedArgumentException unmatched) {
      message = unknown(unmatched);
    }
    return end(console, name, Exit.USAGE, message);
  }

  private static String unknown(UnmatchedArgumentException unmatched) {
    CommandLine command = unmatched.getCommandLine();
    String given = unmatched.getUnmatched().get(0);
    String what = "argument";
    Collection<String> known = List.of();
    if (unmatched.isUnknownOption()) {
      what = "option";
      known = command.getCommandSpec().optionsMap().keySet();
    } else if (!command.getSubcommands().isEmpty()) {
      what = "command";
      known = command.getSubcommands().keySet();
    }
    String nearest = Spelling.nearest(given, known);
    return "unknown %s '%s'%s"
        .formatted(what, given, nearest == null ? "" : "; did you mean " + nearest + "?");
  }

  private static int fail(Console console, CommandLine command, Exception e) {
    String name = command.getCommandSpec().qualifiedName();
    if (e instanceof CommandException expected) {
      return end(console, name, expected.exit(), String.valueOf(e.getMessage()));
    }
    if (console.environment().containsKey("HALFTONE_DEBUG")) {
      e.printStackTrace(console.err());
    }
    return end(
        console,
        name,
        Exit.INTERNAL,
        "internal error: %s (set HALFTONE_DEBUG=1 for the stack trace)".formatted(e));
  }

  private static int end(Console console, String command, Exit exit, String message) {
    console.err().println(command + ": " + message);
    if (exit == Exit.USAGE) {
      console.err().println("see " + command + " --help");
    }
    return exit.code();
  }

  /** The version of the jar this runs from. */
  static final class Version implements IVersionProvider {
    @Override
    public String[] getVersion() {
      String version = Main.class.getPackage().getImplementationVersion();
      return new String[] {"halftone " + (version == null ? "(unpackaged)" : version)};
    }
  }
}
