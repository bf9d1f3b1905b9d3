package dev.halftone.budget;

import static org.openjdk.jcstress.annotations.Expect.ACCEPTABLE;

import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Arbiter;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.LLLL_Result;

/**
 * Runs every {@link Race}, each sample the next of them: jcstress wants actors in a class of their
 * own, and takes none that are inherited.
 */
@JCStressTest
@Outcome(id = ".*, " + Race.ALLOWED + ".*", expect = ACCEPTABLE, desc = "as the race says")
@State
public class LedgerRaces {
  private static final List<Race> RACES = Race.all(System.getProperty("halftone.stress.race", ""));
  private static final AtomicInteger NEXT = new AtomicInteger();

  private final Race race = RACES.get(Math.floorMod(NEXT.getAndIncrement(), RACES.size()));
  private final RaceLedger ledger = race.start.get();

  @Actor
  public void first(LLLL_Result r) {
    r.r1 = race.first.apply(ledger);
  }

  @Actor
  public void second(LLLL_Result r) {
    r.r2 = race.second.apply(ledger);
  }

  @Arbiter
  public void after(LLLL_Result r) {
    r.r3 = race.after(ledger);
    r.r4 = race.verdict(r.r1, r.r2, r.r3);
  }
}
