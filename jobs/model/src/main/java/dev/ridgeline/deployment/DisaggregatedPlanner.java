package dev.ridgeline.deployment;

import dev.ridgeline.catalog.Link;
import dev.ridgeline.cost.Roofline;
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
  private final Replica decode;
  private final Link link;
  private final double kvBytesPerToken;

  /**
   * @param kvBytesPerToken state of one token, one copy, over all layers
   */
  public DisaggregatedPlanner(
      Replica prefill,
      Replica decode,
      Link link,
      double kvBytesPerToken,
      KvTier tier,
      ServingSettings settings) {
    super(tier, settings);
    this.prefill = prefill;
    this.decode = decode;
    this.link = link;
    this.kvBytesPerToken = kvBytesPerToken;
  }

  @Override
  public Replica decodeReplica() {
    return decode;
  }

  @Override
  public Replica prefillReplica() {
    return prefill;
  }

  @Override
  public void plan(Request request, int batch, ServingPlan plan) {
    fitDecode(request, batch, 0, plan);
    double prompts = fitPrefill(request, batch, plan);
    prefillStep(request, prompts, 0, plan);
    decodeStep(request, batch, plan);

    plan.interferenceSeconds = 0;
    plan.kvTransferBytes = kvBytesPerToken * request.newTokens();
    int pairs = Math.min(prefill.acceleratorsPerSequence(), decode.acceleratorsPerSequence());
    plan.kvTransferSeconds =
        Roofline.transferSeconds(
            link.latencySeconds(), plan.kvTransferBytes, pairs * link.bytesPerSecond());

    double prefillSeconds = plan.prefillCost.seconds();
    plan.ttftSeconds = prefillSeconds + plan.kvTransferSeconds;
    plan.tpotSeconds = plan.decodeCost.seconds();

    double prefillRate = plan.prefillBatch / prefillSeconds;
    double decodeRate = batch / (request.outputTokens() * plan.tpotSeconds);
    double prefillLinkRate = linkRate(prefill, plan);
    double decodeLinkRate = linkRate(decode, plan);
    plan.kvLinkLoad = Math.max(prefillRate / prefillLinkRate, decodeRate / decodeLinkRate);
    plan.requestsPerSecond = Math.min(decodeRate, decodeLinkRate);
    plan.prefillReplicas = plan.requestsPerSecond / Math.min(prefillRate, prefillLinkRate);
    plan.prefillShare = plan.prefillReplicas * prefill.accelerators() / plan.accelerators();
  }

  /** Requests whose state the links of one replica carry each second. */
  private double linkRate(Replica replica, ServingPlan plan) {
    return replica.accelerators() * link.bytesPerSecond() / plan.kvTransferBytes;
  }

  /**
   * Settles capacity of the prefill replica, and how many prompts of one group a step works on: as
   * many as budget, batch and memory take. Where not even one fits, prefill does not.
   */
  private double fitPrefill(Request request, int batch, ServingPlan plan) {
    double ofBatch = Math.ceil((double) batch / prefill.attentionGroups());
    double wanted = Math.min(promptsWithinBudget(request), ofBatch);
    double stateOfOne = prefill.stateBytes(request.promptTokens());
    double workspace = prefillWorkspaceBytes(request, wanted);
    double prompts = Math.min(wanted, prefill.maxSequences(stateOfOne, 0, workspace, 0));
    plan.prefillFits = prompts >= 1;
    double inStep = Math.max(1, prompts);
    plan.prefillNeededBytes = prefill.weightBytes() + workspace + inStep * stateOfOne;
    return inStep;
  }
}
