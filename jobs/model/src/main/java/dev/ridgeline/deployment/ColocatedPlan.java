package dev.ridgeline.deployment;

import dev.ridgeline.cost.StepCost;
import dev.ridgeline.workload.Request;
import java.util.function.Supplier;
import java.util.function.ToDoubleFunction;
import org.jspecify.annotations.Nullable;

/**
 * The plan of colocated phases in a closed loop: one pool runs both, and each finished sequence is
 * replaced at once. {@link Cycle} has the equations.
 */
final class ColocatedPlan extends ServingPlan {

  private final Supplier<PrefillSide> prefill;
  private final @Nullable MixedStep mixed;
  private final Cycle cycle;
  private final double tpotSeconds;
  private final double interferenceSeconds;
  private final double requestsPerSecond;
  private final double prefillShare;
  private @Nullable PrefillSide prefillSide;

  /** Makes a plan whose steps carry prompts or decodes, but not both. */
  static ColocatedPlan alternating(
      PrefillSide prefill, DecodeSide decode, Cycle cycle, Request request) {
    return new ColocatedPlan(() -> prefill, decode, null, cycle, request);
  }

  /**
   * Makes a plan whose decodes ride along with prompts.
   *
   * @param prefill the prefill step on its own, which only columns about it ask for
   */
  static ColocatedPlan mixing(
      Supplier<PrefillSide> prefill,
      DecodeSide decode,
      MixedStep mixed,
      Cycle cycle,
      Request request) {
    return new ColocatedPlan(prefill, decode, mixed, cycle, request);
  }

  private ColocatedPlan(
      Supplier<PrefillSide> prefill,
      DecodeSide decode,
      @Nullable MixedStep mixed,
      Cycle cycle,
      Request request) {
    super(decode);
    double output = request.outputTokens();
    this.prefill = prefill;
    this.mixed = mixed;
    this.cycle = cycle;
    this.tpotSeconds = cycle.tpotSeconds(output);
    // Where prompts are in every step, fewer sequences decode, and steps may be shorter.
    this.interferenceSeconds = Math.max(0, tpotSeconds - decode.secondsPerToken());
    this.requestsPerSecond = decode.batch() / cycle.seconds();
    this.prefillShare = Math.max(0, 1 - output * decode.secondsPerToken() / cycle.seconds());
  }

  @Override
  PrefillSide prefill() {
    if (prefillSide == null) {
      prefillSide = prefill.get();
    }
    return prefillSide;
  }

  @Override
  public Replica prefillReplica() {
    return decodeReplica();
  }

  @Override
  public boolean prefillFits() {
    return decode().capacity().fits();
  }

  @Override
  public double interferenceSeconds() {
    return interferenceSeconds;
  }

  @Override
  public double ttftSeconds() {
    return cycle.ttftSeconds();
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
    return prefillShare;
  }

  @Override
  public double mixedStepSeconds() {
    return mixed == null ? 0 : mixed.seconds() / mixed.passes();
  }

  @Override
  public double ofRequest(ToDoubleFunction<StepCost> quantity, Request request) {
    if (mixed == null) {
      return super.ofRequest(quantity, request);
    }
    double ofMixed = quantity.applyAsDouble(mixed.cost()) * decodeReplica().accelerators();
    return ofMixed / mixed.batch() + cycle.steps() / batch() * ofDecode(quantity);
  }

  @Override
  double workJoules(Request request, KvTier tier) {
    return mixed == null
        ? PowerDraw.workJoules(prefill().step())
            + PowerDraw.workJoules(decode().step(), request, tier)
        : PowerDraw.workJoules(mixed, tier)
            + cycle.steps() * PowerDraw.stepJoules(decode().step(), tier) / batch();
  }

  @Override
  public double prefillUtilization() {
    return cycle.prefillSeconds(decodeStepSeconds()) / cycle.seconds();
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
  public double prefillWeightFootprintBytes() {
    return weightFootprintBytes();
  }

  @Override
  public double prefillStateFootprintBytes(Request request) {
    return stateFootprintBytes();
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
  public double kvLinkLoad() {
    return 0;
  }
}
