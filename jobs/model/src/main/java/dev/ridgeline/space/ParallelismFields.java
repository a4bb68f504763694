package dev.ridgeline.space;

import dev.ridgeline.config.EnumName;
import dev.ridgeline.config.InvalidValueException;
import dev.ridgeline.config.Measured;
import dev.ridgeline.deployment.Parallelism;
import dev.ridgeline.operator.AllToAll;
import dev.ridgeline.operator.Sharding;
import dev.ridgeline.units.Dimension;
import dev.ridgeline.units.Limits;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Fields of the axis of parallelism: one sharding for all pools, one for each, or several for each.
 */
record ParallelismFields(List<Shardings> parallelism) implements AxisFields<Parallelism> {

  /**
   * One entry of the axis: one sharding for all pools, one for each, or all combinations of several
   * for each. The fields of the last kind have names in the plural.
   *
   * @param tp ranks that each layer is split over (tensor parallel)
   * @param ep ranks that the experts are spread over; default: 1
   * @param pp stages that the layers are spread over; default: 1
   * @param dp copies of attention, each with sequences of its own; default: what tp and ep leave
   * @param cp ranks that a prompt is split over in prefill; default: 1
   * @param dcp ranks that the cache of a sequence is split over in decode; default: 1
   * @param layers layers of each stage; default: as equal as they can be
   * @param redundantExperts further copies of the most popular experts of a layer; default: 0
   * @param allToAll kernels that send tokens to their experts
   * @param twoBatchOverlap whether half of the batch computes while the other half is exchanged;
   *     default: false
   * @param prefill sharding of the prefill pool
   * @param decode sharding of the decode pool, or of its attention
   * @param ffn sharding of the feed-forward pool
   * @param prefills shardings of the prefill pool, all of which are tried
   * @param decodes shardings of the decode pool, all of which are tried
   * @param ffns shardings of the feed-forward pool, all of which are tried
   */
  record Shardings(
      @Measured(Dimension.WAYS) Optional<Integer> tp,
      @Measured(Dimension.WAYS) Optional<Integer> ep,
      @Measured(Dimension.WAYS) Optional<Integer> pp,
      @Measured(Dimension.WAYS) Optional<Integer> dp,
      @Measured(Dimension.WAYS) Optional<Integer> cp,
      @Measured(Dimension.WAYS) Optional<Integer> dcp,
      @Measured(Dimension.LAYERS) Optional<List<Integer>> layers,
      @Measured(value = Dimension.PARTS, orZero = true) Optional<Integer> redundantExperts,
      Optional<AllToAll> allToAll,
      Optional<Boolean> twoBatchOverlap,
      Optional<OneSharding> prefill,
      Optional<OneSharding> decode,
      Optional<OneSharding> ffn,
      Optional<List<OneSharding>> prefills,
      Optional<List<OneSharding>> decodes,
      Optional<List<OneSharding>> ffns) {

    boolean isOfEach() {
      return prefill.isPresent() || decode.isPresent() || ffn.isPresent();
    }

    boolean isOfCombinations() {
      return prefills.isPresent() || decodes.isPresent() || ffns.isPresent();
    }

    /** Number of shardings in each list, whose product is the number of values. */
    Product product() {
      return Product.of(
          prefills.map(List::size).orElse(1),
          decodes.map(List::size).orElse(1),
          ffns.map(List::size).orElse(1));
    }

    private boolean isShort() {
      return Stream.of(tp, ep, pp, dp, cp, dcp, layers, redundantExperts, allToAll, twoBatchOverlap)
          .anyMatch(Optional::isPresent);
    }

    /** The one sharding for all pools. */
    OneSharding one() {
      return new OneSharding(
          tp.orElseThrow(),
          ep,
          pp,
          dp,
          cp,
          dcp,
          layers,
          redundantExperts,
          allToAll,
          twoBatchOverlap);
    }

    /** Whether the fields are complete in one of the three ways of writing. */
    boolean isWhole() {
      if (isOfCombinations()) {
        return prefills.isPresent() && decodes.isPresent() && !isOfEach() && !isShort();
      }
      return isOfEach() ? prefill.isPresent() && decode.isPresent() && !isShort() : tp.isPresent();
    }
  }

  /**
   * A sharding. The default of {@code ep} and {@code pp} is 1, that of {@code dp} {@link
   * Sharding#defaultDp}.
   *
   * @param tp ranks that each layer is split over (tensor parallel)
   * @param ep ranks that the experts are spread over; default: 1
   * @param pp stages that the layers are spread over; default: 1
   * @param dp copies of attention, each with sequences of its own; default: what tp and ep leave
   * @param cp ranks that a prompt is split over in prefill; default: 1
   * @param dcp ranks that the cache of a sequence is split over in decode; default: 1
   * @param layers layers of each stage; default: as equal as they can be
   * @param redundantExperts further copies of the most popular experts of a layer; default: 0
   * @param allToAll kernels that send tokens to their experts
   * @param twoBatchOverlap whether half of the batch computes while the other half is exchanged;
   *     default: false
   */
  record OneSharding(
      @Measured(Dimension.WAYS) int tp,
      @Measured(Dimension.WAYS) Optional<Integer> ep,
      @Measured(Dimension.WAYS) Optional<Integer> pp,
      @Measured(Dimension.WAYS) Optional<Integer> dp,
      @Measured(Dimension.WAYS) Optional<Integer> cp,
      @Measured(Dimension.WAYS) Optional<Integer> dcp,
      @Measured(Dimension.LAYERS) Optional<List<Integer>> layers,
      @Measured(value = Dimension.PARTS, orZero = true) Optional<Integer> redundantExperts,
      Optional<AllToAll> allToAll,
      Optional<Boolean> twoBatchOverlap) {

    /**
     * The sharding.
     *
     * @throws InvalidValueException where the fields do not go together
     */
    Sharding sharding() {
      int experts = ep.orElse(1);
      int ranks = cp.orElse(1);
      return new Sharding(
          tp,
          experts,
          pp.orElse(1),
          dp.isPresent() ? dp.get() : Sharding.defaultDp(tp * ranks, experts),
          ranks,
          dcp.orElse(1),
          layers.orElse(List.of()),
          redundantExperts.orElse(0),
          allToAll.orElse(AllToAll.AUTO),
          twoBatchOverlap.orElse(false));
    }
  }

  /** Label of a value: the shardings of prefill, decode and feed-forward. */
  static String label(Parallelism parallelism) {
    return label(parallelism.prefill())
        + " > "
        + label(parallelism.decode())
        + " + "
        + label(parallelism.feedForward());
  }

  /** Fields that have their defaults are left out, but for the first three. */
  private static String label(Sharding sharding) {
    StringBuilder label = new StringBuilder("tp" + sharding.tp());
    label.append(" ep").append(sharding.ep()).append(" pp").append(sharding.pp());
    if (!sharding.hasDefaultDp()) {
      label.append(" dp").append(sharding.dp());
    }
    if (sharding.cp() > 1) {
      label.append(" cp").append(sharding.cp());
    }
    if (sharding.dcp() > 1) {
      label.append(" dcp").append(sharding.dcp());
    }
    if (!sharding.layers().isEmpty()) {
      label.append(" layers ").append(sharding.stageLayers());
    }
    if (sharding.redundantExperts() > 0) {
      label.append(" redundant ").append(sharding.redundantExperts());
    }
    if (sharding.twoBatchOverlap()) {
      label.append(" two-batch overlap");
    }
    if (sharding.allToAll() != AllToAll.AUTO) {
      label.append(' ').append(EnumName.of(sharding.allToAll())).append(" all-to-all");
    }
    return label.toString();
  }

  @Override
  public List<Parallelism> values(Lookup lookup) {
    lookup.requireValues("/axes/parallelism", parallelism);
    List<Parallelism> all = new ArrayList<>();
    if (!lookup.requireCountable(
        "/axes/parallelism", Limits.MOST_VALUES, parallelism.stream().map(Shardings::product))) {
      return all;
    }
    for (int i = 0; i < parallelism.size(); i++) {
      all.addAll(values("/axes/parallelism/" + i, parallelism.get(i), lookup));
    }
    lookup.requireDistinct("/axes/parallelism", all);
    return all;
  }

  private static List<Parallelism> values(String path, Shardings written, Lookup lookup) {
    if (!written.isWhole()) {
      lookup.problem(
          path,
          "must have either 'tp' and maybe 'ep', 'pp' and others, or 'prefill', 'decode' and maybe 'ffn',"
              + " or lists of those named 'prefills', 'decodes' and maybe 'ffns'.");
      return List.of();
    }
    if (written.isOfCombinations()) {
      return combinations(path, written, lookup);
    }
    return written.isOfEach() ? ofEach(path, written, lookup) : ofAll(path, written, lookup);
  }

  private static List<Parallelism> ofAll(String path, Shardings written, Lookup lookup) {
    return sharding(path, written.one(), lookup).map(all -> new Parallelism(all, all)).stream()
        .toList();
  }

  private static List<Parallelism> ofEach(String path, Shardings written, Lookup lookup) {
    Optional<Sharding> prefill = sharding(path + "/prefill", written.prefill().get(), lookup);
    Optional<Sharding> decode = sharding(path + "/decode", written.decode().get(), lookup);
    Optional<Sharding> ffn =
        written.ffn().map(one -> sharding(path + "/ffn", one, lookup)).orElse(decode);
    return prefill
        .flatMap(p -> decode.flatMap(d -> ffn.map(f -> new Parallelism(p, d, f))))
        .stream()
        .toList();
  }

  private static List<Parallelism> combinations(String path, Shardings written, Lookup lookup) {
    List<Sharding> prefills = shardings(path + "/prefills", written.prefills().get(), lookup);
    List<Sharding> decodes = shardings(path + "/decodes", written.decodes().get(), lookup);
    Optional<List<Sharding>> ffns =
        written.ffns().map(all -> shardings(path + "/ffns", all, lookup));
    List<Parallelism> all = new ArrayList<>();
    for (Sharding prefill : prefills) {
      for (Sharding decode : decodes) {
        for (Sharding ffn : ffns.orElse(List.of(decode))) {
          all.add(new Parallelism(prefill, decode, ffn));
        }
      }
    }
    return all;
  }

  private static List<Sharding> shardings(String path, List<OneSharding> written, Lookup lookup) {
    lookup.requireValues(path, written);
    List<Sharding> shardings = new ArrayList<>();
    for (int i = 0; i < written.size(); i++) {
      sharding(path + "/" + i, written.get(i), lookup).ifPresent(shardings::add);
    }
    lookup.requireDistinct(path, shardings);
    return shardings;
  }

  private static Optional<Sharding> sharding(String path, OneSharding written, Lookup lookup) {
    try {
      return Optional.of(written.sharding());
    } catch (InvalidValueException e) {
      lookup.problem(path, e.field() + " " + e.reason());
      return Optional.empty();
    }
  }
}
