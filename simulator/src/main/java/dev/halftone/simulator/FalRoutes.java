package dev.halftone.simulator;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * fal's queue, direct calls and price list. Illegal input is told as fal tells it: on a direct call
 * at once, in the queue by a job that has failed.
 */
final class FalRoutes {
  static final String RUN = "/fal/run/";
  private static final String METHOD = "Method Not Allowed";
  private static final String JOB = FalDialect.QUEUE + ":owner/:alias/requests/:id";

  private final JobDesk desk;
  private final FalDialect dialect;
  private final InputPictures inputs;

  FalRoutes(JobDesk desk, FalDialect dialect, InputPictures inputs) {
    this.desk = desk;
    this.dialect = dialect;
    this.inputs = inputs;
  }

  void mount(Router router) {
    router.get(JOB + "/status").handler(this::status);
    router.get(JOB).handler(this::result);
    router.put(JOB + "/cancel").handler(this::cancel);
    router
        .routeWithRegex("/fal/queue/.+/requests/.+")
        .handler(context -> refuse(context, FalFailures.plain(405, METHOD)));
    router.post(FalDialect.QUEUE + "*").handler(context -> submit(context, FalDialect.QUEUE));
    router.post(RUN + "*").handler(context -> submit(context, RUN));
    router.get("/fal/api/v1/models/pricing").handler(this::prices);
    router
        .route("/fal/*")
        .handler(context -> refuse(context, FalFailures.plain(404, "Not Found")))
        .failureHandler(this::failed);
  }

  private void submit(RoutingContext context, String start) {
    JobCall call = desk.call(context);
    boolean direct = start.equals(RUN);
    String id = context.request().path().substring(start.length());
    FalEndpoint endpoint = FalEndpoint.find(id).orElse(null);
    JobOrder order;
    try {
      check(context);
      desk.checkAccount();
      if (endpoint == null) {
        throw FalFailures.plain(404, "Application not found");
      }
      JsonNode body = Wire.body(context);
      try {
        order = FalOrderReader.read(endpoint, body, inputs);
      } catch (JobFailure failure) {
        if (direct) {
          throw failure;
        }
        accepted(desk.stillborn(call, id, failure), null);
        return;
      }
    } catch (Rejection rejection) {
      call.refuse(null, FalFailures.platform(400, "bad_request", rejection.message()));
      return;
    } catch (JobFailure failure) {
      call.refuse(null, failure);
      return;
    }
    if (direct && desk.isBusy()) {
      call.refuse(order, FalFailures.tooMany());
    } else if (direct) {
      desk.submit(call, order, true, job -> job.whenEnded(() -> answer(job)));
    } else {
      String limit = context.request().getHeader("x-fal-request-timeout");
      desk.submit(call, order, false, job -> accepted(job, limit));
    }
  }

  private void accepted(Job job, @Nullable String startLimit) {
    if (startLimit != null && startLimit.matches("[0-9]{1,6}")) {
      desk.after(
          TimeUnit.SECONDS.toNanos(Long.parseLong(startLimit)),
          () -> desk.endUnbegun(job, FalFailures.late()));
    }
    job.call().response().putHeader("x-fal-request-id", job.id());
    job.answerCall(dialect.submitted(job, desk.ahead(job)));
  }

  /** The end of a direct call. */
  private void answer(Job job) {
    HttpServerResponse response = job.call().response();
    if (job.failure() != null) {
      dialect.result(response, job);
    } else if (!job.call().clientIsGone()) {
      dialect.stampResult(response, job);
      job.answerCall(dialect.pictures(job));
    }
  }

  private void status(RoutingContext context) {
    Job job = find(context, Wire.JSON.createObjectNode().put("status", "NOT_FOUND"));
    if (job != null) {
      int status = job.state() == Job.State.ENDED ? 200 : 202;
      Answers.send(context.response(), status, dialect.status(job, desk.ahead(job)));
    }
  }

  private void result(RoutingContext context) {
    Job job = find(context, Wire.JSON.createObjectNode().put("detail", "Request not found"));
    if (job == null) {
      return;
    }
    if (job.state() == Job.State.ENDED) {
      dialect.result(context.response(), job);
    } else {
      refuse(context, FalFailures.plain(400, "Request is still in progress"));
    }
  }

  /** Stops a job that has not begun; one that is worked on goes on and is billed. */
  private void cancel(RoutingContext context) {
    Job job = find(context, Wire.JSON.createObjectNode().put("status", "NOT_FOUND"));
    if (job == null) {
      return;
    }
    boolean ended = job.state() == Job.State.ENDED;
    desk.endUnbegun(job, FalFailures.cancelled());
    String word = ended ? "ALREADY_COMPLETED" : "CANCELLATION_REQUESTED";
    Answers.send(
        context.response(), ended ? 400 : 202, Wire.JSON.createObjectNode().put("status", word));
  }

  private void check(RoutingContext context) throws JobFailure {
    desk.checkOutage();
    if (!dialect.hasKey(context.request()) || desk.refusesKeys()) {
      throw dialect.keyRefused();
    }
  }

  /** The job of a path, or null when the call was answered with why there is none. */
  private @Nullable Job find(RoutingContext context, ObjectNode unknown) {
    try {
      check(context);
    } catch (JobFailure failure) {
      refuse(context, failure);
      return null;
    }
    String app = context.pathParam("owner") + "/" + context.pathParam("alias");
    Optional<Job> job =
        desk.find(context.pathParam("id"))
            .filter(found -> FalEndpoint.app(found.endpoint()).equals(app));
    if (job.isEmpty()) {
      Answers.send(context.response(), 404, unknown);
    } else {
      context.response().putHeader("x-fal-request-id", job.get().id());
    }
    return job.orElse(null);
  }

  /** The price of a billing unit of the endpoints asked for, of all when none is. */
  private void prices(RoutingContext context) {
    if (!dialect.hasKey(context.request())) {
      ObjectNode body = Wire.JSON.createObjectNode();
      body.putObject("error").put("type", "authorization_error").put("message", "Invalid key");
      Answers.send(context.response(), 401, body);
      return;
    }
    var asked = context.queryParam("endpoint_id");
    ObjectNode body = Wire.JSON.createObjectNode();
    ArrayNode prices = body.putArray("prices");
    for (String id : FalEndpoint.ids()) {
      if (asked.isEmpty() || asked.contains(id)) {
        ObjectNode price = prices.addObject().put("endpoint_id", id).put("unit_price", 1);
        price.put("unit", "units").put("currency", "USD");
      }
    }
    body.put("has_more", false).putNull("next_cursor");
    Answers.send(context.response(), 200, body);
  }

  private void failed(RoutingContext context) {
    int status = context.statusCode();
    boolean clients = status >= 400 && status < 500;
    desk.failed(
        context,
        clients
            ? FalFailures.platform(status, "bad_request", "The request cannot be read")
            : FalFailures.platform(500, "internal_error", "Internal server error"));
  }

  private static void refuse(RoutingContext context, JobFailure failure) {
    Answers.send(context.response(), failure.status(), failure.body());
  }
}
