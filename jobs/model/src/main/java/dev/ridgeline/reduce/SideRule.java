package dev.ridgeline.reduce;

import dev.ridgeline.deployment.Fleet;
import dev.ridgeline.deployment.KvPolicy;
import dev.ridgeline.evaluate.Status;
import dev.ridgeline.space.Axis;
import dev.ridgeline.space.DesignSpace;
import dev.ridgeline.space.GridSlice;
import dev.ridgeline.space.MixProduct;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.IntStream;

/**
 * The rule of undominated sides: of pairs of pools, only pairs of undominated sides can be on a
 * skyline. It says for which requests this holds.
 *
 * <p><b>Sides.</b> Fix a model, number formats, engine, speculation, prompts per step, efficiency,
 * workflow, context, batch, utilization, sessions and terms. A pair of pools is then a prefill side
 * p, a decode side d and a link. A side gives three quantities: p gives its dollars of a request,
 * the time of its step, and the number of accelerators that send the state of a sequence. d gives
 * its dollars, its time from token to token, and the number of accelerators that receive. No
 * quantity of a side depends on the other side. Each {@link SideColumn} is a function of these
 * quantities that rises, or stays, with the dollars and times, and falls, or stays, with the
 * accelerators.
 *
 * <p><b>Claim.</b> Let p be no worse than q in every quantity. Let q be worse in one quantity on
 * which an objective depends, by a <i>sure gap</i>: so much that rounding cannot hide it. Then no
 * pair of q is on a skyline, whatever d is.
 *
 * <p><b>Proof.</b> (1) Feasibility is a property of sides: each fits, has a price, and allows a
 * policy on its own. Both p and d are feasible, so (p, d) is a feasible cell. Both pairs are cells
 * of the slice, because a {@link PairRectangle} has all pairs of its sides. (2) A limit is an upper
 * bound on a monotone column. If (q, d) keeps it, so does (p, d). (3) Every objective is a monotone
 * column, so (p, d) is at most (q, d) in each. By the sure gap it is less in one. So (p, d)
 * dominates (q, d). (4) Both have the same group, because groups follow from axes, and rectangles
 * are made of mixes and of shardings of one class each. (5) Dominance is transitive, and sides are
 * finitely many, so an undominated side remains that stands for q. The same holds for d.
 *
 * <p><b>Batches.</b> Nothing in the proof needs one batch for all decode sides. Where the prefill
 * sides are the same at several batches of one group, a decode side with its batch stands for one
 * with another batch. Prefill sides depend on a batch only by the prompts of their fullest step.
 *
 * <p><b>Links.</b> A link that is faster, and whose latency is no longer, gives every pair of whole
 * pools a higher rate or the same, and so dollars that are no higher. The transfer, and with it
 * TTFT, takes less time. So a block is left out where another block has all of its pairs in the
 * same groups over such a link, TTFT is in an objective, and the gap is sure.
 *
 * <p>Cells that are equal in all objectives are never dropped for each other, so both rules of ties
 * keep their meaning. Thinned skylines ({@code epsilon}) keep the first point of a box by
 * objectives, and a dominated point is neither first in its box nor in an undominated box that its
 * dominator is not in. Layers below the first need dominated cells, so the rule does not hold for
 * them.
 *
 * <p><b>Closed by default.</b> Everything that the proof names is listed here: axes, columns, kinds
 * of limits, policies, fleets and statuses. A request with anything else evaluates every cell,
 * because a better side can make a pair worse in it:
 *
 * <ul>
 *   <li><b>Percentiles.</b> A faster decode pool needs more prefill replicas, or loads those there
 *       are. So the queue of prompts, and with it P90 of TTFT, depends on both sides.
 *   <li><b>Tasks.</b> The policy {@code best} is the cheapest for a pair. A cheaper side can change
 *       it, and the new policy can take longer. With {@code lru} the hit rate falls where more
 *       tasks share a replica.
 *   <li><b>Sessions and agents.</b> They follow from the memory of the decode pool, and a dearer
 *       side can have more of it.
 *   <li><b>Fleets.</b> Replicas come whole. A side that is cheaper for a request can take one more
 *       replica for a demand. A budget can be too small for it, and so a budget is allowed only
 *       where cells of a fleet that is too small count, too.
 *   <li><b>Joules and watts.</b> A side that costs less can draw more power.
 * </ul>
 */
final class SideRule {

  /** The axes of the proof. Those of a sweep that has others are not covered. */
  static final Set<Axis<?>> AXES =
      Set.of(
          Axis.MODEL,
          Axis.QUANTIZATION,
          Axis.ENGINE,
          Axis.HARDWARE,
          Axis.PARALLELISM,
          Axis.SPECULATION,
          Axis.PROMPTS_PER_STEP,
          Axis.EFFICIENCY,
          Axis.WORKFLOW,
          Axis.CONTEXT,
          Axis.BATCH,
          Axis.PREFILL_UTILIZATION,
          Axis.KV_POLICY,
          Axis.SESSIONS,
          Axis.TARIFF,
          Axis.FLEET,
          Axis.TOKEN_PRICES,
          Axis.ARRIVAL_VARIATION);

  /** Policies that decide nothing of a request, whatever they do to a task. */
  private static final Set<KvPolicy> POLICIES =
      EnumSet.of(KvPolicy.HOLD, KvPolicy.OFFLOAD, KvPolicy.RECOMPUTE, KvPolicy.LRU, KvPolicy.BEST);

  /** Fleets that exist for every pair. A budget may be too small for a replica of each pool. */
  private static final Set<Fleet.Bound> FLEETS =
      EnumSet.of(
          Fleet.Bound.NONE,
          Fleet.Bound.REQUESTS_PER_SECOND,
          Fleet.Bound.USERS,
          Fleet.Bound.SESSIONS);

  /** Measures of {@link Points.OfPools} whose latencies sides decide. */
  private static final List<String> OF_POOLS =
      List.of(
          "dollars_per_million_input_tokens",
          "new_tokens",
          "dollars_per_million_output_tokens",
          "output_tokens",
          "decode_price_elasticity",
          "ffn_price_elasticity",
          "ttft_s",
          "tpot_s");

  private SideRule() {}

  /**
   * The objectives of a request as quantities of sides; empty where one of them is none.
   *
   * <p>Points of pools are such quantities where decode is in one piece. Between an attention and a
   * feed-forward side the elasticities divide the dollars of decode, and their rounding depends on
   * the prefill side.
   */
  static Optional<List<SideColumn>> objectives(Reduction reduction) {
    List<String> names = reduction.measures().stream().map(Reduction.Measure::column).toList();
    if (reduction.measures().stream().anyMatch(Reduction.Measure::isNegated)) {
      return Optional.empty();
    }
    if (reduction.points() instanceof Points.OfPools) {
      return names.equals(OF_POOLS)
          ? Optional.of(
              List.of(
                  SideColumn.PREFILL_DOLLARS,
                  SideColumn.DECODE_DOLLARS,
                  SideColumn.NO_DOLLARS,
                  SideColumn.TTFT,
                  SideColumn.TPOT))
          : Optional.empty();
    }
    List<SideColumn> declared = names.stream().flatMap(n -> SideColumn.named(n).stream()).toList();
    return reduction.points() instanceof Points.OfMeasures && declared.size() == names.size()
        ? Optional.of(declared)
        : Optional.empty();
  }

  /** Whether mixes have a side for each phase, of which the rule knows for a request. */
  static boolean isPair(MixProduct mixes, Reduction reduction) {
    return switch (mixes.deployment()) {
      case COLOCATED -> false;
      case DISAGGREGATED -> true;
      case ATTENTION_FFN -> reduction.points() instanceof Points.OfMeasures;
    };
  }

  /** Whether undominated sides are enough for a request about a slice. */
  static boolean holds(DesignSpace space, GridSlice slice, Reduction reduction) {
    return AXES.containsAll(Axis.ALL)
        && reduction.kept().layers() == 1
        && reduction.statuses().contains(Status.OK)
        && objectives(reduction).isPresent()
        && reduction.limits().stream()
            .allMatch(one -> one.kind().isUpper() && SideColumn.named(one.column()).isPresent())
        && chosen(space.kvPolicies(), slice, Axis.KV_POLICY).stream().allMatch(POLICIES::contains)
        && chosen(space.fleets(), slice, Axis.FLEET).stream()
            .allMatch(
                fleet ->
                    FLEETS.contains(fleet.bound())
                        || reduction.statuses().contains(Status.FLEET_TOO_SMALL))
        && Arrays.stream(space.hardware().ranges(product -> isPair(product, reduction)))
            .anyMatch(range -> slice.sizeBetween(Axis.HARDWARE, range[0], range[1]) > 0);
  }

  private static <T> List<T> chosen(List<T> values, GridSlice slice, Axis<T> axis) {
    return IntStream.of(slice.positions(axis)).mapToObj(values::get).toList();
  }
}
