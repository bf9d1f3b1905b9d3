package dev.halftone.simulator;

import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.IntStream;
import javax.imageio.IIOImage;
import javax.imageio.ImageIO;
import javax.imageio.ImageWriteParam;
import javax.imageio.ImageWriter;
import javax.imageio.stream.MemoryCacheImageOutputStream;
import org.jspecify.annotations.Nullable;

/**
 * Draws the pictures of an order: real files of the size asked for, with the prompt on them. The
 * same seed, prompt and index give the same landscape, in more detail at a better quality.
 * Thread-safe; takes tens of milliseconds a megapixel, so not for an event loop.
 */
final class PictureMaker {
  private static final List<String> DETAILS = List.of("low", "medium", "high", "xhigh", "max");

  private final long seed;
  private final @Nullable Map<Blank, byte[]> blanks;

  PictureMaker(long seed) {
    this.seed = seed;
    blanks = null;
  }

  PictureMaker(SimulatorOptions options) {
    seed = options.seed();
    blanks = options.blankPictures() ? new ConcurrentHashMap<>() : null;
  }

  /** What tells one blank picture from another. */
  private record Blank(PixelSize size, PictureFormat format, boolean transparent) {}

  /** All files of an order. */
  List<byte[]> all(ImageOrder order) {
    return IntStream.range(0, order.images()).mapToObj(index -> draw(order, index)).toList();
  }

  /** One finished file; {@code index} tells the pictures of one order apart. */
  byte[] draw(ImageOrder order, int index) {
    return draw(order, index, DETAILS.indexOf(order.quality()), footer(order, index));
  }

  /** An earlier, coarser state of the first picture. */
  byte[] drawPartial(ImageOrder order, int partial) {
    return draw(order, 0, 0, "partial " + (partial + 1) + " of " + footer(order, 0));
  }

  private byte[] draw(ImageOrder order, int index, int detail, String footer) {
    if (blanks != null) {
      return blanks.computeIfAbsent(
          new Blank(order.size(), order.format(), order.transparent()),
          blank -> encode(new Canvas(order.size()), order));
    }
    Canvas canvas = new Canvas(order.size());
    long composition = Mix.of(Mix.of(seed, order.prompt()), index);
    for (Reference reference : order.references()) {
      composition = Mix.of(composition, reference.fingerprint());
    }
    new Scene(canvas, composition, detail).paint(order.transparent());
    Caption.draw(canvas, order.prompt(), footer);
    return encode(canvas, order);
  }

  private static byte[] encode(Canvas canvas, ImageOrder order) {
    return switch (order.format()) {
      case PNG -> PngEncoder.encode(canvas, order.transparent());
      case JPEG -> jpeg(canvas, order.jpegPercent());
    };
  }

  private static String footer(ImageOrder order, int index) {
    String which = order.images() == 1 ? "" : " #" + (index + 1);
    String of = order.isEdit() ? " edit of " + order.references().size() : "";
    return "simulated "
        + order.model().id()
        + " "
        + order.quality()
        + " "
        + order.size()
        + of
        + which;
  }

  private static byte[] jpeg(Canvas canvas, int percent) {
    BufferedImage image =
        new BufferedImage(canvas.width, canvas.height, BufferedImage.TYPE_INT_RGB);
    image.setRGB(0, 0, canvas.width, canvas.height, canvas.pixels, 0, canvas.width);
    ImageWriter writer = ImageIO.getImageWritersByFormatName("jpeg").next();
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (MemoryCacheImageOutputStream out = new MemoryCacheImageOutputStream(bytes)) {
      ImageWriteParam param = writer.getDefaultWriteParam();
      param.setCompressionMode(ImageWriteParam.MODE_EXPLICIT);
      param.setCompressionQuality(percent / 100f);
      writer.setOutput(out);
      writer.write(null, new IIOImage(image, null, null), param);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } finally {
      writer.dispose();
    }
    return bytes.toByteArray();
  }
}
