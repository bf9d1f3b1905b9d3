package dev.halftone.cli;

import java.io.Closeable;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A file of jobs, one JSON object on each line, read one job at a time: no more than a line is
 * held, and the ids, which must differ. Blank lines are passed over.
 *
 * <p>A bad line does not end the reading: {@link #next} goes on to the next good one, and {@link
 * #requireSound} tells all that was found. Whoever must not act on half a file reads it to its end
 * first. Not thread-safe; does file I/O.
 */
final class JobFile implements Closeable {
  /** The most jobs of one file. */
  static final int MAX_JOBS = 1_000_000;

  /** The most mistakes that are told one by one. */
  static final int MAX_TOLD = 20;

  private final String name;
  private final long size;
  private final JobLines lines;
  private final JobReader reader;
  private final Map<String, Long> ids = new HashMap<>();
  private final List<String> told = new ArrayList<>();
  private long mistakes;
  private long badLines;
  private int jobs;

  private JobFile(String name, long size, JobLines lines, JobReader reader) {
    this.name = name;
    this.size = size;
    this.lines = lines;
    this.reader = reader;
  }

  /**
   * Opens a file.
   *
   * @throws CommandException if it is none or cannot be read
   */
  static JobFile open(Console console, String name, JobReader reader) {
    Path file = Arguments.read("JOBS.jsonl", name, text -> Arguments.existingFile(console, text));
    try {
      return new JobFile(name, Files.size(file), new JobLines(Files.newInputStream(file)), reader);
    } catch (IOException e) {
      throw unreadable(name, e);
    }
  }

  /** The next good job; null at the end. */
  @Nullable Job next() {
    try {
      while (lines.next()) {
        Job job = read();
        if (job != null) {
          jobs++;
          return job;
        }
      }
      return null;
    } catch (IOException e) {
      throw unreadable(name, e);
    }
  }

  private @Nullable Job read() {
    long before = mistakes;
    String text = lines.text();
    Job job = null;
    if (text == null) {
      wrong("", String.valueOf(lines.problem()));
    } else if (!text.isBlank()) {
      if (jobs >= MAX_JOBS) {
        wrong("", "is one job more than the %d that a file may have".formatted(MAX_JOBS));
        throw unsound();
      }
      job = reader.read(lines.number(), text, this::wrong);
    }
    if (job != null) {
      Long first = ids.putIfAbsent(job.id(), lines.number());
      if (first != null) {
        wrong("id", "'%s' is also the id of line %d".formatted(job.id(), first));
      }
    }
    if (mistakes > before) {
      badLines++;
      return null;
    }
    return job;
  }

  private void wrong(String field, String message) {
    mistakes++;
    if (told.size() < MAX_TOLD) {
      String place = "%s, line %d%s".formatted(name, lines.number(), field.isEmpty() ? " " : ", ");
      String all = field.isEmpty() ? place + message : place + field + ": " + message;
      told.add(Plain.line(all));
    }
  }

  /**
   * Refuses the file, with its first mistakes and their number, if there was any until now, or if
   * it had no job at all.
   */
  void requireSound() {
    if (mistakes > 0) {
      throw unsound();
    }
    if (jobs == 0) {
      throw CommandException.usage(name + ": has no job; write one JSON object on each line");
    }
  }

  boolean isSound() {
    return mistakes == 0;
  }

  private CommandException unsound() {
    List<String> all = new ArrayList<>(told);
    if (mistakes > told.size()) {
      all.add(
          "and %d more; %d mistakes on %d lines"
              .formatted(mistakes - told.size(), mistakes, badLines));
    }
    return CommandException.usage(String.join("\n", all));
  }

  private static CommandException unreadable(String name, IOException cause) {
    return CommandException.usage("%s: cannot be read: %s".formatted(name, cause));
  }

  /** Good jobs read so far. */
  int jobs() {
    return jobs;
  }

  /** The size of the file in bytes when it was opened. */
  long size() {
    return size;
  }

  /** Bytes read so far. */
  long bytes() {
    return lines.bytes();
  }

  @Override
  public void close() {
    try {
      lines.close();
    } catch (IOException e) {
      throw unreadable(name, e);
    }
  }
}
