package dev.halftone.simulator;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * One of fal's model endpoints.
 *
 * @param id its path, as {@code openai/gpt-image-2/edit}
 * @param mostImages the most pictures of one request
 */
record FalEndpoint(String id, SimulatedModel model, boolean isEdit, int mostImages) {
  private static final Map<String, FalEndpoint> ALL = new LinkedHashMap<>();

  static {
    add("openai/gpt-image-2", "gpt-image-2", false, 4);
    add("openai/gpt-image-2/edit", "gpt-image-2", true, 4);
    for (String kind : new String[] {"flare", "sunburst"}) {
      String start = "openai/gpt-image-2.5/" + kind;
      add(start + "/text-to-image", "gpt-image-2.5-" + kind, false, 10);
      add(start + "/edit", "gpt-image-2.5-" + kind, true, 10);
    }
  }

  private static void add(String id, String model, boolean isEdit, int mostImages) {
    SimulatedModel found = SimulatedModel.find(model).orElseThrow();
    ALL.put(id, new FalEndpoint(id, found, isEdit, mostImages));
  }

  static Optional<FalEndpoint> find(String id) {
    return Optional.ofNullable(ALL.get(id));
  }

  static Set<String> ids() {
    return ALL.keySet();
  }

  /** The first two segments of an id: where its jobs are polled. */
  static String app(String id) {
    int second = id.indexOf('/', id.indexOf('/') + 1);
    return second < 0 ? id : id.substring(0, second);
  }
}
