package dev.ridgeline.space;

import dev.ridgeline.catalog.Drafter;
import dev.ridgeline.config.Measured;
import dev.ridgeline.config.NearestName;
import dev.ridgeline.units.Dimension;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Fields of the axis of speculation: methods of drafters in the catalogs, and numbers of drafts.
 */
record SpeculationFields(Optional<List<Drafting>> speculation) implements AxisFields<Speculation> {

  private static final String PLAIN = Speculation.NONE.method();

  /**
   * One entry of the axis; only the method "none" has no {@code drafts}.
   *
   * @param method method of a drafter in the catalogs, such as mtp or eagle3; none for decode
   *     without drafts
   * @param drafts tokens that are drafted in a step
   */
  record Drafting(String method, @Measured(Dimension.DRAFTS) Optional<Integer> drafts) {

    boolean isPlain() {
      return method.equals(PLAIN);
    }
  }

  @Override
  public List<Speculation> values(Lookup lookup) {
    if (speculation.isEmpty()) {
      return List.of(Speculation.NONE);
    }
    List<Drafting> written = speculation.get();
    lookup.requireValues("/axes/speculation", written);
    List<String> known = knownMethods(lookup);
    List<Speculation> speculations = new ArrayList<>();
    for (int i = 0; i < written.size(); i++) {
      one("/axes/speculation/" + i, written.get(i), known, lookup).ifPresent(speculations::add);
    }
    lookup.requireDistinct("/axes/speculation", speculations);
    return speculations;
  }

  private static List<String> knownMethods(Lookup lookup) {
    List<String> known = new ArrayList<>();
    lookup.catalogs().drafters().entries().stream()
        .map(Drafter::method)
        .distinct()
        .forEach(known::add);
    known.add(PLAIN);
    return known;
  }

  private static Optional<Speculation> one(
      String path, Drafting written, List<String> known, Lookup lookup) {
    if (!known.contains(written.method()) && !lookup.catalogs().drafters().broken().isEmpty()) {
      return Optional.empty(); // A drafter that could not be read may have the method.
    }
    if (!known.contains(written.method())) {
      lookup.problem(
          path + "/method",
          "unknown method '"
              + written.method()
              + "'."
              + NearestName.advice(written.method(), known));
      return Optional.empty();
    }
    if (written.isPlain() == written.drafts().isPresent() || written.drafts().orElse(1) < 1) {
      lookup.problem(
          path + "/drafts",
          written.isPlain() ? "is for methods that draft." : "must be at least 1.");
      return Optional.empty();
    }
    return Optional.of(new Speculation(written.method(), written.drafts().orElse(0)));
  }
}
