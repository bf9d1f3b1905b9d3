package dev.halftone.router;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.vertx.core.json.JsonObject;
import java.util.List;
import java.util.stream.Stream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.LongRange;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class DecisionLinesTest {
  private static final RoutingPolicy POLICY = RoutingPolicy.builder().build();

  @Property(tries = 40)
  void read_whatWasWritten_isEqual(@ForAll @LongRange(min = 0, max = 1L << 40) long seed) {
    for (DecisionRecord decision : DecisionSamples.random(seed, 20, POLICY, "2")) {
      String line = DecisionLines.write(decision);

      assertThat(line).doesNotContain("\n").doesNotContain("lighthouse");
      assertThat(DecisionLines.read(line)).isEqualTo(decision);
    }
  }

  @Test
  void write_decision_namesFormatFirstAndMoneyAsText() {
    JsonObject line = new JsonObject(DecisionLines.write(bought()));

    assertThat(line.fieldNames().iterator().next()).isEqualTo("format");
    assertThat(line.getInteger("format")).isEqualTo(1);
    assertThat(line.getValue("cost_usd")).isInstanceOf(String.class);
  }

  @Test
  void read_noJson_isRefused() {
    for (String line : List.of("", "{", "[]", "null", "7", "\"text\"")) {
      assertThatThrownBy(() -> DecisionLines.read(line))
          .as(line)
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessageContaining("JSON object");
    }
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "format | 2 | format is 2; allowed are 1 to 1",
        "at | \"noon\" | at is 'noon'",
        "cost_usd | 0.5 | cost_usd is '0.5'; allowed is text",
        "cost_usd | \"-1\" | cost_usd is -1.000000; it must not be negative",
        "cost_usd | \"1e999999999\" | cost_usd",
        "latency_ns | -1 | latency_ns is -1; allowed are 0 to",
        "latency_ns | 1.5 | latency_ns is '1.5'; allowed are whole numbers",
        "cache | \"maybe\" | allowed are hit, miss, joined, off",
        "asked | 3 | asked is '3'; allowed is an object",
        "asked.n | 11 | asked.n is 11; allowed are 1 to 10",
        "asked.tier | \"best\" | asked.tier is 'best'",
        "considered | {} | considered is '{}'; allowed is a list",
        "considered.0.fate | \"lucky\" | considered[0].fate is 'lucky'",
        "considered.0.option.price.most_usd | \"0.000001\" | price must rise",
        "considered.0.option.outlook.failures_per_million | 1000000 | allowed are 0 to 999999",
        "attempts.0.n | 0 | attempts[0].n is 0; allowed are 1 to 10",
        "plan.by | \"luck\" | allowed are cheapest, fastest, balanced, own",
      })
  void read_wrongField_namesFieldValueAndWhatIsAllowed(String path, String value, String message) {
    JsonObject line = new JsonObject(DecisionLines.write(bought()));
    String[] steps = path.split("\\.", -1);
    Object at = line;
    for (int i = 0; i < steps.length - 1; i++) {
      at =
          at instanceof io.vertx.core.json.JsonArray array
              ? array.getValue(Integer.parseInt(steps[i]))
              : ((JsonObject) at).getValue(steps[i]);
    }
    ((JsonObject) at)
        .put(steps[steps.length - 1], new JsonObject("{\"v\":" + value + "}").getValue("v"));

    assertThatThrownBy(() -> DecisionLines.read(line.encode()))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining(message);
  }

  @Test
  void read_fieldMissing_namesIt() {
    JsonObject line = new JsonObject(DecisionLines.write(bought()));
    Stream.of("id", "at", "asked", "considered", "attempts", "outcome", "suspended_usd")
        .forEach(
            name -> {
              JsonObject without = line.copy();
              without.remove(name);

              assertThatThrownBy(() -> DecisionLines.read(without.encode()))
                  .isInstanceOf(IllegalArgumentException.class)
                  .hasMessage(name + " is missing");
            });
  }

  private static DecisionRecord bought() {
    Rig rig = new Rig("10", FakeProvider.openAi(), FakeProvider.azure());
    return rig.router
        .decision(rig.succeed(Rig.request().model("gpt-image-2")).receipt().decisionId())
        .orElseThrow();
  }
}
