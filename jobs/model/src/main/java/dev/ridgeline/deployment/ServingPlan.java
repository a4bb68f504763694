package dev.ridgeline.deployment;

import dev.ridgeline.cost.Regime;
import dev.ridgeline.cost.StepCost;
import dev.ridgeline.operator.OperatorClass;
import java.util.Optional;
import java.util.function.ToDoubleFunction;

/**
 * How a deployment serves one kind of request at one batch: what fits, what a step costs, and what
 * follows for latency and rate. Rates are per decode replica with its share of the prefill pool.
 * Latencies and rates hold only where {@link #fits()}.
 */
public abstract sealed class ServingPlan permits ColocatedPlan, DisaggregatedPlan {

  private final PrefillSide prefill;
  private final DecodeSide decode;

  ServingPlan(PrefillSide prefill, DecodeSide decode) {
    this.prefill = prefill;
    this.decode = decode;
  }

  /** What prefill alone decides. */
  final PrefillSide prefill() {
    return prefill;
  }

  /** What decode alone decides. */
  final DecodeSide decode() {
    return decode;
  }

  /** The replicas that decode. */
  final DecodeReplicas decodeReplicas() {
    return decode.replicas();
  }

  /** A prefill step of {@link #prefillBatch()} prompts, on one accelerator. */
  public final StepCost prefillCost() {
    return prefill.step().cost();
  }

  /** A decode step of the batch, on one accelerator of the replica that keeps the state. */
  public final StepCost decodeCost() {
    return decode.step().cost();
  }

  /**
   * A decode step of the batch, on one accelerator of the feed-forward side; zero where decode is
   * in one piece.
   */
  public final StepCost feedForwardCost() {
    return otherSide().cost();
  }

  /** A quantity of a prefill step, over all accelerators of its replica. */
  public final double ofPrefill(ToDoubleFunction<StepCost> quantity) {
    return quantity.applyAsDouble(prefillCost()) * prefillReplica().accelerators();
  }

  /** A quantity of a decode step, over all accelerators that decode. */
  public final double ofDecode(ToDoubleFunction<StepCost> quantity) {
    double ofState = quantity.applyAsDouble(decodeCost()) * decodeReplica().accelerators();
    return decode.step().feedForward().isPresent()
        ? ofState + quantity.applyAsDouble(feedForwardCost()) * feedForwardAccelerators()
        : ofState;
  }

  /** Operational intensity of operators of a class in decode, over all accelerators that decode. */
  public final double decodeIntensity(OperatorClass operatorClass) {
    return ofDecode(cost -> cost.flops(operatorClass))
        / ofDecode(cost -> cost.bytes(operatorClass));
  }

  public final Replica prefillReplica() {
    return prefill.replica();
  }

  /** The replica that keeps the state. */
  public final Replica decodeReplica() {
    return decodeReplicas().state();
  }

  /** The replica that runs the feed-forward side; empty where decode is in one piece. */
  public final Optional<Replica> feedForwardReplica() {
    return decodeReplicas().feedForward();
  }

  /** Accelerators of that side; 0 where decode is in one piece. */
  public final int feedForwardAccelerators() {
    return decodeReplicas().feedForwardAccelerators();
  }

  /** Sequences that decode at once. */
  public final double batch() {
    return decode.batch();
  }

  /** Time of a step that prefills {@link #prefillBatch()} prompts, as the first of them sees it. */
  public final double prefillSeconds() {
    return prefill.seconds();
  }

  /** Time from one step of a sequence to its next, drafting included. */
  public final double decodeStepSeconds() {
    return decode.step().seconds();
  }

  /** Mean tokens of a sequence that a step yields: more than 1 where tokens are drafted. */
  public final double tokensPerStep() {
    return decode.step().tokens();
  }

  /** Time that a step's tokens take between attention and feed-forward; 0 in one piece. */
  public final double exchangeSeconds() {
    return otherSide().exchangeSeconds();
  }

  /** Bytes of a step between attention and feed-forward; 0 in one piece. */
  public final double exchangeBytes() {
    return otherSide().exchangeBytes();
  }

  private DecodeStep.FeedForward otherSide() {
    return decode.step().feedForward().orElse(DecodeStep.FeedForward.NONE);
  }

  /** Sequences that fit into the decode pool, fractions and all. */
  public final double sequencesThatFit() {
    return decode.capacity().sequencesThatFit();
  }

  /** Memory of an accelerator that keeps state which weights, state and workspace may take. */
  public final double usableBytes() {
    return decode.capacity().usableBytes();
  }

  /** Resident weights and workspace of such an accelerator: what state leaves alone. */
  public final double fixedBytes() {
    return decode.capacity().fixedBytes();
  }

  /** Memory that the feed-forward side needs on each accelerator; 0 in one piece. */
  public final double feedForwardNeededBytes() {
    return decode.capacity().feedForward().neededBytes();
  }

  /** Whether the feed-forward side fits. */
  public final boolean feedForwardFits() {
    return decode.capacity().feedForward().fits();
  }

  /** Share of the state of the batch that lies in the tier; 0 where the batch does not fit. */
  public final double spilledShare() {
    return decode.capacity().spilledShare();
  }

  /** Energy of the transfer of one request's state. */
  public abstract double kvTransferJoules();

  /** Requests that one prefill replica serves; 0 where one pool does both. */
  public abstract double prefillRequestsPerSecond();

  /** Accelerators of a decode replica, both sides of it. */
  public final int decodeAccelerators() {
    return decodeReplicas().accelerators();
  }

  /** Prompts that a prefill step of a replica works on. */
  public final double prefillBatch() {
    return prefill.step().batch();
  }

  /** Chunks in which the new tokens of a prefill step pass the layers. */
  public final double prefillPasses() {
    return prefill.step().passes();
  }

  /** Largest batch of a decode replica that fits; 0 where not even the weights do. */
  public final double maxBatch() {
    return decode.capacity().maxBatch();
  }

  /** Whether both phases fit into the memory of their accelerators. */
  public final boolean fits() {
    return prefill.fits() && decode.fits();
  }

  public final boolean prefillFits() {
    return prefill.fits();
  }

  /** Memory that prefill needs on each accelerator. */
  public final double prefillNeededBytes() {
    return prefill.capacity().neededBytes();
  }

  /** Memory that the batch needs on each accelerator that runs decode, tier included. */
  public final double decodeNeededBytes() {
    return decode.capacity().neededBytes();
  }

  /** Part of the state of each accelerator that lies in the memory tier. */
  public final double spilledBytes() {
    return decode.capacity().spilledBytes();
  }

  /** Resident weights of a decode replica, both sides of it, divided by its batch. */
  public final double weightFootprintBytes() {
    return decode.capacity().weightFootprintBytes();
  }

  /** State of one request at the end of its output, over the accelerators that hold it. */
  public final double stateFootprintBytes() {
    return decode.capacity().stateFootprintBytes();
  }

  /** Workspace of a decode replica, divided by its batch. */
  public final double activationFootprintBytes() {
    return decode.capacity().activationFootprintBytes();
  }

  /** Capacity footprint of one request, {@code CF = W/B + S + A}. */
  public final double footprintBytes() {
    return decode.capacity().footprintBytes();
  }

  /**
   * Capacity footprint in prefill: the memory that a prefill replica needs, over the prompts of its
   * step. Where one pool runs both phases its memory is that of the batch, {@link
   * #footprintBytes()}.
   */
  public abstract double prefillFootprintBytes();

  /** Time that each decode step loses to prefill on the same accelerators. */
  public abstract double interferenceSeconds();

  /** State of the new tokens of one request, which crosses the link once. */
  public abstract double kvTransferBytes();

  public abstract double kvTransferSeconds();

  /** Rate at which the busier pool would load its links, relative to what they carry. */
  public abstract double kvLinkLoad();

  /** Time to first token of a request that does not queue. */
  public abstract double ttftSeconds();

  /** Time per output token. */
  public abstract double tpotSeconds();

  /** Requests served by one decode replica with its share of the prefill pool. */
  public abstract double requestsPerSecond();

  /** Prefill replicas that keep one decode replica busy; 0 where one pool does both. */
  public abstract double prefillReplicas();

  /** Share of the accelerators' time, or of the accelerators, that prefill takes. */
  public abstract double prefillShare();

  /** Accelerators of one decode replica with its share of the prefill pool. */
  public final double accelerators() {
    return decodeAccelerators() + prefillReplicas() * prefillReplica().accelerators();
  }

  public final Regime prefillRegime() {
    return Regime.of(prefillCost(), prefillReplica().prefill().ridgeFlopsPerByte(), prefillFits());
  }

  public final Regime decodeRegime() {
    return Regime.of(decodeCost(), decodeReplica().decode().ridgeFlopsPerByte(), decode.fits());
  }
}
