package dev.halftone.cli;

import dev.halftone.image.ImageRequest;
import dev.halftone.router.RouterEvent;
import dev.halftone.router.RouterListener;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Notes every call a router makes. Thread-safe. */
final class DemoLog implements RouterListener {
  private final Map<String, ImageRequest> open = new HashMap<>();
  private final Set<String> failed = new HashSet<>();
  private final Set<String> retries = new HashSet<>();
  private final List<DemoCall> calls = new ArrayList<>();
  private int unpaired;

  @Override
  public synchronized void on(RouterEvent event) {
    if (event instanceof RouterEvent.Started started) {
      open.put(started.decisionId(), started.request());
    } else if (event instanceof RouterEvent.AttemptStarted started) {
      unpaired++;
      if (failed.contains(started.decisionId())) {
        retries.add(started.attemptId());
      }
    } else if (event instanceof RouterEvent.AttemptEnded ended) {
      unpaired--;
      ended(ended);
    } else if (event instanceof RouterEvent.Finished finished) {
      open.remove(finished.decisionId());
      failed.remove(finished.decisionId());
    }
  }

  private void ended(RouterEvent.AttemptEnded ended) {
    if (ended.failure() != null) {
      failed.add(ended.decisionId());
    }
    boolean retry = retries.remove(ended.attemptId());
    ImageRequest request = open.get(ended.decisionId());
    if (request != null) {
      calls.add(
          new DemoCall(
              ended.attemptId(),
              ended.provider(),
              ended.model(),
              ended.quality(),
              DemoOutcome.wish(request),
              request.n(),
              retry,
              ended.charged(),
              ended.latencyNanos(),
              ended.failure() == null ? null : ended.failure().kind()));
    }
  }

  /** The calls that ended, in that order. */
  synchronized List<DemoCall> calls() {
    return List.copyOf(calls);
  }

  /** Calls sent that have not ended. */
  synchronized int inFlight() {
    return unpaired;
  }
}
