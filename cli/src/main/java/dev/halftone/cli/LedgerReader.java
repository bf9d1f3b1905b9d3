package dev.halftone.cli;

import dev.halftone.cost.Usd;
import dev.halftone.store.LeaseOptions;
import dev.halftone.store.RedisLedgerOptions;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Reads the {@code ledger} of the configuration. */
final class LedgerReader {
  private LedgerReader() {}

  static LedgerSettings read(@Nullable YamlNode ledger, Path folder) {
    if (ledger == null) {
      return new LedgerSettings.Memory();
    }
    return switch (ledger.get("type").<Type>as(LedgerReader::type)) {
      case MEMORY -> {
        ledger.closed(Set.of("type"));
        yield new LedgerSettings.Memory();
      }
      case FILE -> {
        ledger.closed(Set.of("type", "path"));
        yield new LedgerSettings.File(file(ledger.get("path"), folder));
      }
      case REDIS -> new LedgerSettings.Redis(redis(ledger), lease(ledger.find("lease")));
    };
  }

  private enum Type {
    MEMORY,
    FILE,
    REDIS
  }

  private static Type type(String text) {
    return switch (text) {
      case "memory" -> Type.MEMORY;
      case "file" -> Type.FILE;
      case "redis" -> Type.REDIS;
      default ->
          throw new IllegalArgumentException(
              "'%s' is not a known type; available: memory, file, redis".formatted(text));
    };
  }

  private static RedisLedgerOptions redis(YamlNode ledger) {
    ledger.closed(
        Set.of(
            "type",
            "url",
            "name",
            "timeout",
            "cluster",
            "remember",
            "history-lines",
            "accept-loss",
            "lease"));
    RedisLedgerOptions.Builder options = ledger.get("url").asSecret(RedisLedgerOptions::at);
    ledger.set("name", Function.identity(), options::name);
    ledger.set("timeout", Durations::parse, options::timeout);
    ledger.set("cluster", YamlNode::yesOrNo, options::cluster);
    ledger.set("remember", Durations::parse, options::remembered);
    ledger.set("history-lines", Numbers::whole, options::historyLines);
    ledger.set("accept-loss", YamlNode::yesOrNo, options::lossAccepted);
    return options.build();
  }

  private static @Nullable LeaseOptions lease(@Nullable YamlNode lease) {
    if (lease == null) {
      return null;
    }
    lease.closed(
        Set.of(
            "slice",
            "share-of-room",
            "low-water-percent",
            "lifetime",
            "idle-time",
            "patience",
            "clock-skew",
            "policy"));
    LeaseOptions.Builder options = LeaseOptions.newBuilder();
    lease.set("slice", Usd::parse, options::sliceAmount);
    lease.set("share-of-room", Numbers::integer, options::shareOfRoom);
    lease.set("low-water-percent", Numbers::integer, options::lowWaterPercent);
    lease.set("lifetime", Durations::parse, options::lifetime);
    lease.set("idle-time", Durations::parse, options::idleTime);
    lease.set("patience", Durations::parse, options::patience);
    lease.set("clock-skew", Durations::parse, options::clockSkew);
    lease.set("policy", LedgerReader::policy, options::onLoss);
    return options.build();
  }

  private static LeaseOptions.OnLoss policy(String text) {
    return switch (text) {
      case "refuse" -> LeaseOptions.OnLoss.REFUSE;
      case "leased-only" -> LeaseOptions.OnLoss.LEASED_ONLY;
      default ->
          throw new IllegalArgumentException(
              "'%s' is not one of refuse, leased-only".formatted(text));
    };
  }

  private static Path file(YamlNode node, Path folder) {
    Path path = node.as(text -> folder.resolve(text));
    if (Files.isDirectory(path)) {
      throw node.wrong("'%s' is a folder; name a file".formatted(node.text()));
    }
    Path parent = path.getParent();
    if (parent != null && !Files.isDirectory(parent)) {
      throw node.wrong("the folder of '%s' does not exist; make it first".formatted(node.text()));
    }
    return path;
  }
}
