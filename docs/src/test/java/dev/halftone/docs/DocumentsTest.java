package dev.halftone.docs;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Every Java block is a region of tested code, and every link leads somewhere. */
class DocumentsTest {
  private static final Path ROOT = Path.of("..").toAbsolutePath().normalize();

  /** Where regions are: the tests of the documents, and the providers that they walk through. */
  private static final List<String> SOURCES =
      List.of("docs/src/test/java", "providers/src/main/java", "providers/src/test/java");

  private static final Pattern JAVA_BLOCK = Pattern.compile("(?ms)^```java\\n(.*?)^```$");
  private static final Pattern REGION =
      Pattern.compile("(?ms)^ *// tag::(\\w+)\\[\\]\\n(.*?)^ *// end::\\1\\[\\]$");
  private static final Pattern LINK = Pattern.compile("\\]\\(([^)#\\s]+)(#[^)\\s]*)?\\)");
  private static final int FIRST_SCREEN = 20;

  static List<Path> documents() {
    List<Path> found = new ArrayList<>();
    for (String folder : List.of(".", "docs", "benchmarks")) {
      try (Stream<Path> files = Files.list(ROOT.resolve(folder))) {
        files.filter(file -> file.toString().endsWith(".md")).forEach(found::add);
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
    return found;
  }

  @ParameterizedTest
  @MethodSource("documents")
  void javaBlocks_document_areRegionsOfTestedCode(Path document) {
    List<String> regions = regions();
    Matcher block = JAVA_BLOCK.matcher(read(document));
    while (block.find()) {
      assertThat(regions).as("a Java block of " + document).contains(block.group(1).strip());
    }
  }

  @ParameterizedTest
  @MethodSource("documents")
  void links_document_leadToFilesThatExist(Path document) {
    Matcher link = LINK.matcher(read(document));
    while (link.find()) {
      String target = link.group(1);
      if (!target.contains("://")) {
        assertThat(document.resolveSibling(target)).as("a link of " + document).exists();
      }
    }
  }

  @Test
  void readme_firstScreen_showsCodeThatRunsWithoutAKey() {
    List<String> lines = read(ROOT.resolve("README.md")).lines().toList();

    assertThat(lines.subList(0, FIRST_SCREEN)).anyMatch(line -> line.equals("```java"));
  }

  @Test
  void ci_run_isTheTestCommandOfTheReadme() {
    List<String> commands =
        read(ROOT.resolve("README.md")).lines().filter(line -> line.startsWith("./")).toList();

    assertThat(read(ROOT.resolve(".ci/run"))).contains(commands.get(1));
  }

  private static List<String> regions() {
    List<String> regions = new ArrayList<>();
    for (String folder : SOURCES) {
      try (Stream<Path> files = Files.walk(ROOT.resolve(folder))) {
        files
            .filter(file -> file.toString().endsWith(".java"))
            .forEach(
                file -> {
                  Matcher region = REGION.matcher(read(file));
                  while (region.find()) {
                    regions.add(region.group(2).stripTrailing().stripIndent().strip());
                  }
                });
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
    return regions;
  }

  private static String read(Path file) {
    try {
      return Files.readString(file);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
