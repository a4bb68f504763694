package dev.ridgeline.deployment;

import dev.ridgeline.workload.Request;

/**
 * The plan of colocated phases. One pool runs both, so decode steps of the running batch share time
 * with the prefill of requests that replace finished ones.
 *
 * <p>In the o steps of one turn every sequence of the batch is replaced once. A step loses {@code
 * (B/o) * t_prefill} to prefill on average, with {@code t_prefill} the time of one request in its
 * prefill batch. So {@code TPOT = t_decode + (B/o) * t_prefill}. Measured serving rows need this
 * term.
 */
final class ColocatedPlan extends ServingPlan {

  private final double interferenceSeconds;
  private final double tpotSeconds;
  private final double requestsPerSecond;

  ColocatedPlan(PrefillSide prefill, DecodeSide decode, Request request) {
    super(prefill, decode);
    double batch = decode.batch();
    this.interferenceSeconds = interferenceSeconds(request, batch, 1 / prefill.requestsPerSecond());
    this.tpotSeconds = decode.secondsPerToken() + interferenceSeconds;
    this.requestsPerSecond = requestsPerSecond(request, batch, tpotSeconds);
  }

  /**
   * Time that each decode step loses to prefill, in seconds.
   *
   * @param request the request
   * @param batch sequences that decode at once
   * @param prefillSeconds time of a replica that prefill of one request takes
   */
  static double interferenceSeconds(Request request, double batch, double prefillSeconds) {
    return batch / request.outputTokens() * prefillSeconds;
  }

  /**
   * Requests a second that the pool serves.
   *
   * @param request the request
   * @param batch sequences that decode at once
   * @param tpotSeconds time per output token, time lost to prefill included
   */
  static double requestsPerSecond(Request request, double batch, double tpotSeconds) {
    return batch / (request.outputTokens() * tpotSeconds);
  }

  @Override
  public double interferenceSeconds() {
    return interferenceSeconds;
  }

  @Override
  public double ttftSeconds() {
    return prefillSeconds();
  }

  @Override
  public double tpotSeconds() {
    return tpotSeconds;
  }

  @Override
  public double requestsPerSecond() {
    return requestsPerSecond;
  }

  @Override
  public double prefillShare() {
    return interferenceSeconds / tpotSeconds;
  }

  @Override
  public double prefillUtilization() {
    return prefillShare();
  }

  @Override
  public double prefillServiceSeconds() {
    return prefillServers() * prefillUtilization() / requestsPerSecond;
  }

  @Override
  public double prefillFootprintBytes() {
    return footprintBytes();
  }

  @Override
  public double prefillReplicas() {
    return 0;
  }

  @Override
  public double prefillRequestsPerSecond() {
    return 0;
  }

  @Override
  public double kvTransferBytes() {
    return 0;
  }

  @Override
  public double kvTransferSeconds() {
    return 0;
  }

  @Override
  double kvTransferJoules() {
    return 0;
  }

  @Override
  public double kvLinkLoad() {
    return 0;
  }
}
