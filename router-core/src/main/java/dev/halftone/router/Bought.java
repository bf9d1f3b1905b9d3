package dev.halftone.router;

import dev.halftone.cost.Usd;
import dev.halftone.image.ProviderAnswer;

/**
 * Images that were bought: what came, from where, for how much.
 *
 * @param stepsDown rungs below the first that could have served it
 */
record Bought(ProviderAnswer answer, Candidate candidate, Usd charged, int stepsDown) {}
