package dev.ridgeline.deployment;

import dev.ridgeline.catalog.Link;
import dev.ridgeline.cost.Speedup;
import dev.ridgeline.operator.StateSize;
import dev.ridgeline.workload.Request;
import java.util.function.IntFunction;
import org.jspecify.annotations.Nullable;

/** Plans disaggregated phases: prefill and decode run on pools of their own, joined by a link. */
public final class DisaggregatedPlanner extends Planner {

  private final KvChannel channel;

  /** The latest crossings of each variant of a course. Courses of other batches have the same. */
  private final @Nullable Crossings[] latestCrossings = new Crossings[Course.VARIANTS];

  /** Makes a planner with pools of its own. */
  public DisaggregatedPlanner(
      Replica prefill, DecodePool decode, Link link, StateSize state, ServingSettings settings) {
    this(new PrefillPool(prefill, settings), decode, link, state, settings);
  }

  /**
   * Makes a planner with pools that other planners share.
   *
   * @param state state of one sequence over all layers, each part counted once
   */
  public DisaggregatedPlanner(
      PrefillPool prefill,
      DecodePool decode,
      Link link,
      StateSize state,
      ServingSettings settings) {
    super(prefill, decode, settings);
    this.channel = KvChannel.between(prefill.replica(), decode.replica(), link, state);
  }

  /** The link between the pools. */
  public Link link() {
    return channel.link();
  }

  @Override
  public ServingPlan plan(Load load, HardwareVariant variant) {
    return new DisaggregatedPlan(
        prefill.side(load, variant), pool.side(load, variant), load, channel, variant.speedup());
  }

  @Override
  public ServingPlan planFuller(Load load, HardwareVariant capacity, ServingPlan plan) {
    Request request = load.request();
    Speedup speedup = capacity.speedup();
    double fitting = pool.sequencesThatFit(request, 0, speedup);
    double larger = plan.batch() * fitting / plan.sequencesThatFit();
    Load fuller = load.withBatch(larger);
    PrefillSide side = prefill.fullerSide(fuller, capacity, plan.prefill());
    return new DisaggregatedPlan(side, pool.side(fuller, capacity), fuller, channel, speedup);
  }

  @Override
  public double longerSeconds(Load load, ServingPlan plan) {
    double longer = pool.fullerSecondsPerToken(load) - plan.tpotSeconds();
    return load.request().outputTokens() * longer / pool.batchParts();
  }

  @Override
  IntFunction<Turn> turns(Course course) {
    PrefillTurns prefills = prefill.turns(course);
    DecodeTurns decodes = pool.turns(course);
    Crossings crossings = crossings(course);
    double batch = course.batch();
    return turn -> {
      PrefillTurns.PrefillTurn ofPrefill = prefills.at(turn);
      double tpot = decodes.secondsPerToken(turn);
      double decodeSeconds = course.request(turn).outputTokens() * tpot / batch;
      double prefillSeconds =
          Math.max(ofPrefill.replicaSeconds(), crossings.prefillReplicaSeconds(turn));
      return new Turn(
          ofPrefill.seconds() + crossings.seconds(turn),
          tpot,
          Math.max(decodeSeconds, crossings.decodeReplicaSeconds(turn)),
          prefillSeconds / course.prefillUtilization(),
          prefillSeconds,
          ofPrefill.joules() + decodes.joules(turn) + crossings.joules(turn),
          crossings.returnSeconds(turn),
          crossings.returnReplicaSeconds(turn),
          crossings.returnJoules(turn));
    };
  }

  private Crossings crossings(Course course) {
    Crossings crossings = latestCrossings[course.variant()];
    if (crossings == null || !crossings.areOf(course)) {
      crossings = Crossings.of(channel, course, prefillReplica(), pool.replica());
      latestCrossings[course.variant()] = crossings;
    }
    return crossings;
  }

  @Override
  DecodeCapacity lastCapacity(Course course) {
    return pool.turns(course).capacity();
  }

  @Override
  double prefillSpilledShare(ServingPlan plan) {
    return 0;
  }

  @Override
  public double uncachedShare(Load load, ServingPlan plan) {
    return prefill.uncachedShare(load, plan.prefill().step());
  }
}
