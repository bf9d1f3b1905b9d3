package dev.halftone.budget;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.openjdk.jcstress.JCStress;
import org.openjdk.jcstress.Options;
import org.openjdk.jcstress.infra.Status;
import org.openjdk.jcstress.infra.collectors.DiskReadCollector;
import org.openjdk.jcstress.infra.collectors.InProcessCollector;
import org.openjdk.jcstress.infra.collectors.TestResult;

/**
 * Runs the races in processes of their own. Each has two actors: of those with more, jcstress would
 * run none on a machine of two processors, and say so in a line only.
 */
class LedgerStressTest {
  private static final String MILLIS = System.getProperty("halftone.stress.millis", "1000");
  private static final String JVM = System.getProperty("halftone.stress.jvm", "-Xmx256m");

  @Test
  void ledger_inEveryRace_allowsNoForbiddenOutcome() throws Exception {
    Options options = options("Race");
    JCStress races = new JCStress(options);
    races.run();
    Map<String, Long> samples = samples(options);
    System.out.println(samples);
    System.out.println(samples.values().stream().mapToLong(Long::longValue).sum() + " samples");
    assertThat(samples.keySet()).isNotEmpty().isEqualTo(races.getTests());
    assertThat(samples.values()).allMatch(count -> count > 0);
  }

  @Test
  void counter_thatChecksThenCharges_isCaught() throws Exception {
    Options options = options("CarelessCounter");
    assertThatThrownBy(new JCStress(options)::run)
        .isInstanceOf(AssertionError.class)
        .hasMessageContaining(CarelessCounter.class.getName());
    assertThat(samples(options)).hasSize(1);
  }

  private static Options options(String tests) throws Exception {
    Options options =
        new Options(
            new String[] {
              "-t", tests, "-r", "stress-" + tests, "-jvmArgs", JVM, "-f", "1", "-iters", "1",
              "-time", MILLIS, "-strideSize", "32", "-strideCount", "8", "-sc", "false",
              "-af", "NONE", "-hs", "256"
            });
    assertThat(options.parse()).isTrue();
    return options;
  }

  private static Map<String, Long> samples(Options options) throws Exception {
    InProcessCollector results = new InProcessCollector();
    DiskReadCollector file = new DiskReadCollector(options.getResultFile(), results);
    file.dump();
    file.close();
    // A process that could not run its race counts as passed otherwise.
    assertThat(results.getTestResults())
        .allMatch(result -> result.status() == Status.NORMAL, "was run");
    return results.getTestResults().stream()
        .collect(
            Collectors.groupingBy(
                TestResult::getName,
                TreeMap::new,
                Collectors.summingLong(TestResult::getTotalCount)));
  }
}
