package dev.ridgeline.economics;

import dev.ridgeline.deployment.KvTier;
import dev.ridgeline.deployment.ServingPlan;
import dev.ridgeline.workload.Request;

/**
 * What serving costs, from a plan and the prices of an accelerator hour.
 *
 * <p>The price of an accelerator includes its share of the server and of the network; a memory tier
 * is paid as provisioned, for every accelerator that runs decode.
 *
 * <p>Filled anew for every cell by one thread; read it before the next.
 */
public final class UnitEconomics {

  private static final double SECONDS_PER_HOUR = 3600;
  private static final double MILLION = 1e6;

  private double prefillDollarsPerHour;
  private double decodeDollarsPerHour;
  private double requestsPerHour;
  private double inputTokens;
  private double outputTokens;

  /**
   * Prices a plan that fits.
   *
   * @param prefillAcceleratorDollarsPerHour price of an accelerator that runs prefill
   * @param decodeAcceleratorDollarsPerHour price of one that runs decode; the same one where
   *     colocated
   * @param tier memory behind the accelerators that run decode
   */
  public void price(
      ServingPlan plan,
      Request request,
      double prefillAcceleratorDollarsPerHour,
      double decodeAcceleratorDollarsPerHour,
      KvTier tier) {
    double decodePool =
        plan.decodeReplica().accelerators()
            * (decodeAcceleratorDollarsPerHour + tier.dollarsPerAcceleratorHour());
    if (plan.prefillReplicas() > 0) {
      prefillDollarsPerHour =
          plan.prefillReplicas()
              * plan.prefillReplica().accelerators()
              * prefillAcceleratorDollarsPerHour;
      decodeDollarsPerHour = decodePool;
    } else {
      prefillDollarsPerHour = decodePool * plan.prefillShare();
      decodeDollarsPerHour = decodePool - prefillDollarsPerHour;
    }
    requestsPerHour = plan.requestsPerSecond() * SECONDS_PER_HOUR;
    inputTokens = request.newTokens();
    outputTokens = request.outputTokens();
  }

  /** Price of one decode replica with its share of the prefill pool. */
  public double dollarsPerHour() {
    return prefillDollarsPerHour + decodeDollarsPerHour;
  }

  /** One model call: prefill of the new tokens and decode of the output. */
  public double dollarsPerRequest() {
    return dollarsPerHour() / requestsPerHour;
  }

  /** What prefill costs, over the tokens it computes (cached tokens are not among them). */
  public double dollarsPerMillionInputTokens() {
    return prefillDollarsPerHour / requestsPerHour / inputTokens * MILLION;
  }

  /** What decode costs, over the tokens it generates. */
  public double dollarsPerMillionOutputTokens() {
    return decodeDollarsPerHour / requestsPerHour / outputTokens * MILLION;
  }

  /** What a request costs, over the tokens computed for it: new input and output. */
  public double dollarsPerMillionBlendedTokens() {
    return dollarsPerRequest() / (inputTokens + outputTokens) * MILLION;
  }
}
