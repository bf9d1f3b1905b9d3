package dev.halftone.store;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/** Keeps every other process, and every other ledger of this one, away from a ledger's file. */
final class FileLock implements AutoCloseable {
  /**
   * Asked before the lock file is touched: closing any channel to a file gives up all locks that a
   * process has on it.
   */
  private static final Set<Path> TAKEN = ConcurrentHashMap.newKeySet();

  private final Path file;
  private final FileChannel channel;

  private FileLock(Path file, FileChannel channel) {
    this.file = file;
    this.channel = channel;
  }

  /**
   * Takes the file or fails at once.
   *
   * @param file its real path
   */
  static FileLock take(Path file) throws IOException {
    if (!TAKEN.add(file)) {
      throw new LedgerFileException(
          "ledger %s is open in this process already; share that ledger, or close it first"
              .formatted(file));
    }
    FileChannel channel = null;
    try {
      Path lockFile = file.resolveSibling(file.getFileName() + ".lock");
      channel = FileChannel.open(lockFile, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
      if (!locked(channel)) {
        throw new LedgerFileException(
            "ledger %s is in use by another process (it has locked %s); stop that process, or give"
                    .formatted(file, lockFile.getFileName())
                + " this one a file of its own; several processes share a Redis ledger");
      }
      return new FileLock(file, channel);
    } catch (IOException | RuntimeException e) {
      release(file, channel);
      throw e;
    }
  }

  private static boolean locked(FileChannel channel) throws IOException {
    try {
      return channel.tryLock() != null;
    } catch (OverlappingFileLockException e) {
      return false;
    }
  }

  private static void release(Path file, @Nullable FileChannel channel) throws IOException {
    try {
      if (channel != null) {
        channel.close();
      }
    } finally {
      TAKEN.remove(file);
    }
  }

  @Override
  public void close() throws IOException {
    release(file, channel);
  }
}
