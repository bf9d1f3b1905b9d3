package dev.halftone.store;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;

/** Processes that pay, each in a place where another one follows when it is killed. */
final class Fleet implements AutoCloseable {
  private final PaidLedger storage;
  private final String where;
  private final Path folder;
  private final Demand demand;
  private final long seed;
  private final List<Member> members = new ArrayList<>();
  private final Set<String> dead = new HashSet<>();
  private int lives;

  private record Member(String life, Process process, Path log) {}

  Fleet(PaidLedger storage, String where, Path folder, Demand demand, long seed, int size) {
    this.storage = storage;
    this.where = where;
    this.folder = folder;
    this.demand = demand;
    this.seed = seed;
    for (int place = 0; place < size; place++) {
      members.add(launch(place));
    }
  }

  static Path journal(Path folder) {
    return folder.resolve("calls.txt");
  }

  private Member launch(int place) {
    String life = "w%d.%d".formatted(place, ++lives);
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(List.of("-Xmx96m", "-Xshare:auto", "-XX:TieredStopAtLevel=1"));
    command.addAll(List.of("-XX:+UseSerialGC", "-cp", System.getProperty("java.class.path")));
    command.addAll(List.of(PayingProcess.class.getName(), storage.name(), where));
    command.addAll(List.of(journal(folder).toString(), life, Long.toString(seed + lives)));
    command.addAll(demand.arguments());
    Path log = folder.resolve(life + ".log");
    try {
      return new Member(
          life,
          new ProcessBuilder(command)
              .redirectErrorStream(true)
              .redirectOutput(log.toFile())
              .start(),
          log);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  String life(int place) {
    return members.get(place).life;
  }

  boolean isDead(String life) {
    return dead.contains(life);
  }

  /** Kills what is there, in the middle of whatever it does, and starts the next. */
  void replace(int place) throws InterruptedException {
    Member victim = members.get(place);
    checkAlive(victim);
    victim.process.destroyForcibly().waitFor();
    dead.add(victim.life);
    members.set(place, launch(place));
  }

  /** Nobody may end but by a kill. */
  void checkAlive() {
    members.forEach(Fleet::checkAlive);
  }

  private static void checkAlive(Member member) {
    if (!member.process.isAlive()) {
      throw new AssertionError("%s ended by itself: %s".formatted(member.life, said(member)));
    }
  }

  private static String said(Member member) {
    try {
      return Files.readString(member.log, StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Lets everybody finish what is in flight, and waits until they are gone. */
  void stop() throws Exception {
    for (Member member : members) {
      member.process.getOutputStream().close();
    }
    for (Member member : members) {
      if (!member.process.waitFor(60, TimeUnit.SECONDS) || member.process.exitValue() != 0) {
        throw new AssertionError("%s did not end well: %s".formatted(member.life, said(member)));
      }
      dead.add(member.life);
    }
  }

  @Override
  public void close() {
    members.forEach(member -> member.process.destroyForcibly());
  }
}
