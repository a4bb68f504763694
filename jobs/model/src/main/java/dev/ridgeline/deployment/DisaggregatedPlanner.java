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

  private final Replica prefill;
  private final Link link;
  private final StateSize state;

  /**
   * @param state state of one sequence, one copy, over all layers
   */
  public DisaggregatedPlanner(
      Replica prefill, DecodePool decode, Link link, StateSize state, ServingSettings settings) {
    super(decode, settings);
    this.prefill = prefill;
    this.link = link;
    this.state = state;
  }

  @Override
  public Replica prefillReplica() {
    return prefill;
  }

  /** The link between the pools. */
  public Link link() {
    return link;
  }

  @Override
  public void plan(Request request, double batch, Speedup speedup, ServingPlan plan) {
    Replica decode = pool.replica();
    pool.fit(request, batch, 0, speedup, plan);
    double prompts = fitPrefill(request, batch, speedup, plan);
    prefillStep(request, prompts, 0, speedup, plan);
    pool.step(request, batch, speedup, plan);

    double linkBytesPerSecond = link.bytesPerSecond() * speedup.link();
    plan.interferenceSeconds = 0;
    plan.kvTransferBytes = state.at(request.newTokens());
    int pairs = Math.min(prefill.acceleratorsPerSequence(), decode.acceleratorsPerSequence());
    plan.kvTransferSeconds =
        Roofline.transferSeconds(
            link.latencySeconds(), plan.kvTransferBytes, pairs * linkBytesPerSecond);
    plan.kvTransferJoules = plan.kvTransferBytes * link.joulesPerByte();

    plan.ttftSeconds = plan.prefillSeconds + plan.kvTransferSeconds;
    plan.tpotSeconds = plan.decodeStepSeconds / plan.tokensPerStep;

    double prefillRate = plan.prefillBatch / plan.prefillCost.seconds();
    double decodeRate = batch / (request.outputTokens() * plan.tpotSeconds);
    double carried = linkBytesPerSecond / plan.kvTransferBytes;
    double prefillLinkRate = prefill.accelerators() * carried;
    double decodeLinkRate = decode.accelerators() * carried;
    plan.kvLinkLoad = Math.max(prefillRate / prefillLinkRate, decodeRate / decodeLinkRate);
    plan.requestsPerSecond = Math.min(decodeRate, decodeLinkRate);
    plan.prefillRequestsPerSecond = Math.min(prefillRate, prefillLinkRate);
    plan.prefillReplicas = plan.requestsPerSecond / plan.prefillRequestsPerSecond;
    plan.prefillShare = plan.prefillReplicas * prefill.accelerators() / plan.accelerators();
  }

  /**
   * Settles capacity of the prefill replica, and how many prompts of one part a step works on: as
   * many as budget, batch and memory take. Where not even one fits, prefill does not.
   */
  private double fitPrefill(Request request, double batch, Speedup speedup, ServingPlan plan) {
    double ofBatch = Math.ceil(batch / prefill.batchParts());
    double wanted = Math.min(promptsWithinBudget(request), ofBatch);
    double stateOfOne = prefill.stateBytes(request.promptTokens());
    double workspace = prefillWorkspaceBytes(request, wanted);
    double usable = prefill.usableBytes() * speedup.capacity();
    double inFlight = prefill.sequencesThatFit(usable, stateOfOne, 0, workspace, 0);
    double fitting = Math.floor(inFlight / prefill.stages());
    double prompts = Math.min(wanted, fitting);
    plan.prefillFits = fitting >= 1;
    double inStep = Math.max(1, prompts);
    plan.prefillNeededBytes =
        prefill.weightBytes() + workspace + inStep * prefill.stages() * stateOfOne;
    return inStep;
  }
}
