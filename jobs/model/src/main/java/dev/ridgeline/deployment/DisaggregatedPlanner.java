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
  public void plan(Request request, double batch, Speedup speedup, ServingPlan plan) {
    pool.plan(request, batch, speedup, plan.ownDecode());
    prefill.plan(request, batch, speedup, plan.ownPrefill());
    join(request, speedup, plan);
  }

  /** Fills {@code plan} from sides that were planned for this request on the hardware as it is. */
  public void plan(Request request, PrefillSide prefills, DecodeSide decodes, ServingPlan plan) {
    plan.prefill = prefills;
    plan.decode = decodes;
    join(request, Speedup.NONE, plan);
  }

  private void join(Request request, Speedup speedup, ServingPlan plan) {
    DecodeSide decodes = plan.decode;
    double linkBytesPerSecond = link.bytesPerSecond() * speedup.link();
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
