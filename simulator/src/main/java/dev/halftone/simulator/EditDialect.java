package dev.halftone.simulator;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.vertx.ext.web.RoutingContext;
import java.time.LocalDate;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Edits in OpenAI's form: multipart, and JSON where a shelf for the files named in it is given. */
final class EditDialect implements BorrowedDialect {
  private final Dialect lender;
  private final @Nullable FileShelf shelf;

  private EditDialect(Dialect lender, @Nullable FileShelf shelf) {
    this.lender = lender;
    this.shelf = shelf;
  }

  static EditDialect multipart(Dialect lender) {
    return new EditDialect(lender, null);
  }

  static EditDialect multipartAndJson(Dialect lender, FileShelf shelf) {
    return new EditDialect(lender, shelf);
  }

  @Override
  public Dialect lender() {
    return lender;
  }

  @Override
  public JsonNode body(RoutingContext context) throws Rejection {
    MultipartBody form = MultipartBody.of(context);
    if (form != null) {
      return form.json();
    }
    if (shelf == null) {
      throw Rejection.unreadable(
          "Unsupported content type. This API method only accepts 'multipart/form-data' requests.",
          "unsupported_content_type");
    }
    return lender.body(context);
  }

  @Override
  public ImageOrder read(RoutingContext context, JsonNode body, LocalDate today) throws Rejection {
    MultipartBody form = MultipartBody.of(context);
    ImageOrder order = lender.read(context, withoutPictures(body), today);
    checkFidelity(body.get("input_fidelity"), order.model());
    return order.editing(references(form, body));
  }

  /** What a generation would have been asked with. */
  static JsonNode withoutPictures(JsonNode body) {
    ObjectNode plain = body.deepCopy();
    plain.remove(List.of("images", "mask", "input_fidelity"));
    return plain;
  }

  private List<Reference> references(@Nullable MultipartBody form, JsonNode body) throws Rejection {
    if (form != null) {
      return ReferenceReader.form(form.parts());
    }
    return new ReferenceReader(Objects.requireNonNull(shelf)).json(body);
  }

  /** The flexible models always look closely and refuse the parameter; mini refuses it too. */
  static void checkFidelity(@Nullable JsonNode value, SimulatedModel model) throws Rejection {
    if (value == null || value.isNull()) {
      return;
    }
    if (model.scale() != TokenScale.TABLE || model.id().equals("gpt-image-1-mini")) {
      throw Rejection.userError(
          "input_fidelity",
          "invalid_value",
          "The parameter 'input_fidelity' is not supported for this model.");
    }
    if (!value.asText().equals("low")) {
      throw Rejection.invalid(
          "input_fidelity", "invalid_value", "The simulator serves 'low' fidelity only.");
    }
  }
}
