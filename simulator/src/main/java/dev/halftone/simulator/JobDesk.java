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
  private final ProviderProfile profile;
  private final JobDialect dialect;
  private final InvoiceBook book;
  private final SimulatedClock clock;
  private final WorkerExecutor workers;
  private final FileShelf shelf;
  private final FateDice dice;
  private final PictureMaker pictures;
  private final TokenBucket bucket;
  private final CallCounter counter = new CallCounter();
  private final Map<String, Job> jobs = new LinkedHashMap<>();
  private final Deque<Job> queue = new ArrayDeque<>();
  private final AtomicInteger unfinished = new AtomicInteger();
  private long calls;
  private int running;

  JobDesk(
      Vertx vertx,
      SimulatorOptions options,
      JobDialect dialect,
      InvoiceBook book,
      SimulatedClock clock,
      WorkerExecutor workers,
      FileShelf shelf) {
    this.vertx = vertx;
    this.options = options;
    this.profile = options.profile(dialect.provider());
    this.dialect = dialect;
    this.book = book;
    this.clock = clock;
    this.workers = workers;
    this.shelf = shelf;
    this.dice = new FateDice(options.seed(), options.blockedWords());
    this.pictures = new PictureMaker(options.seed());
    this.bucket = new TokenBucket(profile.rateLimit(), clock.nowNanos());
  }

  JobCall call(RoutingContext context) {
    return new JobCall(context, dialect, book, dialect.jobId(++calls));
  }

  /** Turns the call away, or makes a job of it and hands it over before its end can be seen. */
  void submit(JobCall call, JobOrder order, boolean awaited, Consumer<Job> accepted) {
    ImageOrder image = order.image();
    boolean full = unfinished.get() >= options.maxInFlight();
    if (full || bucket.take(image.images(), clock.nowNanos()) > 0) {
      call.refuse(order, dialect.overloaded());
      return;
    }
    Fate fate = dice.cast(dialect.provider(), profile, image, counter.next(image.prompt()));
    switch (fate.ending()) {
      case OVERLOADED -> after(fate.nanos(), () -> call.refuse(order, dialect.overloaded()));
      case CUT_BEFORE_WORK -> after(fate.nanos(), () -> call.cutBeforeWork(order));
      default -> {
        Job job = new Job(call, image.calledAs(), order, fate, awaited, now());
        keep(job);
        unfinished.incrementAndGet();
        queue.addLast(job);
        startNext();
        accepted.accept(job);
      }
    }
  }

  /** A job that only lives to say that its order was illegal. */
  Job stillborn(JobCall call, String endpoint, JobFailure failure) {
    Fate none = new Fate(Fate.Kind.PICTURES, 0, false);
    Job job = new Job(call, endpoint, null, none, false, now());
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
    return running >= profile.jobsAtOnce();
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
    long millis = clock.realMillis(simulatedNanos);
    if (millis < 1) {
      vertx.runOnContext(now -> action.run());
    } else {
      vertx.setTimer(millis, timer -> action.run());
    }
  }

  /** Jobs that wait or are worked on. Thread-safe. */
  int unfinished() {
    return unfinished.get();
  }

  private Instant now() {
    return options.clock().instant();
  }

  private void startNext() {
    while (!isBusy() && !queue.isEmpty()) {
      Job job = queue.removeFirst();
      running++;
      job.start(clock.nowNanos());
      after(job.fate().nanos(), () -> fulfil(job));
    }
  }

  private void fulfil(Job job) {
    switch (job.fate().ending()) {
      case REFUSED -> {
        job.fail(dialect.refused(job.order()));
        done();
      }
      case PICTURES, CUT_AFTER_WORK -> work(job);
      default -> {
        job.fail(dialect.broken(job.order()));
        done();
      }
    }
  }

  private void work(Job job) {
    boolean unwatched = job.isAwaitedInVain();
    workers
        .executeBlocking(() -> draw(job.order(), unwatched), false)
        .onComplete(
            drawn -> {
              if (drawn.failed()) {
                // The class alone: a message could hold a piece of the prompt.
                LOG.warn("simulated work failed: {}", drawn.cause().getClass().getName());
                job.fail(dialect.broken(job.order()));
              } else {
                Work work = drawn.result();
                List<String> paths = shelf.put(work.files(), job.order().image().format());
                job.finish(paths, work.bill(), clock.nowNanos());
              }
              done();
            });
  }

  private Work draw(JobOrder order, boolean unwatched) {
    List<byte[]> files = new ArrayList<>();
    for (int i = 0; !unwatched && i < order.image().images(); i++) {
      files.add(pictures.draw(order.image(), i));
    }
    return new Work(order.price().get(), files);
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
