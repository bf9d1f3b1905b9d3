package dev.halftone.simulator;

import java.util.Base64;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * Finds the pictures that the addresses in a request mean: data URIs, and files this simulator
 * made. Any other address is unreachable, so that the simulator calls nobody. On the server's
 * context.
 */
final class InputPictures {
  private final Supplier<String> origin;
  private final PictureShelf shelf;

  InputPictures(Supplier<String> origin, PictureShelf shelf) {
    this.origin = origin;
    this.shelf = shelf;
  }

  /** The bytes behind an address, empty when it leads nowhere. */
  Optional<byte[]> fetch(String address) {
    if (address.startsWith("data:")) {
      int comma = address.indexOf(";base64,");
      try {
        return comma < 0
            ? Optional.empty()
            : Optional.of(Base64.getDecoder().decode(address.substring(comma + 8)));
      } catch (IllegalArgumentException e) {
        return Optional.empty();
      }
    }
    String start = origin.get();
    return address.startsWith(start + PictureShelf.FOLDER)
        ? Optional.ofNullable(shelf.find(address.substring(start.length())))
            .map(PictureShelf.StoredPicture::content)
        : Optional.empty();
  }
}
