package dev.halftone.simulator;

import com.fasterxml.jackson.databind.JsonNode;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.WorkerExecutor;
import io.vertx.core.http.HttpConnection;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * OpenAI, Azure AI Foundry, Vercel AI Gateway, OpenRouter, fal and WaveSpeedAI on loopback, for
 * tests, demonstrations and benchmarks that must not cost anything. It speaks their wire formats,
 * takes its time like they do, limits rates, fails, refuses prompts, draws real pictures of the
 * size asked for, and writes an {@link Invoice}. It shares no code with the rest of Halftone, so
 * that one can test the other.
 *
 * <p><b>Seed.</b> What becomes of an admitted call follows from the seed, the provider, the request
 * and the number of calls with the same prompt that provider admitted before, never from the time
 * or from the order in which different prompts arrive. The rate limits and the limit of calls in
 * flight do depend on time; a call they turn away does not count as admitted, so they postpone
 * fates and change none. Request ids count up in order of arrival.
 *
 * <p><b>Jobs.</b> fal and WaveSpeedAI accept jobs, which go on without the client: each is worked
 * and charged to its end, whoever asks for it. Their pictures are files to be fetched from the same
 * origin, without a key.
 *
 * <p><b>Limits of the simulation.</b> It calls no webhooks, draws no webp, gif or svg, and
 * downloads nothing: pictures to edit come as bytes. What the real {@code auto} chooses is not
 * known; here it is high and 1024x1024. Calls in flight when the simulator is closed get no invoice
 * line.
 *
 * <p>Thread-safe. Binds 127.0.0.1 only and calls nobody. Never logs a prompt or a key. Does not
 * cost money.
 */
public final class Simulator {
  private static final Logger LOG = LoggerFactory.getLogger(Simulator.class);
  private static final String HOST = "127.0.0.1";
  private static final int MOST_FIELD_BYTES = 1 << 18;
  private static final String OPENAI_IMAGES = "/openai/v1/images/generations";
  private static final String AZURE_IMAGES = "/azure/openai/v1/images/generations";
  private static final String AZURE_DEPLOYMENT =
      "/azure/openai/deployments/:deployment/images/generations";
  private static final String OPENAI_RESPONSES = "/openai/v1/responses";
  private static final String VERCEL_V1 = "/vercel/v1/images/";
  private static final String OPENAI_EDITS = "/openai/v1/images/edits";
  private static final String AZURE_EDITS = "/azure/openai/v1/images/edits";
  private static final String AZURE_DEPLOYMENT_EDITS =
      "/azure/openai/deployments/:deployment/images/edits";
  private static final String VERCEL_IMAGES = "/vercel/v4/ai/image-model";

  private final Vertx vertx;
  private final SimulatorOptions options;
  private final InvoiceBook book;
  private final BodyIntake intake;
  private final FileShelf shelf;
  private final OpenAiDialect openAi;
  private final AzureDialect azureV1;
  private final AzureDialect azureDeployment;
  private final VercelDialect vercel;
  private final OpenRouterDialect openRouter;
  private final Map<SimulatedProvider, ImageDesk> desks = new EnumMap<>(SimulatedProvider.class);
  private final AtomicInteger connections = new AtomicInteger();
  private volatile @Nullable JobProviders jobs;
  private volatile @Nullable BatchDesk batches;
  private volatile @Nullable HttpServer server;
  private volatile @Nullable WorkerExecutor workers;

  private Simulator(Vertx vertx, SimulatorOptions options) {
    this.vertx = vertx;
    this.options = options;
    this.book = new InvoiceBook(options.maxInvoiceLines(), options.onCallEnd());
    this.intake = new BodyIntake(options);
    this.shelf = new FileShelf(options.seed());
    this.openAi = new OpenAiDialect(options);
    this.azureV1 = new AzureDialect(options, AzureDialect.Form.V1);
    this.azureDeployment = new AzureDialect(options, AzureDialect.Form.DEPLOYMENT);
    this.vercel = new VercelDialect(options, book);
    this.openRouter = new OpenRouterDialect(options);
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
    for (SimulatedProvider provider :
        EnumSet.range(SimulatedProvider.OPENAI, SimulatedProvider.OPENROUTER)) {
      desks.put(provider, new ImageDesk(vertx, options, provider, book, clock, executor));
    }
    JobProviders jobProviders = new JobProviders(vertx, options, book, clock, executor, this::root);
    jobs = jobProviders;
    PlainCall plainCalls =
        new PlainCall(
            openAi, () -> options.scenario().at(clock.nowNanos(), SimulatedProvider.OPENAI));
    BatchDesk batchDesk =
        new BatchDesk(vertx, options, openAi, plainCalls, shelf, book, clock, executor);
    batches = batchDesk;
    HttpServer created =
        vertx.createHttpServer(
            new HttpServerOptions()
                .setHost(HOST)
                .setPort(port)
                .setHttp2ClearTextEnabled(false)
                .setMaxFormAttributeSize(MOST_FIELD_BYTES)
                .setHandle100ContinueAutomatically(true));
    server = created;
    return created
        .connectionHandler(this::count)
        .requestHandler(routes(jobProviders, batchDesk, plainCalls))
        .listen()
        .map(HttpServer::actualPort);
  }

  private void count(HttpConnection connection) {
    connections.incrementAndGet();
    connection.closeHandler(closed -> connections.decrementAndGet());
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

  /** OpenRouter's base URL: {@code http://127.0.0.1:PORT/openrouter/api/v1}. */
  public String openRouterBaseUrl() {
    return root() + "/openrouter/api/v1";
  }

  /** fal's queue: {@code http://127.0.0.1:PORT/fal/queue}. */
  public String falQueueUrl() {
    return root() + "/fal/queue";
  }

  /** fal's direct calls: {@code http://127.0.0.1:PORT/fal/run}. */
  public String falRunUrl() {
    return root() + "/fal/run";
  }

  /** WaveSpeedAI's origin: {@code http://127.0.0.1:PORT/wavespeed}. */
  public String wavespeedBaseUrl() {
    return root() + "/wavespeed";
  }

  /** Connections clients hold open now, 0 or more. */
  public int openConnections() {
    return connections.get();
  }

  /**
   * Calls for images that were admitted and have no invoice line yet, unfinished jobs and batches
   * among them, 0 or more. Only when there are none is {@link #invoice()} complete. A call that is
   * never answered has its line as soon as fate leaves it hanging.
   */
  public int unfinishedCalls() {
    JobProviders open = jobs;
    int direct = desks.values().stream().mapToInt(ImageDesk::unfinishedCalls).sum();
    BatchDesk batch = batches;
    return direct
        + (open == null ? 0 : open.unfinishedCalls())
        + (batch == null ? 0 : batch.unfinished());
  }

  /** Jobs of fal and WaveSpeedAI that were accepted and have not ended, 0 or more. */
  public int unfinishedJobs() {
    JobProviders open = jobs;
    return open == null ? 0 : open.unfinished();
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
    return open.close()
        .eventually(() -> executor.executeBlocking(this::discardFiles, false))
        .eventually(executor::close);
  }

  private boolean discardFiles() {
    shelf.discard();
    return true;
  }

  private String root() {
    HttpServer open = server;
    if (open == null || open.actualPort() == 0) {
      throw new IllegalStateException("the simulator does not listen yet");
    }
    return "http://" + HOST + ":" + open.actualPort();
  }

  private Router routes(JobProviders jobProviders, BatchDesk batchDesk, PlainCall plainCalls) {
    Router router = Router.router(vertx);
    router.post().handler(this::beforeBody);
    router.route().handler(intake);
    images(router, OPENAI_IMAGES, openAi);
    images(router, AZURE_IMAGES, azureV1);
    images(router, AZURE_DEPLOYMENT, azureDeployment);
    images(router, VERCEL_IMAGES, vercel);
    images(router, VERCEL_V1 + "generations", new VercelCompatDialect(vercel, false));
    images(router, VERCEL_V1 + "edits", new VercelCompatDialect(vercel, true));
    images(router, OpenRouterDialect.PATH, openRouter);
    images(router, OPENAI_EDITS, EditDialect.multipartAndJson(openAi, shelf));
    images(router, OPENAI_RESPONSES, new ResponsesDialect(openAi, options.seed()));
    images(router, AZURE_EDITS, EditDialect.multipart(azureV1));
    images(router, AZURE_DEPLOYMENT_EDITS, EditDialect.multipart(azureDeployment));
    jobProviders.mount(router);
    router
        .get("/openai/v1/models")
        .handler(context -> tell(context, openAi, openAi.models(today())));
    router.get("/vercel/v1/credits").handler(context -> tell(context, vercel, vercel.credits()));
    new FileDesk(plainCalls, shelf, options.clock()).mount(router);
    batchDesk.mount(router);
    router.route().handler(this::nothingHere).failureHandler(this::failed);
    return router;
  }

  private void beforeBody(RoutingContext context) {
    String path = context.request().path();
    if (path.startsWith(FileDesk.PATH) || path.startsWith(BatchDesk.PATH)) {
      context.next();
      return;
    }
    Dialect dialect = dialectOf(context);
    boolean cut =
        dialect == null
            ? Objects.requireNonNull(jobs).cutBeforeRead(context)
            : desk(dialect).cutBeforeRead(context, dialect);
    if (!cut) {
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
      desk(dialect).refuseBody(context, dialect, intake.mostBytes(context.request().path()));
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
    if (path.startsWith("/openrouter/")) {
      return openRouter;
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
