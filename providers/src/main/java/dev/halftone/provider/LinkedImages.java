package dev.halftone.provider;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.halftone.image.GeneratedImage;
import dev.halftone.image.ImageRequest;
import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A body with the images of {@code data[].url} fetched, as if they had been in it.
 *
 * @param body what came, with what could be fetched put in
 * @param lost why the first one could not be fetched; null if none was lost
 */
record LinkedImages(ImageBody body, @Nullable Throwable lost) {

  /**
   * Fetches what the body only tells the address of, which costs nothing; what cannot be fetched is
   * left out. Never fails.
   */
  static Future<LinkedImages> fetch(
      ImageBody body, Downloads downloads, Redaction redaction, Deadline deadline) {
    List<ObjectNode> items = items(body);
    if (items.isEmpty()) {
      return Future.succeededFuture(new LinkedImages(body, null));
    }
    List<Future<GeneratedImage>> all =
        items.stream()
            .map(item -> downloads.fetch(item.path("url").asText(), redaction, deadline))
            .toList();
    return Future.join(all)
        .transform((joined, failed) -> Future.succeededFuture(put(body, items, all)));
  }

  private static List<ObjectNode> items(ImageBody body) {
    List<ObjectNode> items = new ArrayList<>();
    JsonNode root = body.root();
    for (JsonNode item : root == null ? WireJson.object() : root.path("data")) {
      boolean linked =
          body.image(item.get(OpenAiCodec.IMAGE_KEY)) == null && item.path("url").isTextual();
      if (linked && item instanceof ObjectNode node && items.size() < ImageRequest.MAX_IMAGES) {
        items.add(node);
      }
    }
    return items;
  }

  private static LinkedImages put(
      ImageBody body, List<ObjectNode> items, List<Future<GeneratedImage>> all) {
    List<Buffer> images = new ArrayList<>(body.images());
    Throwable lost = null;
    for (int i = 0; i < all.size(); i++) {
      if (all.get(i).succeeded()) {
        items.get(i).put(OpenAiCodec.IMAGE_KEY, Integer.toString(images.size()));
        images.add(all.get(i).result().bytes());
      } else if (lost == null) {
        lost = all.get(i).cause();
      }
    }
    return new LinkedImages(new ImageBody(body.root(), images, body.problem()), lost);
  }
}
