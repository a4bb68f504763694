package dev.ridgeline.deployment;

import dev.ridgeline.cost.Speedup;
import dev.ridgeline.workload.Request;

/**
 * The plan of disaggregated phases: prefill and decode have pools of their own, joined by a link.
 *
 * <p>The state of a request's new tokens crosses the link, which adds to TTFT. Pools are in the
 * ratio at which decode is always busy, and prefill for its utilization u (rate matching): {@code
 * decode rate / (u x prefill rate)} prefill replicas a decode replica. The links of a replica's
 * accelerators bound its rate too.
 */
final class DisaggregatedPlan extends ServingPlan {

  private final PrefillSide prefill;
  private final Request request;
  private final double prefillUtilization;
  private final KvChannel channel;
  private final Speedup speedup;
  private final double kvTransferSeconds;
  private final double requestsPerSecond;
  private final double prefillRequestsPerSecond;
  private final double prefillReplicas;

  DisaggregatedPlan(
      PrefillSide prefill, DecodeSide decode, Load load, KvChannel channel, Speedup speedup) {
    super(decode);
    this.prefill = prefill;
    this.request = load.request();
    this.prefillUtilization = load.prefillUtilization();
    this.channel = channel;
    this.speedup = speedup;
    double bytes = channel.bytes(request);
    double carried = channel.bytesPerSecond(speedup) / bytes;
    this.kvTransferSeconds = channel.seconds(bytes, speedup);
    this.requestsPerSecond =
        SideRates.ofDecode(decodeRate(), decodeReplica().accelerators(), carried);
    this.prefillRequestsPerSecond =
        SideRates.ofPrefill(
            prefill.requestsPerSecond(),
            prefillUtilization,
            prefillReplica().accelerators(),
            carried);
    this.prefillReplicas = requestsPerSecond / prefillRequestsPerSecond;
  }

  /** Requests a second that a decode replica serves if its links are fast enough. */
  private double decodeRate() {
    return decode().requestsPerSecond(request);
  }

  /**
   * Requests a second whose state the links of a decode replica carry.
   *
   * @param carried requests a second whose state the link of one accelerator carries
   */
  private double decodeLinkRate(double carried) {
    return decodeReplica().accelerators() * carried;
  }

  /** Requests a second whose state the links of a prefill replica carry. */
  private double prefillLinkRate(double carried) {
    return prefillReplica().accelerators() * carried;
  }

  @Override
  PrefillSide prefill() {
    return prefill;
  }

  @Override
  public Replica prefillReplica() {
    return prefill.replica();
  }

  @Override
  public boolean prefillFits() {
    return prefill.fits();
  }

  @Override
  public double interferenceSeconds() {
    return 0;
  }

  @Override
  public double ttftSeconds() {
    return prefill.seconds() + kvTransferSeconds;
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
  public double prefillUtilization() {
    return prefillUtilization;
  }

  @Override
  public double prefillServiceSeconds() {
    return prefillServers() * prefillUtilization / prefillRequestsPerSecond;
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
    return channel.bytes(request);
  }

  @Override
  public double kvTransferSeconds() {
    return kvTransferSeconds;
  }

  @Override
  public double mixedStepSeconds() {
    return 0;
  }

  @Override
  double workJoules(Request ofRequest, KvTier tier) {
    return PowerDraw.workJoules(prefill.step())
        + PowerDraw.workJoules(decode().step(), ofRequest, tier)
        + channel.joules(kvTransferBytes());
  }

  @Override
  public double kvLinkLoad() {
    double carried = channel.bytesPerSecond(speedup) / kvTransferBytes();
    return Math.max(
        prefill.requestsPerSecond() / prefillLinkRate(carried),
        decodeRate() / decodeLinkRate(carried));
  }
}
