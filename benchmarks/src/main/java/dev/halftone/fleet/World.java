package dev.halftone.fleet;

import dev.halftone.cost.CostEstimator;
import java.util.List;

/** What a strategy is given: time, providers, prices and a ledger, all of one run. */
record World(
    VirtualTime time,
    List<ModelProvider> providers,
    CostEstimator prices,
    CheckedLedger ledger,
    long seed) {}
