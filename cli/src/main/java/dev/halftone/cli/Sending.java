package dev.halftone.cli;

import dev.halftone.budget.Budget;
import dev.halftone.budget.BudgetLedger;
import dev.halftone.budget.BudgetState;
import dev.halftone.budget.Scope;
import dev.halftone.cost.Calibration;
import dev.halftone.cost.PriceCatalog;
import dev.halftone.image.ImageRequest;
import dev.halftone.image.ImageResult;
import dev.halftone.image.OutputFormat;
import dev.halftone.image.Receipt;
import dev.halftone.router.DecisionRecord;
import dev.halftone.router.DecisionRecord.Considered;
import dev.halftone.router.ImageRouter;
import dev.halftone.router.RouterEvent;
import dev.halftone.router.RoutingException;
import io.vertx.core.Vertx;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Sends one request, writes its images and prints what they cost: what {@code generate} and {@code
 * edit} have in common. Costs money.
 */
final class Sending {
  private static final String OPENAI_KEY = "OPENAI_API_KEY";

  /** The configuration that serves where there is none but a key. */
  private static final String OPENAI_ALONE =
      "providers: { openai: { type: openai, api-key: \"${OPENAI_API_KEY}\" } }";

  private final Console console;
  private final SendOptions options;
  private final RequestOptions request;

  Sending(Console console, SendOptions options, RequestOptions request) {
    this.console = console;
    this.options = options;
    this.request = request;
  }

  /** Does it all; {@code prompt} is the one of the command line, if there was one. */
  Exit run(@Nullable String prompt) throws Exception {
    Config config = config();
    Path usual = config.images() == null ? console.resolve(Path.of("")) : config.images();
    ImageRequest.Builder builder = request.toRequest(console, prompt, "PROMPT");
    OutputPlace place = OutputPlace.of(console, options.output, usual);
    agree(place.format(), builder);
    ImageRequest asked = RequestOptions.build(builder);
    PriceCatalog catalog = Catalogs.of(config);
    Models.check(asked.model(), catalog, console.today());
    CalibrationSettings settings = config.calibration();
    Calibration learnt = settings == null ? null : settings.load();
    Vertx vertx = Waiting.vertx();
    try {
      return LedgerAccess.spend(
          vertx,
          console,
          config,
          ledger -> {
            checkCharge(asked.charge(), ledger, config);
            ImageRouter.Builder router =
                Routers.sending(vertx, console, config, ledger, catalog).listener(this::progress);
            if (learnt != null) {
              router.calibration(learnt);
            }
            return generate(router.build(), asked, place);
          });
    } finally {
      if (settings != null && learnt != null) {
        keep(settings, learnt);
      }
      Waiting.await(vertx.close());
    }
  }

  /** The images are there by now, so a file that cannot be written fails nothing. */
  private void keep(CalibrationSettings settings, Calibration learnt) {
    try {
      settings.save(learnt);
    } catch (IOException e) {
      console.err().println("note: calibration.file could not be written: " + e);
    }
  }

  private Exit generate(ImageRouter router, ImageRequest asked, OutputPlace place)
      throws Exception {
    try {
      Partials partials = new Partials(console, place, asked.partialImages() * asked.n());
      ImageResult result = Waiting.await(router.generate(asked, partials));
      List<Path> files = place.write(result.receipt().decisionId(), result.images());
      print(result.receipt(), files);
      explain(router, result.receipt().decisionId());
      return Exit.DONE;
    } catch (RoutingException e) {
      if (options.json) {
        console.out().println(Json.text(ResultJson.failed(asked, e, router)));
      }
      explain(router, e.decisionId());
      throw new CommandException(exit(e.reason()), message(e, router));
    }
  }

  private Config config() {
    Config config = ConfigReader.find(console, options.configFile);
    if (config != null) {
      if (!config.budgets().isEmpty() && !config.ledger().outlivesTheCommand()) {
        console
            .err()
            .println(
                "note: budgets are counted in memory, so within this one command only;"
                    + " ledger: { type: file, path: ledger.db } keeps them");
      }
      return config;
    }
    if (!console.environment().containsKey(OPENAI_KEY)) {
      throw CommandException.usage(
          """
          nowhere to send it; do one of these:
          - write halftone.yaml with your providers and their keys
          - export OPENAI_API_KEY to use OpenAI alone
          - run 'halftone simulate' and save the halftone.yaml it prints; no key, no cost""");
    }
    return ConfigReader.read(OPENAI_KEY, OPENAI_ALONE, console.resolve(Path.of("")), console);
  }

  /** The extension of the file and the format asked for must not contradict each other. */
  private void agree(@Nullable OutputFormat named, ImageRequest.Builder builder) {
    if (named == null) {
      return;
    }
    if (request.outputFormat != null && OutputFormat.parse(request.outputFormat) != named) {
      throw CommandException.usage(
          "-o: the name asks for %s, --output-format for %s"
              .formatted(named, request.outputFormat));
    }
    builder.outputFormat(named);
  }

  /** A scope may have its limit from the configuration, or from the ledger alone. */
  private static void checkCharge(List<Scope> scopes, BudgetLedger ledger, Config config)
      throws Exception {
    Set<Scope> limited = new TreeSet<>();
    for (BudgetState state : Waiting.await(ledger.budgets(scopes))) {
      limited.add(state.budget().scope());
    }
    for (Scope scope : scopes) {
      if (!limited.contains(scope)) {
        Set<Scope> known =
            config.budgets().stream()
                .map(Budget::scope)
                .collect(Collectors.toCollection(TreeSet::new));
        throw CommandException.usage(
            "--charge: '%s' has no budget in the configuration%s; there are %s"
                .formatted(
                    scope,
                    config.ledger().outlivesTheCommand() ? " or the ledger" : "",
                    known.isEmpty() ? "none" : known));
      }
    }
  }

  private void progress(RouterEvent event) {
    if (event instanceof RouterEvent.AttemptStarted started) {
      console
          .err()
          .printf(
              "sending to %s %s %s%s, holding $%s%n",
              started.provider(),
              started.model(),
              started.quality(),
              started.batch() ? " in a batch, which can take until the deadline" : "",
              started.held());
    } else if (event instanceof RouterEvent.AttemptEnded ended && ended.failure() != null) {
      console.err().printf("failed: %s%n", ended.failure().getMessage());
    } else if (event instanceof RouterEvent.BudgetRefused refused) {
      console.err().printf("refused: %s%n", refused.refusal().explain());
    } else if (event instanceof RouterEvent.BudgetWarned warned) {
      console.err().printf("warning: %s%n", warned.warning().explain());
    }
  }

  private void print(Receipt receipt, List<Path> files) {
    if (options.json) {
      console.out().println(Json.text(ResultJson.done(receipt, files)));
      return;
    }
    files.forEach(console.out()::println);
    console
        .out()
        .printf(
            "%s %s %s %s: $%s (expected $%s), %d attempt%s, %s, decision %s%n",
            receipt.provider(),
            receipt.model(),
            receipt.quality(),
            receipt.size(),
            receipt.cost(),
            receipt.estimate(),
            receipt.attempts(),
            receipt.attempts() == 1 ? "" : "s",
            Durations.show(receipt.latencyNanos()),
            receipt.decisionId());
    if (!receipt.dropped().isEmpty()) {
      console.out().println("dropped: " + String.join(", ", receipt.dropped()));
    }
    if (!receipt.suspended().isZero()) {
      console.out().printf("in suspense: $%s of attempts without an answer%n", receipt.suspended());
    }
  }

  private void explain(ImageRouter router, String decisionId) {
    if (options.explain) {
      router
          .decision(decisionId)
          .ifPresent(
              decision ->
                  (options.json ? console.err() : console.out()).println(decision.explain()));
    }
  }

  private static Exit exit(RoutingException.Reason reason) {
    return switch (reason) {
      case BAD_REQUEST -> Exit.USAGE;
      case BUDGET_EXCEEDED -> Exit.BUDGET;
      case NO_ROUTE, PROMPT_REFUSED -> Exit.NO_ROUTE;
      case LEDGER_FAILED, THROTTLED, PROVIDER_FAILED, TIMED_OUT -> Exit.FAILED;
    };
  }

  private static String message(RoutingException e, ImageRouter router) {
    DecisionRecord decision = router.decision(e.decisionId()).orElse(null);
    if (e.reason() == RoutingException.Reason.NO_ROUTE && decision != null) {
      return "no route can serve it\n"
          + String.join(
              "\n",
              Reasons.lines(
                  decision.considered(),
                  Considered::provider,
                  Considered::model,
                  Considered::verdict));
    }
    StringBuilder message = new StringBuilder(String.valueOf(e.getMessage()));
    if (!e.suspended().isZero()) {
      message.append("; $%s may yet be charged".formatted(e.suspended()));
    }
    if (e.comeBackIn() != null) {
      message.append("; try again in " + Durations.show(e.comeBackIn().toNanos()));
    }
    return message.toString();
  }
}
