package dev.halftone.budget;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.openjdk.jcstress.JCStress;
import org.openjdk.jcstress.Options;
import org.openjdk.jcstress.infra.Status;
import org.openjdk.jcstress.infra.collectors.DiskReadCollector;
import org.openjdk.jcstress.infra.collectors.InProcessCollector;
import org.openjdk.jcstress.infra.collectors.TestResult;

/** Runs the races in processes of their own. */
class LedgerStressTest {
  private static final String MILLIS = System.getProperty("halftone.stress.millis", "40000");
  private static final String JVM = System.getProperty("halftone.stress.jvm", "-Xmx256m");
  private static final String RACE = System.getProperty("halftone.stress.race", "");

  @Test
  void ledger_inEveryRace_allowsNoForbiddenOutcome() throws Exception {
    Options options = options(LedgerRaces.class, MILLIS);
    new JCStress(options).run();
    Map<String, Long> counts = new TreeMap<>();
    for (TestResult result : results(options)) {
      for (String outcome : result.getStateKeys()) {
        String verdict = outcome.substring(outcome.indexOf(Race.ALLOWED));
        counts.merge(verdict, result.getCount(outcome), Long::sum);
      }
    }
    counts.forEach((verdict, count) -> System.out.println(count + " " + verdict));
    System.out.println(counts.values().stream().mapToLong(Long::longValue).sum() + " samples");
    for (Race race : Race.all(RACE)) {
      race.verdicts().stream()
          .filter(verdict -> !counts.containsKey(verdict))
          .forEach(verdict -> System.out.println("not seen: " + verdict));
      assertThat(race.verdicts()).as("was run").anyMatch(counts::containsKey);
    }
  }

  @Test
  void counter_thatChecksThenCharges_isCaught() throws Exception {
    Options options = options(CarelessCounter.class, "2000");
    assertThatThrownBy(new JCStress(options)::run)
        .isInstanceOf(AssertionError.class)
        .hasMessageContaining(CarelessCounter.class.getName());
    assertThat(results(options)).isNotEmpty();
  }

  private static Options options(Class<?> test, String millis) throws Exception {
    String name = test.getSimpleName();
    String jvm = JVM + " -Dhalftone.stress.race=" + RACE;
    List<String> words = new ArrayList<>(List.of("-t", name, "-r", "stress-" + name));
    words.addAll(List.of("-jvmArgs", jvm, "-time", millis));
    words.addAll(List.of("-f 1 -iters 1 -strideSize 32 -strideCount 8".split(" ", -1)));
    words.addAll(List.of("-sc false -af NONE -hs 256".split(" ", -1)));
    Options options = new Options(words.toArray(String[]::new));
    assertThat(options.parse()).isTrue();
    return options;
  }

  private static Collection<TestResult> results(Options options) throws Exception {
    InProcessCollector results = new InProcessCollector();
    DiskReadCollector file = new DiskReadCollector(options.getResultFile(), results);
    file.dump();
    file.close();
    // A process that could not run its race counts as passed otherwise.
    assertThat(results.getTestResults())
        .allMatch(result -> result.status() == Status.NORMAL, "was run");
    return results.getTestResults();
  }
}
