package dev.halftone.provider;

import dev.halftone.image.Capabilities;
import dev.halftone.image.DataRule;
import java.util.Set;

/**
 * What only whoever holds the contract with a provider can know of it.
 *
 * @param regions every region that calls may be served from; empty if that is not known
 * @param dataRules what is promised about what is sent
 */
record Declared(Set<String> regions, Set<DataRule> dataRules) {
  static final Declared NOTHING = new Declared(Set.of(), Set.of());

  Declared {
    dataRules = Set.copyOf(dataRules);
  }

  /**
   * The same with regions.
   *
   * @throws IllegalArgumentException if a name is none
   */
  Declared withRegions(Set<String> names) {
    return new Declared(Capabilities.of(Set.of()).regions(names).build().regions(), dataRules);
  }

  Capabilities.Builder in(Capabilities.Builder capabilities) {
    return capabilities.regions(regions).dataRules(dataRules);
  }
}
