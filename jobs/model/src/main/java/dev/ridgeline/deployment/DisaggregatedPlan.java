package dev.ridgeline.deployment;

import dev.ridgeline.cost.Speedup;
import dev.ridgeline.workload.Request;

/**
 * The plan of disaggregated phases: prefill and decode have pools of their own, joined by a link.
 *
 * <p>The state of a request's new tokens crosses the link, which adds to TTFT. Pools are in the
 * ratio that keeps both busy (rate matching). The links of a replica's accelerators bound its rate
 * too.
 */
final class DisaggregatedPlan extends ServingPlan {

  private final double kvTransferBytes;
  private final double kvTransferSeconds;
  private final double kvTransferJoules;
  private final double kvLinkLoad;
  private final double requestsPerSecond;
  private final double prefillRequestsPerSecond;
  private final double prefillReplicas;

  DisaggregatedPlan(
      PrefillSide prefill, DecodeSide decode, Request request, KvChannel channel, Speedup speedup) {
    super(prefill, decode);
    this.kvTransferBytes = channel.bytes(request);
    this.kvTransferSeconds = channel.seconds(kvTransferBytes, speedup);
    this.kvTransferJoules = channel.joules(kvTransferBytes);

    double prefillRate = prefill.requestsPerSecond();
    double decodeRate = decode.batch() / (request.outputTokens() * decode.secondsPerToken());
    double carried = channel.bytesPerSecond(speedup) / kvTransferBytes;
    double prefillLinkRate = prefillReplica().accelerators() * carried;
    double decodeLinkRate = decodeReplica().accelerators() * carried;
    this.kvLinkLoad = Math.max(prefillRate / prefillLinkRate, decodeRate / decodeLinkRate);
    this.requestsPerSecond = Math.min(decodeRate, decodeLinkRate);
    this.prefillRequestsPerSecond = Math.min(prefillRate, prefillLinkRate);
    this.prefillReplicas = requestsPerSecond / prefillRequestsPerSecond;
  }

  @Override
  public double interferenceSeconds() {
    return 0;
  }

  @Override
  public double ttftSeconds() {
    return prefillSeconds() + kvTransferSeconds;
  }

  @Override
  public double tpotSeconds() {
    return decode().secondsPerToken();
  }

  @Override
  public double requestsPerSecond() {
    return requestsPerSecond;
  }

  @Override
  public double prefillShare() {
    return prefillReplicas * prefillReplica().accelerators() / accelerators();
  }

  @Override
  public double prefillFootprintBytes() {
    return prefillNeededBytes() * prefillReplica().accelerators() / prefillBatch();
  }

  @Override
  public double prefillReplicas() {
    return prefillReplicas;
  }

  @Override
  public double prefillRequestsPerSecond() {
    return prefillRequestsPerSecond;
  }

  @Override
  public double kvTransferBytes() {
    return kvTransferBytes;
  }

  @Override
  public double kvTransferSeconds() {
    return kvTransferSeconds;
  }

  @Override
  double kvTransferJoules() {
    return kvTransferJoules;
  }

  @Override
  public double kvLinkLoad() {
    return kvLinkLoad;
  }
}
