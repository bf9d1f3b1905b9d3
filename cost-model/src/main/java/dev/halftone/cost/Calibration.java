package dev.halftone.cost;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.OptionalInt;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Learns from bills how far quotes are off, and corrects later quotes: the expectation, a 95 %
 * interval, and what a budget has to hold. {@code docs/calibration.md} has the method and what was
 * measured.
 *
 * <p>What is learned is the bill as a part of what the uncorrected quote expected, for each {@link
 * CalibrationKey} apart. Thread-safe: bills of one key take turns, quotes wait for nobody. No I/O
 * but in {@link #save} and {@link #load}. It spends nothing; a hold in quantile mode may be below
 * the bill that follows.
 */
public final class Calibration {
  private final CalibrationOptions options;
  private final Map<CalibrationKey, CalibrationCell> cells = new ConcurrentHashMap<>();
  private final AtomicLong observed = new AtomicLong();
  private final Object growing = new Object();

  private Calibration(CalibrationOptions options) {
    this.options = Objects.requireNonNull(options);
  }

  /** One that knows nothing yet. */
  public static Calibration create(CalibrationOptions options) {
    return new Calibration(options);
  }

  /**
   * One that goes on from what {@link #save} wrote. With fewer keys or a smaller window than
   * before, the latest are kept.
   *
   * @throws CalibrationException if the file is not such a file, whole; nothing is learned then
   * @throws IOException if it cannot be read; {@link java.nio.file.NoSuchFileException} if there is
   *     none
   */
  public static Calibration load(Path file, CalibrationOptions options) throws IOException {
    try (InputStream json = Files.newInputStream(file)) {
      return read(file.toString(), json, options);
    }
  }

  static Calibration read(String name, InputStream json, CalibrationOptions options)
      throws IOException {
    CalibrationReader reader = CalibrationReader.read(name, json);
    Calibration calibration = new Calibration(options);
    boolean sameHold = reader.holdQuantilePpm().equals(options.holdQuantilePpm());
    List<CalibrationState> states = reader.states();
    int first = Math.max(0, states.size() - options.maxKeys());
    for (CalibrationState state : states.subList(first, states.size())) {
      CalibrationCell cell = new CalibrationCell(options);
      cell.restore(state, sameHold, calibration.observed.incrementAndGet());
      calibration.cells.put(state.key(), cell);
    }
    return calibration;
  }

  /**
   * Learns one bill. Tell it what the provider really charged, once, against the quote as {@link
   * CostEstimator} made it, not one already corrected. A call whose charge is not known teaches
   * nothing and must not be observed. A quote that expects nothing teaches nothing either, as no
   * bill can be a part of it.
   *
   * @param charged zero or more
   */
  public void observe(CalibrationKey key, Quote quote, Usd charged) {
    if (charged.isNegative()) {
      throw new IllegalArgumentException("charged %s must not be negative".formatted(charged));
    }
    if (quote.expected().isZero()) {
      return;
    }
    CalibrationCell cell = cells.get(key);
    if (cell == null) {
      cell = grow(key);
    }
    cell.observe(quote, charged, observed.incrementAndGet());
  }

  private CalibrationCell grow(CalibrationKey key) {
    synchronized (growing) {
      CalibrationCell cell = cells.get(key);
      if (cell == null) {
        if (cells.size() >= options.maxKeys()) {
          inOrder().stream().findFirst().ifPresent(oldest -> cells.remove(oldest.key()));
        }
        cell = new CalibrationCell(options);
        cells.put(key, cell);
      }
      return cell;
    }
  }

  /**
   * The quote as the bills seen so far correct it; the quote itself, held at its most, while there
   * are fewer than {@link CalibrationOptions#minSamples}.
   *
   * @param quote as {@link CostEstimator} made it
   */
  public Calibrated calibrate(CalibrationKey key, Quote quote) {
    CalibrationCell cell = cells.get(key);
    LearnedRatios learned = cell == null ? LearnedRatios.NOTHING : cell.learned();
    if (learned.remembered() < options.minSamples() || quote.expected().isZero()) {
      return new Calibrated(quote, quote.least(), quote.most(), quote.most(), learned.samples());
    }
    return CalibratedQuote.of(quote, learned);
  }

  /** How many keys are remembered. */
  public int size() {
    return cells.size();
  }

  /**
   * Writes all that is known to a file next to the one named, forces it to disk and moves it into
   * place, so that a reader finds the old file or the new one, whole. Blocks: keep it off event
   * loops. Bills may go on arriving; each key is written as it is at one moment.
   *
   * @throws IOException if it cannot be written; the old file is left as it was
   */
  public void save(Path file) throws IOException {
    Path folder = Objects.requireNonNull(file.toAbsolutePath().getParent(), "file");
    Path written = Files.createTempFile(folder, file.getFileName() + ".", ".tmp");
    try {
      try (OutputStream json = Files.newOutputStream(written)) {
        write(json);
      }
      try (FileChannel channel = FileChannel.open(written, StandardOpenOption.WRITE)) {
        channel.force(true);
      }
      Files.move(
          written, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    } finally {
      Files.deleteIfExists(written);
    }
  }

  void write(OutputStream json) throws IOException {
    OptionalInt holdQuantilePpm = options.holdQuantilePpm();
    List<CalibrationState> states = new ArrayList<>();
    for (KeyAge age : inOrder()) {
      CalibrationCell cell = cells.get(age.key());
      if (cell != null && cell.learned().samples() > 0) {
        states.add(cell.state(age.key()));
      }
    }
    CalibrationWriter.write(json, holdQuantilePpm, states);
  }

  /** The keys from the one not observed for longest to the latest. */
  private List<KeyAge> inOrder() {
    // The ages are read once each, because an order that changes while sorting is none.
    List<KeyAge> ages = new ArrayList<>();
    cells.forEach((key, cell) -> ages.add(new KeyAge(key, cell.lastObserved())));
    ages.sort(Comparator.comparingLong(KeyAge::lastObserved));
    return ages;
  }

  private record KeyAge(CalibrationKey key, long lastObserved) {}
}
