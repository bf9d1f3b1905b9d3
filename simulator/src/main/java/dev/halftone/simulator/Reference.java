package dev.halftone.simulator;

import java.util.Arrays;
import java.util.Base64;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/**
 * A picture that came with an edit and passed its checks; the bytes are not kept.
 *
 * @param fingerprint the same for the same bytes
 */
record Reference(PictureHeader header, int bytes, int fingerprint) {
  static final int MOST_BYTES = 50_000_000;

  private static final int MOST_MASK_BYTES = 4_000_000;
  private static final int MOST_URL_CHARS = 20_971_520;
  private static final Set<String> MEDIA_TYPES = Set.of("image/png", "image/jpeg", "image/webp");

  /** Checks bytes that were declared to be of a type, the way OpenAI complains. */
  static Reference read(String param, byte[] file, String declared) throws Rejection {
    String type = declared.toLowerCase(Locale.ROOT).strip();
    if (!MEDIA_TYPES.contains(type)) {
      throw Rejection.invalid(
          param,
          "unsupported_file_mimetype",
          "Invalid file '"
              + param
              + "': unsupported mimetype ('"
              + Wire.brief(declared)
              + "'). Supported file formats are 'image/jpeg', 'image/png', and 'image/webp'.");
    }
    if (file.length >= MOST_BYTES) {
      throw Rejection.invalid(
          param,
          "image_too_large",
          "Invalid file '" + param + "': " + file.length + " bytes; allowed is less than 50 MB.");
    }
    PictureHeader header = PictureHeader.of(file).orElse(null);
    if (header == null || !header.mediaType().equals(type)) {
      throw Rejection.invalid(
          param,
          "invalid_image_file",
          "Invalid image file or mode for '" + param + "', please check your image file.");
    }
    return new Reference(header, file.length, Arrays.hashCode(file));
  }

  /** Looks at bytes whose type nobody declared; empty when they are no picture. */
  static Optional<Reference> of(byte[] file) {
    return PictureHeader.of(file)
        .map(header -> new Reference(header, file.length, Arrays.hashCode(file)));
  }

  /** Reads a picture out of a data URL; the simulator downloads nothing. */
  static Reference readUrl(String param, String url) throws Rejection {
    if (url.length() > MOST_URL_CHARS) {
      throw Rejection.invalid(
          param,
          "string_above_max_length",
          "Invalid '" + param + "': string too long. Maximum length is " + MOST_URL_CHARS + ".");
    }
    int comma = url.indexOf(',');
    if (!url.startsWith("data:") || comma < 0 || !url.substring(0, comma).endsWith(";base64")) {
      throw Rejection.invalid(
          param, "invalid_value", "Invalid '" + param + "': the URL could not be downloaded.");
    }
    String type = url.substring(5, comma - ";base64".length());
    return readBase64(param, url.substring(comma + 1), type);
  }

  static Reference readBase64(String param, String base64, String mediaType) throws Rejection {
    byte[] file;
    try {
      file = Base64.getDecoder().decode(base64);
    } catch (IllegalArgumentException e) {
      throw Rejection.invalid(param, "invalid_base64", "Invalid '" + param + "': not base64.");
    }
    return read(param, file, mediaType);
  }

  /** Refuses a mask that is no PNG with transparency, under 4 MB and of the picture's size. */
  void checkMaskOf(Reference first) throws Rejection {
    boolean fits = header.size().equals(first.header.size());
    boolean form = header.mediaType().equals("image/png") && header.alpha();
    if (!form || bytes >= MOST_MASK_BYTES || !fits) {
      String fault =
          !form
              ? "it must be a PNG with an alpha channel"
              : fits ? "it must be less than 4 MB" : "mask size does not match image size";
      throw Rejection.invalid(
          "mask", "invalid_image_format", "Invalid mask image format - " + fault + ".");
    }
  }
}
