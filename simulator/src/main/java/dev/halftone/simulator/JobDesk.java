package dev.halftone.simulator;

import io.vertx.core.Vertx;
import io.vertx.core.WorkerExecutor;
import io.vertx.ext.web.RoutingContext;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Works the jobs of one provider: admits, casts a fate at submission, queues, waits as long as fate
 * says, has the pictures drawn by a worker and ends the job, whether or not the client comes back.
 * All on the server's context; not thread-safe but for the count of unfinished jobs.
 */
final class JobDesk {
  private static final Logger LOG = LoggerFactory.getLogger(JobDesk.class);
  private static final int MOST_KEPT = 10_000;

  private final Vertx vertx;
  private final SimulatorOptions options;
  private final ProviderProfile usual;
  private final JobDialect dialect;
  private final InvoiceBook book;
  private final SimulatedClock clock;
  private final WorkerExecutor workers;
  private final PictureShelf shelf;
  private final FateDice dice;
  private final PictureMaker pictures;
  private final Faults faults;
  private final CallCounter counter = new CallCounter();
  private final Map<String, Job> jobs = new LinkedHashMap<>();
  private final Deque<Job> queue = new ArrayDeque<>();
  private final AtomicInteger unfinished = new AtomicInteger();
  private final AtomicInteger leaving = new AtomicInteger();
  private TokenBucket bucket;
  private long arrivals;
  private long calls;
  private int running;

  JobDesk(
      Vertx vertx,
      SimulatorOptions options,
      JobDialect dialect,
      InvoiceBook book,
      SimulatedClock clock,
      WorkerExecutor workers,
      PictureShelf shelf) {
    this.vertx = vertx;
    this.options = options;
    this.usual = options.profile(dialect.provider());
    this.dialect = dialect;
    this.book = book;
    this.clock = clock;
    this.workers = workers;
    this.shelf = shelf;
    this.dice = new FateDice(options.seed(), options.blockedWords());
    this.pictures = new PictureMaker(options);
    this.faults = new Faults(vertx, options, clock);
    this.bucket = new TokenBucket(usual.rateLimit(), clock.nowNanos());
  }

  JobCall call(RoutingContext context) {
    return new JobCall(context, dialect, book, dialect.jobId(++calls));
  }

  /** Decides before anything of the body is read; true when that was the end of the call. */
  boolean cutBeforeRead(RoutingContext context) {
    FaultRates rates = state().over(usual).faults();
    if (!dice.isCutBeforeRead(dialect.provider(), rates, ++arrivals)) {
      return false;
    }
    call(context).cutBeforeRead();
    return true;
  }

  /** Refuses what nobody looks at while the provider is down. */
  void checkOutage() throws JobFailure {
    if (state().outage()) {
      throw dialect.unavailable();
    }
  }

  /** Whether the right key is refused too. */
  boolean refusesKeys() {
    return state().refuseKey();
  }

  /** Refuses a submission because of who sent it. */
  void checkAccount() throws JobFailure {
    ScenarioState now = state();
    if (now.blocked()) {
      throw dialect.blocked();
    }
    if (now.quotaExhausted()) {
      throw dialect.quotaExhausted();
    }
  }

  private ScenarioState state() {
    return options.scenario().at(clock.nowNanos(), dialect.provider());
  }

  /** Turns the call away, or makes a job of it and hands it over before its end can be seen. */
  void submit(JobCall call, JobOrder order, boolean awaited, Consumer<Job> accepted) {
    ImageOrder image = order.image();
    ProviderProfile profile = state().over(usual);
    if (unfinished.get() >= options.maxInFlight() || !admits(profile.rateLimit(), image.images())) {
      call.refuse(order, dialect.overloaded());
      return;
    }
    Fate cast = dice.cast(dialect.provider(), profile, image, counter.next(image.prompt()));
    JobFate fate = JobFate.of(cast);
    if (!fate.isAccepted()) {
      leaving.incrementAndGet();
      after(cast.nanos(), () -> turnAway(call, order, fate));
      return;
    }
    Job job = new Job(call, image.calledAs(), order, fate, cast.nanos(), awaited, now());
    keep(job);
    unfinished.incrementAndGet();
    queue.addLast(job);
    startNext();
    accepted.accept(job);
  }

  private boolean admits(RateLimit limit, int images) {
    long now = clock.nowNanos();
    if (!bucket.keeps(limit)) {
      bucket = new TokenBucket(limit, now);
    }
    return bucket.take(images, now) == 0;
  }

  private void turnAway(JobCall call, JobOrder order, JobFate fate) {
    switch (fate.reply()) {
      case TOO_MANY -> call.refuse(order, dialect.overloaded());
      case TOO_MANY_WITH_DATE -> {
        call.response().headers().set("retry-after", faults.inWait());
        call.refuse(order, dialect.overloaded());
      }
      case NO_FUNDS -> call.refuse(order, dialect.quotaExhausted());
      case BLOCKED -> call.refuse(order, dialect.blocked());
      default -> call.drop(order, fate);
    }
    leaving.decrementAndGet();
  }

  /** A job that only lives to say that its order was illegal. */
  Job stillborn(JobCall call, String endpoint, JobFailure failure) {
    Job job = new Job(call, endpoint, null, JobFate.FINE, 0, false, now());
    keep(job);
    job.fail(failure);
    return job;
  }

  /** A call could not be read, or its handler threw. */
  void failed(RoutingContext context, JobFailure failure) {
    if (failure.status() >= 500) {
      Throwable cause = context.failure();
      LOG.warn("simulated call failed: {}", cause == null ? "" : cause.getClass().getName());
    }
    context.response().putHeader("connection", "close");
    call(context).refuse(null, failure);
  }

  boolean isBusy() {
    return running >= usual.jobsAtOnce();
  }

  Optional<Job> find(String id) {
    return Optional.ofNullable(jobs.get(id)).filter(this::isComplete);
  }

  /** Jobs that start before this one. */
  int ahead(Job job) {
    int ahead = 0;
    for (Job other : queue) {
      if (other == job) {
        break;
      }
      ahead++;
    }
    return ahead;
  }

  /** Ends a job that has not begun; does nothing to any other. */
  void endUnbegun(Job job, JobFailure reason) {
    if (queue.remove(job)) {
      job.fail(reason);
      unfinished.decrementAndGet();
    }
  }

  /** Runs {@code action} after simulated time, never within the caller. */
  void after(long simulatedNanos, Runnable action) {
    cancellable(simulatedNanos, action);
  }

  /** The same; running what it returns calls the action off, if there is still time. */
  Runnable cancellable(long simulatedNanos, Runnable action) {
    long millis = clock.realMillis(simulatedNanos);
    if (millis < 1) {
      vertx.runOnContext(now -> action.run());
      return () -> {};
    }
    long timer = vertx.setTimer(millis, fired -> action.run());
    return () -> vertx.cancelTimer(timer);
  }

  /** Jobs that wait or are worked on. Thread-safe. */
  int unfinished() {
    return unfinished.get();
  }

  /** The same and the calls that are about to be turned away. Thread-safe. */
  int unfinishedCalls() {
    return unfinished.get() + leaving.get();
  }

  private Instant now() {
    return options.clock().instant();
  }

  private void startNext() {
    while (!isBusy() && !queue.isEmpty()) {
      Job job = queue.removeFirst();
      running++;
      job.start(clock.nowNanos());
      after(job.nanos(), () -> fulfil(job));
    }
  }

  private void fulfil(Job job) {
    switch (job.fate().outcome()) {
      case REFUSED -> {
        job.fail(dialect.refused(job.order()));
        done();
      }
      case FAILED -> {
        job.fail(dialect.broken(job.order()));
        done();
      }
      default -> work(job);
    }
  }

  private void work(Job job) {
    boolean unwatched = job.isAwaitedInVain();
    workers
        .executeBlocking(() -> draw(job.order(), job.fate(), unwatched), false)
        .onComplete(
            drawn -> {
              if (drawn.failed()) {
                // The class alone: a message could hold a piece of the prompt.
                LOG.warn("simulated work failed: {}", drawn.cause().getClass().getName());
                job.fail(dialect.broken(job.order()));
              } else {
                end(job, drawn.result());
              }
              done();
            });
  }

  private void end(Job job, Work work) {
    JobOrder order = job.order();
    if (job.fate().outcome() == JobFate.Outcome.REFUSED_AND_BILLED) {
      job.failWorked(
          dialect.refused(order),
          dialect.billsRefusedWork() ? work.bill() : Bill.NOTHING,
          clock.nowNanos());
      return;
    }
    PictureFormat format = order.image().format();
    boolean pages = job.fate().makesPages(order.inline());
    List<String> paths = shelf.put(work.files(), format, pages ? "text/html" : format.mediaType());
    job.finish(paths, work.bill(), clock.nowNanos());
  }

  private Work draw(JobOrder order, JobFate fate, boolean unwatched) {
    Bill bill = order.price().get();
    int count = unwatched || !fate.makesFiles() ? 0 : order.image().images();
    if (fate.makesPages(order.inline())) {
      return new Work(bill, SpoiledAnswer.pages(count));
    }
    List<byte[]> files = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      files.add(pictures.draw(order.image(), i));
    }
    return new Work(bill, files);
  }

  private void done() {
    running--;
    unfinished.decrementAndGet();
    startNext();
  }

  /** Finished jobs are forgotten, the oldest first, when there are many. */
  private void keep(Job job) {
    jobs.put(job.id(), job);
    Iterator<Job> oldest = jobs.values().iterator();
    while (jobs.size() > MOST_KEPT && oldest.hasNext()) {
      if (oldest.next().state() == Job.State.ENDED) {
        oldest.remove();
      }
    }
  }

  /** A job whose files are gone is forgotten too, where its answer would have to carry them. */
  private boolean isComplete(Job job) {
    return job.files().isEmpty()
        || !job.order().inline()
        || job.files().stream().allMatch(path -> shelf.find(path) != null);
  }

  private record Work(Bill bill, List<byte[]> files) {}
}
