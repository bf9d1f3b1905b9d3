package dev.halftone.simulator;

import io.vertx.core.buffer.Buffer;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import java.time.InstantSource;
import java.util.Set;

/** OpenAI's Files API, as far as batches and edits need it. Not thread-safe. */
final class FileDesk {
  static final String PATH = "/openai/v1/files";

  private static final Set<String> PURPOSES =
      Set.of("batch", "vision", "user_data", "assistants", "evals", "fine-tune");

  private final PlainCall calls;
  private final FileShelf shelf;
  private final InstantSource clock;

  FileDesk(PlainCall calls, FileShelf shelf, InstantSource clock) {
    this.calls = calls;
    this.shelf = shelf;
    this.clock = clock;
  }

  void mount(Router router) {
    router.post(PATH).handler(context -> calls.answer(context, () -> upload(context).json()));
    router.get(PATH + "/:id").handler(context -> calls.answer(context, () -> find(context).json()));
    router
        .get(PATH + "/:id/content")
        .handler(context -> calls.guard(context, () -> send(context, find(context))));
  }

  private StoredFile upload(RoutingContext context) throws Rejection {
    MultipartBody form = MultipartBody.of(context);
    if (form == null || form.parts().size() != 1 || !form.parts().get(0).name().equals("file")) {
      throw Rejection.invalid(
          "file", "missing_required_parameter", "Expected one multipart part 'file'.");
    }
    MultipartBody.Part file = form.parts().get(0);
    String purpose = form.field("purpose");
    if (purpose == null || !PURPOSES.contains(purpose)) {
      throw Rejection.invalid("purpose", "invalid_value", "Invalid value for 'purpose'.");
    }
    if (purpose.equals("batch") && !file.filename().endsWith(".jsonl")) {
      throw Rejection.invalid(
          "file", "invalid_file_format", "Invalid file format for Batch API. Must be .jsonl");
    }
    return shelf.upload(purpose, file.filename(), file.content(), clock.instant().getEpochSecond());
  }

  private StoredFile find(RoutingContext context) throws Rejection {
    String id = String.valueOf(context.pathParam("id"));
    return shelf
        .find(id)
        .orElseThrow(
            () ->
                Rejection.of(
                    Rejection.Kind.NO_ROUTE,
                    404,
                    "No such File object: " + Wire.brief(id),
                    null,
                    "id"));
  }

  private static void send(RoutingContext context, StoredFile file) {
    context.response().putHeader("content-type", "application/octet-stream");
    Buffer content = file.content();
    if (content != null) {
      context.response().end(content);
    } else {
      context.response().sendFile(String.valueOf(file.path()));
    }
  }
}
