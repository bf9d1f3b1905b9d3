package dev.halftone.simulator;

import com.fasterxml.jackson.databind.JsonNode;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.WorkerExecutor;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import io.vertx.ext.web.handler.BodyHandler;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.EnumMap;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * OpenAI, Azure AI Foundry and Vercel AI Gateway on loopback, for tests, demonstrations and
 * benchmarks that must not cost anything. It speaks their wire formats, takes its time like they
 * do, limits rates, fails, refuses prompts, draws real pictures of the size asked for, and writes
 * an {@link Invoice}. It shares no code with the rest of Halftone, so that one can test the other.
 *
 * <p><b>Seed.</b> What becomes of an admitted call follows from the seed, the provider, the request
 * and the number of calls with the same prompt that provider admitted before, never from the time
 * or from the order in which different prompts arrive. The rate limits and the limit of calls in
 * flight do depend on time; a call they turn away does not count as admitted, so they postpone
 * fates and change none. Request ids count up in order of arrival.
 *
 * <p><b>Limits of the simulation.</b> Generations only: no edits, streaming, batch, webp, gif or
 * svg. What the real {@code auto} chooses is not known; here it is high and 1024x1024. Calls in
 * flight when the simulator is closed get no invoice line.
 *
 * <p>Thread-safe. Binds 127.0.0.1 only and calls nobody. Never logs a prompt or a key. Does not
 * cost money.
 */
public final class Simulator {
  private static final Logger LOG = LoggerFactory.getLogger(Simulator.class);
  private static final String HOST = "127.0.0.1";
  private static final String OPENAI_IMAGES = "/openai/v1/images/generations";
  private static final String AZURE_IMAGES = "/azure/openai/v1/images/generations";
  private static final String AZURE_DEPLOYMENT =
      "/azure/openai/deployments/:deployment/images/generations";
  private static final String VERCEL_IMAGES = "/vercel/v4/ai/image-model";

  private final Vertx vertx;
  private final SimulatorOptions options;
  private final InvoiceBook book;
  private final OpenAiDialect openAi;
  private final AzureDialect azureV1;
  private final AzureDialect azureDeployment;
  private final VercelDialect vercel;
  private final Map<SimulatedProvider, ImageDesk> desks = new EnumMap<>(SimulatedProvider.class);
  private volatile @Nullable HttpServer server;
  private volatile @Nullable WorkerExecutor workers;

  private Simulator(Vertx vertx, SimulatorOptions options) {
    this.vertx = vertx;
    this.options = options;
    this.book = new InvoiceBook(options.maxInvoiceLines(), options.onCallEnd());
    this.openAi = new OpenAiDialect(options);
    this.azureV1 = new AzureDialect(options, AzureDialect.Form.V1);
    this.azureDeployment = new AzureDialect(options, AzureDialect.Form.DEPLOYMENT);
    this.vercel = new VercelDialect(options, book);
  }

  /** A simulator that does not listen yet. */
  public static Simulator create(Vertx vertx, SimulatorOptions options) {
    return new Simulator(
        Objects.requireNonNull(vertx, "vertx"), Objects.requireNonNull(options, "options"));
  }

  /**
   * Starts to listen on 127.0.0.1; once only.
   *
   * @param port 0 to 65,535; 0 takes a free one
   * @return the port, or a failure when it is taken
   * @throws IllegalArgumentException when the port is out of range
   * @throws IllegalStateException when called twice
   */
  public synchronized Future<Integer> listen(int port) {
    if (port < 0 || port > 65_535) {
      throw new IllegalArgumentException("port is " + port + "; allowed is 0 to 65535");
    }
    if (server != null) {
      throw new IllegalStateException("the simulator listens already");
    }
    int drawers = Math.max(2, Runtime.getRuntime().availableProcessors());
    WorkerExecutor executor =
        vertx.createSharedWorkerExecutor("halftone-simulator", drawers, 5, TimeUnit.MINUTES);
    workers = executor;
    // The token table takes up to a second to load: better now than in the first call.
    executor.executeBlocking(() -> PromptTokens.count(""), false);
    SimulatedClock clock = new SimulatedClock(options.nanoTicker(), options.timeScale());
    for (SimulatedProvider provider : SimulatedProvider.values()) {
      desks.put(provider, new ImageDesk(vertx, options, provider, book, clock, executor));
    }
    HttpServer created =
        vertx.createHttpServer(
            new HttpServerOptions()
                .setHost(HOST)
                .setPort(port)
                .setHttp2ClearTextEnabled(false)
                .setHandle100ContinueAutomatically(true));
    server = created;
    return created.requestHandler(routes()).listen().map(HttpServer::actualPort);
  }

  /** What OpenAI's clients call the base URL: {@code http://127.0.0.1:PORT/openai/v1}. */
  public String openAiBaseUrl() {
    return root() + "/openai/v1";
  }

  /** The Azure resource endpoint: {@code http://127.0.0.1:PORT/azure}. */
  public String azureEndpoint() {
    return root() + "/azure";
  }

  /** Vercel AI Gateway's origin: {@code http://127.0.0.1:PORT/vercel}. */
  public String vercelBaseUrl() {
    return root() + "/vercel";
  }

  /** What has been charged until now. */
  public Invoice invoice() {
    return book.snapshot();
  }

  /** Stops listening and drops all connections. Closing twice does nothing more. */
  public Future<Void> close() {
    HttpServer open = server;
    WorkerExecutor executor = workers;
    if (open == null || executor == null) {
      return Future.succeededFuture();
    }
    return open.close().eventually(executor::close);
  }

  private String root() {
    HttpServer open = server;
    if (open == null || open.actualPort() == 0) {
      throw new IllegalStateException("the simulator does not listen yet");
    }
    return "http://" + HOST + ":" + open.actualPort();
  }

  private Router routes() {
    Router router = Router.router(vertx);
    router.post().handler(this::beforeBody);
    router.route().handler(BodyHandler.create(false).setBodyLimit(options.maxBodyBytes()));
    images(router, OPENAI_IMAGES, openAi);
    images(router, AZURE_IMAGES, azureV1);
    images(router, AZURE_DEPLOYMENT, azureDeployment);
    images(router, VERCEL_IMAGES, vercel);
    router
        .get("/openai/v1/models")
        .handler(context -> tell(context, openAi, openAi.models(today())));
    router.get("/vercel/v1/credits").handler(context -> tell(context, vercel, vercel.credits()));
    router.route().handler(this::nothingHere).failureHandler(this::failed);
    return router;
  }

  private void beforeBody(RoutingContext context) {
    Dialect dialect = dialectOf(context);
    ImageDesk desk = dialect == null ? null : desks.get(dialect.provider());
    if (dialect == null || desk == null || !desk.cutBeforeRead(context, dialect)) {
      context.next();
    }
  }

  private void images(Router router, String path, Dialect dialect) {
    router.post(path).handler(context -> desk(dialect).serve(context, dialect));
    router
        .route(path)
        .handler(
            context ->
                refuse(
                    context,
                    dialect,
                    Rejection.wrongMethod(
                        context.request().method().name(), context.request().path())));
  }

  private void tell(RoutingContext context, Dialect dialect, JsonNode body) {
    if (Wire.hasBearer(context.request(), options.apiKey())) {
      Answers.send(context.response(), 200, body);
    } else {
      try {
        dialect.checkHead(context);
      } catch (Rejection rejection) {
        refuse(context, dialect, rejection);
      }
    }
  }

  private void nothingHere(RoutingContext context) {
    HttpServerRequest request = context.request();
    Dialect dialect = dialectOf(context);
    if (dialect == null || (dialect == vercel && !request.path().startsWith("/vercel/v"))) {
      context.response().setStatusCode(404).putHeader("content-type", "text/html");
      context.response().end("<!doctype html><title>404</title><p>This page could not be found.");
    } else {
      refuse(context, dialect, Rejection.noRoute(request.method().name(), request.path()));
    }
  }

  /** Whatever went wrong, the client hears of it in the provider's words and learns no more. */
  private void failed(RoutingContext context) {
    Dialect dialect = dialectOf(context);
    if (dialect == null) {
      Answers.send(context.response(), Math.max(400, context.statusCode()), null);
    } else if (context.statusCode() == 413) {
      desk(dialect).refuseBody(context, dialect);
    } else if (context.statusCode() >= 400 && context.statusCode() < 500) {
      refuse(context, dialect, Rejection.unreadable("The request cannot be read.", null));
    } else {
      Throwable cause = context.failure();
      LOG.warn("simulated call failed: {}", cause == null ? "" : cause.getClass().getName());
      refuse(context, dialect, Rejection.broken());
    }
  }

  private static void refuse(RoutingContext context, Dialect dialect, Rejection rejection) {
    dialect.stamp(context.response().headers(), dialect.requestId(0), null, 0);
    Answers.send(
        context.response(), rejection.status(), dialect.failure(rejection, dialect.requestId(0)));
  }

  private @Nullable Dialect dialectOf(RoutingContext context) {
    String path = context.request().path();
    if (path.startsWith("/openai/")) {
      return openAi;
    }
    if (path.startsWith("/azure/openai/deployments/")) {
      return azureDeployment;
    }
    if (path.startsWith("/azure/")) {
      return azureV1;
    }
    return path.startsWith("/vercel/") ? vercel : null;
  }

  private ImageDesk desk(Dialect dialect) {
    return Objects.requireNonNull(desks.get(dialect.provider()));
  }

  private LocalDate today() {
    return LocalDate.ofInstant(options.clock().instant(), ZoneOffset.UTC);
  }
}
