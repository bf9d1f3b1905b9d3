package dev.halftone.provider;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.halftone.image.ImageRequest;
import dev.halftone.image.OutputFormat;
import dev.halftone.image.PartialImage;
import dev.halftone.image.ProviderCall;
import io.vertx.core.buffer.Buffer;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Reads an answer that is streamed as server-sent events, as OpenAI's Images API does: hands on
 * each partial image as it comes, and turns what completed into the body that the same answer would
 * have been in one piece. An answer that is JSON after all, as errors are, is read as JSON.
 *
 * <p>The images of an event are decoded while it arrives, so one event at a time is held, decoded.
 * A partial image that cannot be read is passed over: the final one is what was paid for. Not
 * thread-safe.
 */
final class EventStreamReader implements AnswerReader<ImageBody>, EventStreamParser.Sink {
  private static final Logger log = LoggerFactory.getLogger(EventStreamReader.class);

  private static final int SCRATCH_BYTES = 16 * 1024;
  private static final int[] BYTE_ORDER_MARK = {0xEF, 0xBB, 0xBF};

  private final String imageKey;
  private final Limits limits;
  private final ProviderCall call;
  private final byte[] scratch = new byte[SCRATCH_BYTES];
  private final EventStreamParser events = new EventStreamParser(this);
  private final List<Buffer> images = new ArrayList<>();
  private final ArrayNode completed = WireJson.object().putArray("data");
  private @Nullable ImageBodyReader json;
  private @Nullable ImageBodyReader event;
  private @Nullable JsonNode error;
  private boolean begun;
  private int skipped;
  private long bytes;
  private long eventBytes;
  private int partials;
  private boolean listening = true;
  private @Nullable String problem;
  private @Nullable String exceeded;

  /**
   * Makes a reader.
   *
   * @param imageKey under which each event holds its image
   * @param call whose partial images these are
   */
  EventStreamReader(String imageKey, Limits limits, ProviderCall call) {
    this.imageKey = imageKey;
    this.limits = limits;
    this.call = call;
  }

  @Override
  public void write(Buffer chunk) {
    bytes += chunk.length();
    if (bytes > limits.bodyBytes()) {
      exceed(limits.bodyMessage());
    }
    for (int from = 0; from < chunk.length() && exceeded == null; from += SCRATCH_BYTES) {
      int to = Math.min(chunk.length(), from + SCRATCH_BYTES);
      chunk.getBytes(from, to, scratch);
      int start = begun ? 0 : begin(to - from);
      if (json != null) {
        json.write(scratch, start, to - from);
        exceed(json.exceeded());
      } else {
        events.write(scratch, start, to - from);
      }
    }
  }

  @Override
  public @Nullable String exceeded() {
    return exceeded;
  }

  @Override
  public ImageBody end() {
    if (json != null) {
      return json.end();
    }
    events.end();
    ObjectNode root = WireJson.object();
    if (error != null) {
      root.set("error", error);
    } else if (completed.isEmpty()) {
      return new ImageBody(
          null, List.of(), problem == null ? "the stream ended without an image" : problem);
    } else {
      root.set("usage", usage());
    }
    root.set("data", completed);
    return new ImageBody(root, images, problem);
  }

  /** Passes over what may come before the first byte that tells JSON from events. */
  private int begin(int length) {
    int i = 0;
    while (i < length) {
      int b = scratch[i] & 0xFF;
      boolean mark = skipped < BYTE_ORDER_MARK.length && b == BYTE_ORDER_MARK[skipped];
      if (!mark && b != ' ' && b != '\t' && b != '\r' && b != '\n') {
        begun = true;
        if (b == '{' || b == '[') {
          json = new ImageBodyReader(imageKey, limits);
        }
        return i;
      }
      skipped++;
      i++;
    }
    return i;
  }

  @Override
  public void data(byte[] in, int from, int to) {
    eventBytes += to - from;
    if (eventBytes > limits.eventBytes()) {
      exceed(
          "an event of the answer is larger than %d bytes; raise maxEventBytes"
              .formatted(limits.eventBytes()));
    }
    if (exceeded != null) {
      return;
    }
    ImageBodyReader reader = event == null ? new ImageBodyReader(imageKey, limits) : event;
    event = reader;
    reader.write(in, from, to);
    exceed(reader.exceeded());
  }

  @Override
  public void event(String name) {
    ImageBodyReader reader = event;
    event = null;
    eventBytes = 0;
    if (reader == null || exceeded != null) {
      return;
    }
    ImageBody body = reader.end();
    // Not JSON, such as the [DONE] that some hosts end with.
    if (body.root() instanceof ObjectNode root) {
      String type = WireJson.text(root.path("type"));
      take(type == null ? name : type, root, body);
    }
  }

  private void take(String type, ObjectNode root, ImageBody body) {
    if (type.equals("error") || root.path("error").isObject()) {
      error = root.path("error").isObject() ? root.path("error") : root;
    } else if (type.endsWith(".partial_image")) {
      partial(root, body.image(root.get(imageKey)));
    } else if (type.endsWith(".completed")) {
      complete(root, body);
    }
  }

  private void partial(ObjectNode root, @Nullable Buffer image) {
    OutputFormat format = image == null ? null : OutputFormat.sniff(image);
    ImageRequest request = call.request();
    if (image == null || format == null || partials >= request.n() * request.partialImages()) {
      return;
    }
    int index = root.path("partial_image_index").asInt(partials);
    partials++;
    try {
      call.partials().accept(new PartialImage(Math.max(0, index), image, format));
    } catch (RuntimeException e) {
      if (listening) {
        log.warn("whoever takes the partial images of a call threw", e);
      }
      listening = false;
    }
  }

  private void complete(ObjectNode root, ImageBody body) {
    if (completed.size() == ImageRequest.MAX_IMAGES) {
      exceed("the answer completes more than %d images".formatted(ImageRequest.MAX_IMAGES));
      return;
    }
    Buffer image = body.image(root.get(imageKey));
    if (problem == null) {
      problem = body.problem();
    }
    if (root.path(imageKey).isTextual()) {
      root.put(imageKey, Integer.toString(images.size()));
      images.add(image == null ? Buffer.buffer() : image);
    }
    completed.add(root);
  }

  /** One completed event tells its own usage; several do not say whose theirs is. */
  private @Nullable JsonNode usage() {
    return completed.size() == 1 ? completed.path(0).get("usage") : null;
  }

  private void exceed(@Nullable String limit) {
    if (exceeded == null && limit != null) {
      exceeded = limit;
      images.clear();
      event = null;
    }
  }
}
