package dev.halftone.provider;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A large answer needs no more heap than twice its bytes, in a process that has no more. */
class MemoryTest {
  private static final long MIB = 1024 * 1024;

  @TempDir private Path folder;

  @Test
  void answer_ofManyMegabytes_takesTwiceItsSizeOfHeapAtMost() throws Exception {
    try (LargeAnswers answers = new LargeAnswers()) {
      String idle = probe(512, answers.origin(), 0, false).get(0);
      long idleBytes = Long.parseLong(idle.substring(idle.indexOf(' ') + 1));
      assertThat(idleBytes).isBetween(MIB, 64 * MIB);
      for (long bytes : List.of(32 * MIB, 64 * MIB)) {
        long heap = (idleBytes + 2 * bytes) / MIB;
        List<String> said = probe(heap, answers.origin(), bytes, bytes == 32 * MIB);
        assertThat(said.subList(1, 4))
            .as("%d MiB of heap, %s in use when idle".formatted(heap, idle))
            .containsExactly(
                "json " + bytes / 4 * 3, "stream " + bytes / 4 * 3, "download " + bytes);
        assertThat(said.subList(4, said.size()))
            .hasSize(bytes == 32 * MIB ? 3 : 0)
            .allMatch(line -> line.startsWith("endless ") && line.contains("is larger than"));
      }
    }
  }

  /** What a probe prints that has so much heap and no more. */
  private List<String> probe(long heapMib, String origin, long bytes, boolean endless)
      throws Exception {
    Path log = Files.createTempFile(folder, "probe", ".txt");
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.add("-Xmx%dm".formatted(heapMib));
    command.addAll(List.of("-XX:+UseG1GC", "-XX:TieredStopAtLevel=1", "-cp"));
    command.add(System.getProperty("java.class.path"));
    command.addAll(List.of(MemoryProbe.class.getName(), origin));
    command.addAll(List.of(Long.toString(bytes), Boolean.toString(endless)));
    Process process =
        new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(log.toFile()).start();
    try {
      assertThat(process.waitFor(60, TimeUnit.SECONDS)).as("the probe ends").isTrue();
    } finally {
      process.destroyForcibly();
    }
    List<String> said = Files.readAllLines(log, StandardCharsets.UTF_8);
    assertThat(process.exitValue()).as("%d MiB of heap: %s".formatted(heapMib, said)).isZero();
    return said.stream().dropWhile(line -> !line.startsWith("idle ")).toList();
  }
}
