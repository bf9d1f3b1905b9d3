package dev.halftone.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.halftone.budget.Budget;
import dev.halftone.budget.Scope;
import dev.halftone.budget.Window;
import dev.halftone.cost.Quality;
import dev.halftone.cost.Usd;
import dev.halftone.image.DataRule;
import dev.halftone.image.Objective;
import dev.halftone.image.Tier;
import dev.halftone.router.Ladder.Step;
import dev.halftone.router.RoutingPolicy;
import dev.halftone.router.RoutingPolicy.UnknownCharge;
import dev.halftone.store.LeaseOptions;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.OptionalInt;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class ConfigReaderTest {
  private static final String KEY = "sk-very-secret-0123456789";
  private static final String PROVIDER =
      "providers: { openai: { type: openai, api-key: \"${OPENAI_API_KEY}\" } }\n";

  @TempDir Path folder;

  private Config read(String yaml) {
    Console console =
        Run.console(
            new ByteArrayOutputStream(),
            new ByteArrayOutputStream(),
            Map.of("OPENAI_API_KEY", KEY, "NAME", "growth", "LIMIT", KEY),
            folder);
    return ConfigReader.read("halftone.yaml", yaml, folder, console);
  }

  @Test
  void everyKey_ofThisVersion_isRead() throws IOException {
    Files.writeString(folder.resolve("prices.json"), "{}");
    Config config =
        read(
            """
            providers:
              openai:
                type: openai
                api-key: "${OPENAI_API_KEY}"
                base-url: https://api.openai.com/v1
                max-in-flight: 8
                timeout: 90s
                prices: prices.json
              azure-se: { type: azure-foundry, endpoint: https://x.openai.azure.com, api-key: k,
                          deployments: { gpt-image-2: mine }, api: deployments,
                          api-version: 2025-04-01-preview }
              vercel: { type: vercel-ai-gateway, api-key: k, base-url: https://ai-gateway.vercel.sh }
            routing:
              decisions: decisions.jsonl
              objective: fastest
              quantile-percent: 95
              usd-per-second: "0.002"
              exploration-percent: 5
              size-steps-percent: [75, 50]
              regions: [eu, ch]
              data-rules: [no-training]
              models: [gpt-image-2, gpt-image-2.5-flare]
              ladder:
                final: [gpt-image-2@high, [gpt-image-2@medium, {model: gpt-image-2.5-flare, quality: high}]]
              timeout: 3m
              retry: { attempts: 2, budget-percent: 5, unknown-charge: once }
            budgets:
              - { scope: "team:${NAME}", limit: "50.00", window: day, zone: Europe/Berlin }
              - { scope: "org:acme", limit: 7, window: PT1H }
              - { scope: "run:all", limit: 7.5, warn-at: [80, 95] }
            ledger: { type: memory }
            cache: { max-size: 256MiB, ttl: 24h }
            images: { type: folder, path: out }
            """);

    assertThat(config.providers())
        .extracting(ProviderSettings::name)
        .containsExactly("openai", "azure-se", "vercel");
    ProviderSettings openAi = config.providers().get(0);
    assertThat(openAi.timeout()).isEqualTo(Duration.ofSeconds(90));
    assertThat(openAi.prices()).isEqualTo(folder.resolve("prices.json"));
    assertThat(config.providers().get(1).adapter().models()).containsExactly("gpt-image-2");
    checkEveryKeyOfRouting(config.policy());
    assertThat(config.budgets())
        .containsExactly(
            new Budget(
                Scope.parse("team:growth"),
                Usd.parse("50"),
                Window.parse("day", ZoneId.of("Europe/Berlin"))),
            new Budget(
                Scope.parse("org:acme"), Usd.parse("7"), Window.parse("PT1H", ZoneOffset.UTC)),
            new Budget(
                Scope.parse("run:all"), Usd.parse("7.5"), new Window.Total(), List.of(80, 95)));
    assertThat(config.ledger()).isEqualTo(new LedgerSettings.Memory());
    assertThat(config.cache())
        .isEqualTo(new Config.CacheSettings(256L << 20, Duration.ofHours(24)));
    assertThat(config.images()).isEqualTo(folder.resolve("out"));
    assertThat(config.decisions()).isEqualTo(folder.resolve("decisions.jsonl"));
  }

  private static void checkEveryKeyOfRouting(RoutingPolicy policy) {
    assertThat(policy.objective()).isEqualTo(Objective.FASTEST);
    assertThat(policy.models()).containsOnly("gpt-image-2", "gpt-image-2.5-flare");
    assertThat(policy.timeout()).isEqualTo(Duration.ofMinutes(3));
    assertThat(policy.quantilePercent()).isEqualTo(95);
    assertThat(policy.explorationPercent()).isEqualTo(5);
    assertThat(policy.usdPerSecond()).isEqualTo(Usd.parse("0.002"));
    assertThat(policy.sizeStepsPercent()).containsExactly(75, 50);
    assertThat(policy.regions()).containsOnly("eu", "ch");
    assertThat(policy.dataRules()).containsOnly(DataRule.NO_TRAINING);
    assertThat(policy.attempts()).isEqualTo(2);
    assertThat(policy.retryBudgetPercent()).isEqualTo(5);
    assertThat(policy.unknownCharge()).isEqualTo(UnknownCharge.ONCE);
    assertThat(policy.ladder().rungs(Tier.FINAL)).hasSize(2);
    assertThat(policy.ladder().rungs(Tier.FINAL).get(1).steps())
        .containsExactly(
            new Step("gpt-image-2", Quality.MEDIUM), new Step("gpt-image-2.5-flare", Quality.HIGH));
  }

  static Stream<Arguments> mistakes() {
    String head = PROVIDER;
    return Stream.of(
        Arguments.of("", "line 1: must be a group of keys"),
        Arguments.of("routing: {}", "line 1: 'providers' is missing"),
        Arguments.of("providers: {}", "providers: names no provider; at least one is needed"),
        Arguments.of(
            head + "budgts: []",
            "line 2, budgts: 'budgts' is not a known key; did you mean 'budgets'"),
        Arguments.of(
            "providers:\n  a:\n    type: openai\n    api-key: \"${NO_SUCH_KEY}\"",
            "halftone.yaml, line 4, providers.a.api-key: environment variable NO_SUCH_KEY is not set"),
        Arguments.of(
            "providers:\n  a: { type: openai, api-key: k, bse-url: http://x }",
            "line 2, providers.a.bse-url: 'bse-url' is not a known key; did you mean 'base-url'?"),
        Arguments.of(
            "providers: { a: { type: fal, api-key: k, endpoint: \"https://x\" } }",
            "'endpoint' is not a known key"),
        Arguments.of(
            "providers: { a: { type: opnai, api-key: k } }",
            "provider type 'opnai' is not one of openai, openai-responses, azure-foundry,"
                + " vercel-ai-gateway, fal, wavespeed, openrouter, openai-compatible"),
        Arguments.of("providers: { a: { type: openai } }", "providers.a: 'api-key' is missing"),
        Arguments.of(
            "providers: { a: { type: openai, api-key: \"\" } }",
            "providers.a.api-key: key is empty"),
        Arguments.of(
            "providers: { a: { type: azure-foundry, api-key: k, deployments: {m: d} } }",
            "providers.a: 'endpoint' is missing"),
        Arguments.of(
            "providers: { a: { type: openai, api-key: k, max-in-flight: many } }",
            "providers.a.max-in-flight: must be a whole number from 1 to 65536"),
        Arguments.of(
            "providers: { a: { type: openai, api-key: k, prices: no.json } }",
            "providers.a.prices: 'no.json' is not a file"));
  }

  static Stream<Arguments> moreMistakes() {
    String head = PROVIDER;
    return Stream.of(
        Arguments.of(head + "routing: { objective: best }", "routing.objective: objective 'best'"),
        Arguments.of(head + "routing: { models: gpt-image-2 }", "routing.models: must be a list"),
        Arguments.of(head + "routing: { timeout: 0s }", "routing.timeout: '0s' must be positive"),
        Arguments.of(
            head + "routing: { exploration-percent: 101 }",
            "routing.exploration-percent: must be a whole number from 0 to 100"),
        Arguments.of(
            head + "routing: { quantile-percent: 100 }",
            "routing.quantile-percent: must be a whole number from 50 to 99"),
        Arguments.of(
            head + "routing: { size-steps-percent: [50, 75] }",
            "routing.size-steps-percent: sizeStepsPercent is [50, 75]"),
        Arguments.of(
            head + "routing: { regions: [\"EU west\"] }",
            "routing.regions: region 'EU west' is not 1 to 32"),
        Arguments.of(
            head + "routing: { retry: { attempts: 11 } }",
            "routing.retry.attempts: must be a whole number from 1 to 10"),
        Arguments.of(
            head + "routing: { retry: { budget-percent: 101 } }",
            "routing.retry.budget-percent: must be a whole number from 0 to 100"),
        Arguments.of(
            head + "routing: { retry: { unknown-charge: always } }",
            "'always' is not one of never"),
        Arguments.of(
            head + "routing: { ladder: { draft: [gpt-image-2] } }",
            "routing.ladder.draft[0]: 'gpt-image-2' is not MODEL@QUALITY"),
        Arguments.of(
            head + "routing: { ladder: { draft: [] } }", "routing.ladder.draft: has no step"),
        Arguments.of(
            head + "budgets:\n  - { scope: growth, limit: 1 }",
            "line 3, budgets[0].scope: scope 'growth' is not KIND:NAME"),
        Arguments.of(
            head + "budgets: [ { scope: \"a:b\", limit: -1 } ]",
            "budgets[0].limit: limit of budget"),
        Arguments.of(
            head + "budgets: [ { scope: \"a:b\", limit: 1, window: year } ]",
            "budgets[0].window: window 'year' is not total, day, week, month or a duration"),
        Arguments.of(
            head + "budgets: [ { scope: \"a:b\", limit: 1, zone: Berlin } ]",
            "budgets[0].zone: 'Berlin' is not a time zone"),
        Arguments.of(
            head + "budgets: [ { scope: \"a:b\", limit: 1, warn-at: [95, 80] } ]",
            "budgets[0].warn-at[1]: is 80 after [95]; shares must ascend"),
        Arguments.of(
            head + "budgets: [ { scope: \"a:b\", limit: 1, warn-at: [101] } ]",
            "budgets[0].warn-at[0]: must be a whole number from 1 to 100"),
        Arguments.of(
            head + "budgets: [ { scope: \"a:b\", limit: 1 }, { scope: \"a:b\", limit: 2 } ]",
            "budgets[1]: budget a:b has a limit over the window 'total' already"),
        Arguments.of(
            head + "cache: { redis: { url: \"redis://x\" } }",
            "cache.redis: is not available in this version"),
        Arguments.of(head + "cache: { max-size: 1TB }", "cache.max-size: '1TB' is not a size"),
        Arguments.of(
            head + "images: { type: s3, bucket: b }",
            "images.type: 's3' is not available in this version; available: folder"),
        Arguments.of(head + "gateway: { keys: [] }", "gateway: is not available in this version"),
        Arguments.of(head + "routing: {}\nrouting: {}", "line 3, routing: is given twice"),
        Arguments.of(head + "routing: [1, 2", "is not YAML; look at quotes"),
        Arguments.of("providers: &a { b: *a }", "YAML"),
        Arguments.of(head + "---\nx: 1", "holds more than one document"));
  }

  static Stream<Arguments> ledgerMistakes() {
    String redis = "ledger: { type: redis, url: \"redis://:secret@h\", ";
    return Stream.of(
        Arguments.of("ledger: {}", "ledger: 'type' is missing"),
        Arguments.of(
            "ledger: { type: sqlite }",
            "ledger.type: 'sqlite' is not a known type; available: memory, file, redis"),
        Arguments.of("ledger: { type: memory, path: x }", "ledger.path: 'path' is not a known key"),
        Arguments.of("ledger: { type: file }", "ledger: 'path' is missing"),
        Arguments.of("ledger: { type: file, path: . }", "ledger.path: '.' is a folder"),
        Arguments.of(
            "ledger: { type: file, path: no/such/folder/l.db }",
            "ledger.path: the folder of 'no/such/folder/l.db' does not exist"),
        Arguments.of("ledger: { type: file, path: x, url: y }", "'url' is not a known key"),
        Arguments.of("ledger: { type: redis }", "ledger: 'url' is missing"),
        Arguments.of(
            "ledger: { type: redis, url: \"http://:secret@h\" }",
            "ledger.url: url of the Redis ledger is not redis://"),
        Arguments.of(redis + "name: \"a b\" }", "ledger.name: name of the ledger is 'a b'"),
        Arguments.of(redis + "timeout: 0s }", "ledger.timeout: timeout is PT0S; allowed are"),
        Arguments.of(redis + "remember: 1s }", "ledger.remember: remembered is PT1S"),
        Arguments.of(redis + "history-lines: few }", "ledger.history-lines: 'few' is not a whole"),
        Arguments.of(redis + "history-lines: 1 }", "ledger.history-lines: historyLines is 1"),
        Arguments.of(
            redis + "lease: { policy: hope } }", "lease.policy: 'hope' is not one of refuse"),
        Arguments.of(redis + "lease: { slice: 0 } }", "ledger.lease.slice: sliceAmount is $0.0"),
        Arguments.of(redis + "lease: { share-of-room: x } }", "'x' is not a whole number"),
        Arguments.of(redis + "lease: { size: 1 } }", "lease.size: 'size' is not a known key"),
        Arguments.of("ledger: { type: file, path: x, lease: {} }", "'lease' is not a known key"),
        Arguments.of(redis + "cluster: maybe }", "ledger.cluster: 'maybe' is not true or false"));
  }

  @ParameterizedTest
  @MethodSource("ledgerMistakes")
  void ledger_mistake_isRefusedWithItsPlaceAndWithoutThePassword(String yaml, String message) {
    CommandException refusal =
        catchThrowableOfType(CommandException.class, () -> read(PROVIDER + yaml));

    assertThat(refusal.exit()).isEqualTo(Exit.USAGE);
    assertThat(refusal).hasMessageContaining("line 2").hasMessageContaining(message);
    assertThat(refusal.getMessage()).doesNotContain("secret");
  }

  @Test
  void ledger_redisWithEveryKey_isReadAndShowsNoPassword() {
    Config config =
        read(
            PROVIDER
                + """
                ledger: { type: redis, url: "rediss://me:secret@example.com:7000/2", name: shop,
                          timeout: 500ms, remember: 48h, history-lines: 5000, cluster: false,
                          accept-loss: true,
                          lease: { slice: 2.5, share-of-room: 4, low-water-percent: 10,
                                   lifetime: 30s, idle-time: 5s, patience: 1s, clock-skew: 2s,
                                   policy: leased-only } }
                """);

    LedgerSettings.Redis redis = (LedgerSettings.Redis) config.ledger();
    assertThat(redis.options().timeout()).isEqualTo(Duration.ofMillis(500));
    assertThat(redis.options().remembered()).isEqualTo(Duration.ofDays(2));
    assertThat(redis.options().historyLines()).isEqualTo(5000);
    assertThat(redis.options().lossAccepted()).isTrue();
    LeaseOptions lease = Objects.requireNonNull(redis.lease());
    assertThat(lease.sliceAmount()).isEqualTo(Usd.parse("2.5"));
    assertThat(lease.shareOfRoom()).isEqualTo(4);
    assertThat(lease.lowWaterPercent()).isEqualTo(10);
    assertThat(lease.lifetime()).isEqualTo(Duration.ofSeconds(30));
    assertThat(lease.idleTime()).isEqualTo(Duration.ofSeconds(5));
    assertThat(lease.patience()).isEqualTo(Duration.ofSeconds(1));
    assertThat(lease.clockSkew()).isEqualTo(Duration.ofSeconds(2));
    assertThat(lease.onLoss()).isEqualTo(LeaseOptions.OnLoss.LEASED_ONLY);
    assertThat(redis).hasToString("redis example.com:7000, named shop");
  }

  @Test
  void ledger_file_startsFromTheFolderOfTheConfiguration() {
    assertThat(read(PROVIDER + "ledger: { type: file, path: ledger.db }").ledger())
        .isEqualTo(new LedgerSettings.File(folder.resolve("ledger.db")));
  }

  @ParameterizedTest
  @MethodSource({"mistakes", "moreMistakes"})
  void file_withAMistake_isRefusedWithLineAndKey(String yaml, String message) {
    CommandException e = catchThrowableOfType(CommandException.class, () -> read(yaml));
    assertThat(e).isNotNull().hasMessageStartingWith("halftone.yaml").hasMessageContaining(message);
    assertThat(e.exit()).isEqualTo(Exit.USAGE);
  }

  /** Wherever a key lands by mistake, no message repeats it. */
  @ParameterizedTest
  @ValueSource(
      strings = {
        "providers: { a: { type: \"${OPENAI_API_KEY}\", api-key: k } }",
        "providers: { a: { type: openai, api-key: [\"${OPENAI_API_KEY}\"] } }",
        "providers: { a: { type: openai, api-key: \"a ${OPENAI_API_KEY}\" } }",
        "providers: { a: { type: openai, api-key: sk-very-secret-0123456789, x: 1 } }",
        "providers: { a: { type: openai, api-key: \"sk-very-secret-0123456789 } }",
        "providers: { a: { type: openai, api-key: 'sk-very-secret-0123456789'x } }",
        PROVIDER + "budgets: [ { scope: \"a:b\", limit: \"${LIMIT}\" } ]",
        PROVIDER + "routing: { objective: \"${OPENAI_API_KEY}\" }",
        PROVIDER + "routing: { ladder: { final: [\"${OPENAI_API_KEY}\"] } }",
        PROVIDER + "ledger: { type: \"${OPENAI_API_KEY}\" }",
      })
  void mistake_nearAKey_neverShowsIt(String yaml) {
    CommandException e = catchThrowableOfType(CommandException.class, () -> read(yaml));
    assertThat(e).isNotNull();
    assertThat(e.getMessage()).doesNotContain("very-secret");
  }

  @Test
  void config_shownAsText_holdsNoKey() {
    Config config = read(PROVIDER);
    assertThat(config + " " + config.providers()).doesNotContain("very-secret");
  }

  @Test
  void calibration_isReadWithItsHold() {
    assertThat(read(PROVIDER).calibration()).isNull();
    assertThat(read(PROVIDER + "calibration: { file: learnt.json }").calibration())
        .isEqualTo(new CalibrationSettings(folder.resolve("learnt.json"), OptionalInt.empty()));
    assertThat(read(PROVIDER + "calibration: { file: a, hold: most }").calibration())
        .isEqualTo(new CalibrationSettings(folder.resolve("a"), OptionalInt.empty()));
    assertThat(read(PROVIDER + "calibration: { file: a, hold: 0.99 }").calibration())
        .isEqualTo(new CalibrationSettings(folder.resolve("a"), OptionalInt.of(990_000)));
  }

  @ParameterizedTest
  @ValueSource(strings = {"1", "0.5", "0.9999", "99%", "least", "0.99999999", "-0.95"})
  void hold_thatIsNoShare_isRefused(String hold) {
    CommandException refusal =
        catchThrowableOfType(
            CommandException.class,
            () -> read(PROVIDER + "calibration: { file: a, hold: \"" + hold + "\" }"));

    assertThat(refusal)
        .hasMessageContaining("line 2, calibration.hold: '" + hold + "' is neither 'most' nor");
  }

  @Test
  void calibration_withoutAFile_isRefused() {
    assertThat(
            catchThrowableOfType(
                CommandException.class, () -> read(PROVIDER + "calibration: { hold: most }")))
        .hasMessageContaining("calibration: 'file' is missing");
  }
}
