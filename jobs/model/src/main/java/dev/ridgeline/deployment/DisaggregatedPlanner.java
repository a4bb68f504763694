package dev.ridgeline.deployment;

import dev.ridgeline.catalog.Link;
import dev.ridgeline.cost.Roofline;
import dev.ridgeline.cost.Speedup;
import dev.ridgeline.operator.StateSize;
import dev.ridgeline.workload.Request;

/**
 * Prefill and decode on pools of their own, joined by a link.
 *
 * <p>The state of a request's new tokens crosses the link once, between the accelerators that hold
 * it on either side: as many pairs as the smaller of the two groups has. That adds to TTFT. Pools
 * are in the ratio that keeps both busy (rate matching), and the link is a third server: a replica
 * is no faster than its accelerators' links carry state.
 */
public final class DisaggregatedPlanner extends Planner {

  private final Link link;
  private final StateSize state;
  private final int pairs;

  /** Pools that nobody else plans with. */
  public DisaggregatedPlanner(
      Replica prefill, DecodePool decode, Link link, StateSize state, ServingSettings settings) {
    this(new PrefillPool(prefill, settings), decode, link, state, settings);
  }

  /**
   * @param state state of one sequence, one copy, over all layers
   */
  public DisaggregatedPlanner(
      PrefillPool prefill,
      DecodePool decode,
      Link link,
      StateSize state,
      ServingSettings settings) {
    super(prefill, decode, settings);
    this.link = link;
    this.state = state;
    this.pairs =
        Math.min(
            prefill.replica().acceleratorsPerSequence(),
            decode.replica().acceleratorsPerSequence());
  }

  /** The link between the pools. */
  public Link link() {
    return link;
  }

  @Override
  public void plan(
      Request request, double batch, Speedup speedup, PlanListener listener, ServingPlan plan) {
    prefill.plan(request, batch, speedup, listener, plan.ownPrefill());
    pool.plan(request, batch, speedup, listener, plan.ownDecode());
    join(request, speedup, plan);
  }

  @Override
  public void plan(
      int variant, int slot, Request request, double batch, Speedup speedup, ServingPlan plan) {
    plan.decode = pool.side(variant, slot, request, batch, speedup);
    plan.prefill = prefill.side(variant, slot, request, batch, speedup);
    join(request, speedup, plan);
  }

  @Override
  public void planFuller(
      int variant,
      int slot,
      Request request,
      Speedup capacity,
      ServingPlan plan,
      ServingPlan fuller) {
    double fitting = pool.sequencesThatFit(request, capacity);
    double larger = plan.batch() * fitting / plan.sequencesThatFit();
    fuller.decode = pool.side(variant, slot, request, larger, capacity);
    double prompts = prefill.fit(request, larger, capacity, fuller.ownPrefill());
    if (prompts == plan.prefill.prompts) {
      fuller.prefill = plan.prefill; // as fast as before: capacity alone is other
    } else {
      double tierRate = Double.POSITIVE_INFINITY;
      prefill.step(request, prompts, 0, tierRate, capacity, PlanListener.NONE, fuller.prefill);
    }
    join(request, capacity, fuller);
  }

  @Override
  public void plan(int variant, int slot, Request[] requests, double batch, Turns turns) {
    turns.begin(requests);
    PrefillTurns prefills = prefill.turns(variant, slot, requests, batch);
    DecodeTurns decodes = pool.turns(slot, requests, batch);
    double linkSeconds = 1 / link.bytesPerSecond();
    double ofDecodeReplica = linkSeconds / pool.replica().accelerators();
    double ofPrefillReplica = linkSeconds / prefillReplica().accelerators();
    for (int i = 0; i < requests.length; i++) {
      Request request = requests[i];
      double bytes = state.at(request.newTokens());
      turns.ttftSeconds[i] =
          prefills.seconds[i]
              + Roofline.transferSeconds(
                  link.latencySeconds(), bytes, pairs * link.bytesPerSecond());
      turns.tpotSeconds[i] = decodes.secondsPerToken[i];
      turns.replicaSeconds[i] =
          Math.max(
              request.outputTokens() * decodes.secondsPerToken[i] / batch, bytes * ofDecodeReplica);
      turns.prefillReplicaSeconds[i] =
          Math.max(prefills.replicaSeconds[i], bytes * ofPrefillReplica);
      turns.joules[i] = prefills.joules[i] + decodes.joules[i] + bytes * link.joulesPerByte();
    }
    turns.last = decodes.last;
  }

  private void join(Request request, Speedup speedup, ServingPlan plan) {
    DecodeSide decodes = plan.decode;
    double linkBytesPerSecond = link.bytesPerSecond() * speedup.link();
    plan.colocated = false;
    plan.interferenceSeconds = 0;
    plan.kvTransferBytes = state.at(request.newTokens());
    plan.kvTransferSeconds =
        Roofline.transferSeconds(
            link.latencySeconds(), plan.kvTransferBytes, pairs * linkBytesPerSecond);
    plan.kvTransferJoules = plan.kvTransferBytes * link.joulesPerByte();

    plan.ttftSeconds = plan.prefill.seconds + plan.kvTransferSeconds;
    plan.tpotSeconds = decodes.secondsPerToken();

    int prefillAccelerators = prefillReplica().accelerators();
    double prefillRate = plan.prefill.requestsPerSecond();
    double decodeRate = decodes.batch / (request.outputTokens() * plan.tpotSeconds);
    double carried = linkBytesPerSecond / plan.kvTransferBytes;
    double prefillLinkRate = prefillAccelerators * carried;
    double decodeLinkRate = decodes.replica.accelerators() * carried;
    plan.kvLinkLoad = Math.max(prefillRate / prefillLinkRate, decodeRate / decodeLinkRate);
    plan.requestsPerSecond = Math.min(decodeRate, decodeLinkRate);
    plan.prefillRequestsPerSecond = Math.min(prefillRate, prefillLinkRate);
    plan.prefillReplicas = plan.requestsPerSecond / plan.prefillRequestsPerSecond;
    plan.prefillShare = plan.prefillReplicas * prefillAccelerators / plan.accelerators();
  }

  @Override
  public double uncachedShare(Request request, ServingPlan plan) {
    return prefill.uncachedShare(request, plan.prefill, 0, Double.POSITIVE_INFINITY);
  }
}
