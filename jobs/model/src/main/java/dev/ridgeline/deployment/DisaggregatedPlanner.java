package dev.ridgeline.deployment;

import dev.ridgeline.catalog.Link;
import dev.ridgeline.cost.Speedup;
import dev.ridgeline.operator.StateSize;
import dev.ridgeline.workload.Request;

/** Plans disaggregated phases: prefill and decode run on pools of their own, joined by a link. */
public final class DisaggregatedPlanner extends Planner {

  private final KvChannel channel;

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
  DecodeCapacity addTurns(Course course, TaskTally... tallies) {
    PrefillTurns prefills = prefill.turns(course);
    DecodeTurns decodes = pool.turns(course);
    double linkSeconds = 1 / channel.link().bytesPerSecond();
    double ofDecodeReplica = linkSeconds / pool.replica().accelerators();
    double ofPrefillReplica = linkSeconds / prefillReplica().accelerators();
    for (int i = 0; i < course.turns(); i++) {
      Request request = course.request(i);
      double bytes = channel.bytes(request);
      double returned = i > 0 ? channel.cachedBytes(request) : 0;
      double prefillSeconds = Math.max(prefills.replicaSeconds(i), bytes * ofPrefillReplica);
      double decodeSeconds = request.outputTokens() * decodes.secondsPerToken(i) / course.batch();
      Turn turn =
          new Turn(
              prefills.seconds(i) + channel.seconds(bytes, Speedup.NONE),
              decodes.secondsPerToken(i),
              Math.max(decodeSeconds, bytes * ofDecodeReplica),
              prefillSeconds / course.prefillUtilization(),
              prefillSeconds,
              prefills.joules(i) + decodes.joules(i) + channel.joules(bytes),
              returned > 0 ? channel.seconds(returned, Speedup.NONE) : 0,
              returned * ofDecodeReplica,
              channel.joules(returned));
      for (TaskTally tally : tallies) {
        tally.add(i, turn);
      }
    }
    return decodes.capacity();
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
