package dev.halftone.cli;

import dev.halftone.cost.PriceCatalog;
import dev.halftone.cost.Usd;
import dev.halftone.simulator.Invoice;
import dev.halftone.simulator.Scenario;
import dev.halftone.simulator.Simulator;
import dev.halftone.simulator.SimulatorOptions;
import io.vertx.core.Vertx;
import java.io.IOException;
import java.net.BindException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.CountDownLatch;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Option;

/** Runs the provider simulator alone until it is interrupted. */
@CommandLine.Command(
    name = "simulate",
    description =
        "Simulates OpenAI, Azure AI Foundry, Vercel AI Gateway, fal and WaveSpeedAI on loopback, and"
            + " prints a halftone.yaml for them.",
    sortOptions = false)
final class SimulateCommand extends Command {
  private static final String KEY = "simulator-key";

  @Option(
      names = "--port",
      paramLabel = "P",
      description = "Port on 127.0.0.1; a free one unless given.")
  @Nullable String port;

  @Option(
      names = "--seed",
      paramLabel = "N",
      description = "Everything that looks like chance follows from it; 1 unless given.")
  @Nullable String seed;

  @Option(
      names = "--time-scale",
      paramLabel = "X",
      description = "How many simulated seconds pass in a real one; 1 unless given.")
  @Nullable String timeScale;

  @Option(
      names = "--scenario",
      paramLabel = "FILE",
      description = "YAML that says what happens to the providers when; see docs/simulator.md.")
  @Nullable String scenario;

  @Option(
      names = "--prices",
      paramLabel = "FILE",
      description =
          "Write the invented prices of the simulated WaveSpeedAI, without which nothing is routed"
              + " to it, and name them in the halftone.yaml.")
  @Nullable String prices;

  @Option(
      names = "--log",
      paramLabel = "FILE",
      description = "Write one line of JSON for every call that has ended; replaces the file.")
  @Nullable String log;

  SimulateCommand(Console console) {
    super(console);
  }

  @Override
  Exit run() throws Exception {
    SimulatorOptions.Builder options = SimulatorOptions.newBuilder().apiKey(KEY);
    options.clock(console().clock());
    if (seed != null) {
      options.seed(Arguments.read("--seed", seed, Numbers::whole));
    }
    if (timeScale != null) {
      Arguments.read("--time-scale", timeScale, x -> options.timeScale(Numbers.decimal(x)));
    }
    if (scenario != null) {
      options.scenario(Arguments.read("--scenario", scenario, this::scenario));
    }
    int wanted =
        port == null ? 0 : Arguments.read("--port", port, text -> Numbers.within(text, 0, 65_535));
    if (prices != null) {
      Arguments.read("--prices", prices, this::writePrices);
    }
    if (log == null) {
      return serve(options, wanted);
    }
    try (CallLog calls = Arguments.read("--log", log, text -> CallLog.open(console(), text))) {
      return serve(options.onCallEnd(calls::add), wanted);
    }
  }

  /** A file that says the same may stand there already; another is not replaced. */
  private Path writePrices(String text) {
    Path file = console().resolve(Path.of(text));
    try {
      if (!Files.exists(file)) {
        Files.writeString(file, SimulatedPrices.json());
      } else if (!Files.readString(file).equals(SimulatedPrices.json())) {
        throw new IllegalArgumentException(
            "'%s' exists already and says something else; name another".formatted(text));
      }
      return file;
    } catch (IOException e) {
      throw new IllegalArgumentException("'%s' cannot be written: %s".formatted(text, e), e);
    }
  }

  private Scenario scenario(String text) {
    Path file = Arguments.existingFile(console(), text);
    try {
      return Scenario.read(file);
    } catch (IOException e) {
      throw new IllegalArgumentException("'%s' cannot be read: %s".formatted(text, e), e);
    }
  }

  private Exit serve(SimulatorOptions.Builder options, int wanted) throws Exception {
    Vertx vertx = Waiting.vertx();
    try {
      Simulator simulator = Simulator.create(vertx, options.build());
      listen(simulator, wanted);
      console().out().print(yaml(simulator));
      console().out().flush();
      console().err().println("simulating until Ctrl-C; nothing here costs money");
      waitForTheEnd(simulator);
      return Exit.DONE;
    } finally {
      Waiting.await(vertx.close());
    }
  }

  private static void listen(Simulator simulator, int port) throws Exception {
    try {
      Waiting.await(simulator.listen(port));
    } catch (BindException e) {
      throw CommandException.usage("--port: %d is taken on 127.0.0.1".formatted(port));
    }
  }

  /** A configuration that reaches all of them, ready to be saved. */
  private String yaml(Simulator simulator) {
    String deployments =
        PriceCatalog.shipped()
            .aliveModels(ProviderType.AZURE_FOUNDRY.toString(), console().today())
            .stream()
            .map(model -> "%s: %s".formatted(model, model))
            .collect(Collectors.joining(", "));
    return """
        # halftone.yaml for the simulator; a real provider differs by address and key alone
        providers:
          openai:
            type: openai
            api-key: %1$s
            base-url: %2$s
          azure:
            type: azure-foundry
            api-key: %1$s
            endpoint: %3$s
            deployments: { %4$s }
          vercel:
            type: vercel-ai-gateway
            api-key: %1$s
            base-url: %5$s
          fal:
            type: fal
            api-key: %1$s
            base-url: %6$s
            run-url: %7$s
          wavespeed:
            type: wavespeed
            api-key: %1$s
            base-url: %8$s
            %9$s
        routing:
          objective: cheapest
        budgets:
          - { scope: "team:demo", limit: "5.00", window: day }
        """
        .formatted(
            KEY,
            simulator.openAiBaseUrl(),
            simulator.azureEndpoint(),
            deployments,
            simulator.vercelBaseUrl(),
            simulator.falQueueUrl(),
            simulator.falRunUrl(),
            simulator.wavespeedBaseUrl(),
            pricesLine());
  }

  private String pricesLine() {
    return prices == null
        ? "# it publishes no prices, so nothing is routed to it; simulate --prices FILE invents some"
        : "prices: '%s' # invented".formatted(prices.replace("'", "''"));
  }

  private void waitForTheEnd(Simulator simulator) {
    Thread bill = new Thread(() -> report(simulator.invoice()), "halftone-bill");
    Runtime.getRuntime().addShutdownHook(bill);
    try {
      new CountDownLatch(1).await();
    } catch (InterruptedException e) {
      // How a test, or a program around this one, ends it.
      Runtime.getRuntime().removeShutdownHook(bill);
      report(simulator.invoice());
    }
  }

  private void report(Invoice invoice) {
    invoice
        .totals()
        .forEach(
            (provider, total) ->
                console()
                    .err()
                    .printf(
                        "%s: %d calls, %d images, $%s%n",
                        provider.slug(),
                        total.calls(),
                        total.images(),
                        Usd.ofNanos(total.chargedNanoUsd())));
  }
}
