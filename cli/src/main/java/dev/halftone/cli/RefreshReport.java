package dev.halftone.cli;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.halftone.cli.CatalogRefresh.Read;
import dev.halftone.cost.CatalogDifference;
import java.io.PrintStream;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * What providers list otherwise than the catalogue.
 *
 * @param reads what came of each provider
 * @param skipped the names of configured providers that have no list
 * @param overlay the file written for review, or null
 * @param unwritten what could not be put into it
 */
record RefreshReport(
    List<Read> reads,
    List<String> skipped,
    @Nullable String overlay,
    List<CatalogDifference> unwritten) {

  Exit exit() {
    if (reads.stream().anyMatch(read -> read.failure() != null)) {
      return Exit.FAILED;
    }
    return reads.stream().allMatch(read -> read.differences().isEmpty())
        ? Exit.DONE
        : Exit.NO_ROUTE;
  }

  ObjectNode json() {
    ObjectNode document = Json.object();
    ArrayNode providers = document.putArray("providers");
    for (Read read : reads) {
      String status = read.differences().isEmpty() ? "same" : "differs";
      provider(providers, read.provider().name(), read.failure() == null ? status : "failed")
          .put("message", read.failure());
    }
    skipped.forEach(name -> provider(providers, name, "no_list").putNull("message"));
    ArrayNode differences = document.putArray("differences");
    for (Read read : reads) {
      for (CatalogDifference one : read.differences()) {
        differences.add(difference(one).put("provider", read.provider().name()));
      }
    }
    document.put("overlay", overlay);
    ArrayNode left = document.putArray("not_written");
    unwritten.forEach(one -> left.add(difference(one)));
    return document;
  }

  private static ObjectNode provider(ArrayNode providers, String name, String status) {
    return providers.addObject().put("provider", name).put("status", status);
  }

  private static ObjectNode difference(CatalogDifference one) {
    return Json.object()
        .put("price_list", one.priceList())
        .put("model", one.model())
        .put("field", one.field())
        .put("ours", one.ours())
        .put("theirs", one.theirs())
        .put("source", one.source());
  }

  void print(PrintStream out, PrintStream err) {
    TextTable table = new TextTable("PROVIDER", "MODEL", "FIELD", "OURS", "THEIRS", "SOURCE");
    boolean any = false;
    for (Read read : reads) {
      if (read.failure() != null) {
        err.printf("! %s: %s%n", read.provider().name(), Plain.text(read.failure()));
      } else if (read.differences().isEmpty()) {
        out.printf("%s: no difference%n", read.provider().name());
      }
      for (CatalogDifference one : read.differences()) {
        any = true;
        table.row(
            read.provider().name(),
            Plain.text(one.model()),
            one.field(),
            Objects.toString(one.ours(), "-"),
            Plain.text(Objects.toString(one.theirs(), "-")),
            one.source());
      }
    }
    skipped.forEach(name -> err.printf("note: %s: has no list to read%n", name));
    if (any) {
      out.print(table.text());
    }
    if (overlay != null) {
      out.printf("%nwritten for review: %s; nothing uses it until 'prices' names it%n", overlay);
    } else if (!unwritten.isEmpty()) {
      out.printf("%nno file written: price entries cannot say any of it%n");
    }
    if (overlay != null) {
      unwritten.forEach(one -> out.printf("- not in it: %s%n", Plain.text(one.toString())));
    }
  }
}
