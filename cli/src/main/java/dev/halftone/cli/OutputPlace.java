package dev.halftone.cli;

import dev.halftone.image.GeneratedImage;
import dev.halftone.image.OutputFormat;
import dev.halftone.image.PartialImage;
import io.vertx.core.buffer.Buffer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * Where images are written: one file, which replaces what was there, or a folder, where names are
 * new. Each image appears whole or not at all.
 *
 * @param path the file or the folder
 * @param folder whether it is a folder
 */
record OutputPlace(Path path, boolean folder) {
  /**
   * Reads what {@code -o} names, before anything is bought: a folder if it is one, or ends in a
   * slash, or has no extension; else a file. The folder that images go to is made.
   *
   * @param named what was given, or null
   * @param usual the folder that serves if nothing was given
   */
  static OutputPlace of(Console console, @Nullable String named, Path usual) {
    Path path = named == null ? usual : console.resolve(Path.of(named));
    boolean folder =
        named == null || named.endsWith("/") || Files.isDirectory(path) || extension(path) == null;
    Path parent = folder ? path : path.resolveSibling("");
    try {
      if (!parent.toString().isEmpty()) {
        Files.createDirectories(parent);
      }
    } catch (IOException e) {
      throw CommandException.usage("-o: folder '%s' cannot be made: %s".formatted(parent, e));
    }
    if (!Files.isWritable(parent.toAbsolutePath())) {
      throw CommandException.usage("-o: folder '%s' cannot be written to".formatted(parent));
    }
    return new OutputPlace(path, folder);
  }

  /** The format that the name of the file asks for, or null if it asks for none. */
  @Nullable OutputFormat format() {
    String extension = folder ? null : extension(path);
    try {
      return extension == null ? null : OutputFormat.parse(extension);
    } catch (IllegalArgumentException e) {
      throw CommandException.usage(
          "-o: '%s' ends in none of .png, .jpg, .webp".formatted(path.getFileName()));
    }
  }

  /** Writes the images and returns their files in order. */
  List<Path> write(String decisionId, List<GeneratedImage> images) throws IOException {
    List<Path> files = new ArrayList<>();
    for (int i = 0; i < images.size(); i++) {
      GeneratedImage image = images.get(i);
      Path file =
          folder
              ? unused("image-%s-%d".formatted(decisionId, i + 1), image.format())
              : numbered(i, images.size());
      write(file, image.bytes());
      files.add(file);
    }
    return files;
  }

  /**
   * Writes a partial image beside what the final one will be called.
   *
   * @param number from 1
   */
  Path writePartial(int number, PartialImage partial) throws IOException {
    Path file =
        folder
            ? unused("image-partial-" + number, partial.format())
            : path.resolveSibling(
                "%s-partial-%d.%s".formatted(stem(path), number, partial.format().fileExtension()));
    write(file, partial.bytes());
    return file;
  }

  private static void write(Path file, Buffer bytes) throws IOException {
    Path half =
        Files.createTempFile(file.resolveSibling("").toAbsolutePath(), ".halftone-", ".part");
    try {
      Files.write(half, bytes.getBytes());
      Files.move(half, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    } finally {
      Files.deleteIfExists(half);
    }
  }

  private Path unused(String name, OutputFormat format) {
    Path file = path.resolve(name + "." + format.fileExtension());
    for (int more = 2; Files.exists(file); more++) {
      file = path.resolve("%s-%d.%s".formatted(name, more, format.fileExtension()));
    }
    return file;
  }

  /** {@code fox.png} becomes {@code fox-2.png} where there are several. */
  private Path numbered(int index, int count) {
    if (count == 1) {
      return path;
    }
    String stem = stem(path);
    String name = String.valueOf(path.getFileName());
    return path.resolveSibling("%s-%d%s".formatted(stem, index + 1, name.substring(stem.length())));
  }

  private static String stem(Path path) {
    String name = String.valueOf(path.getFileName());
    return name.substring(0, name.lastIndexOf('.'));
  }

  private static @Nullable String extension(Path path) {
    String name = String.valueOf(path.getFileName());
    int dot = name.lastIndexOf('.');
    return dot < 1 || dot == name.length() - 1
        ? null
        : name.substring(dot + 1).toLowerCase(Locale.ROOT);
  }
}
