package dev.ridgeline.deployment;

import dev.ridgeline.cost.Regime;
import dev.ridgeline.cost.StepCost;
import dev.ridgeline.operator.OperatorClass;
import java.util.Optional;
import java.util.function.ToDoubleFunction;

/**
 * How a deployment serves one kind of request at one batch: what fits, what a step costs, and what
 * follows for latency and rate. Rates are per decode replica with its share of the prefill pool.
 *
 * <p>Filled anew for every cell by one thread; read it before the next. Latencies and rates hold
 * only where {@link #fits()}.
 */
public final class ServingPlan {

  private final PrefillSide ownPrefill = new PrefillSide();
  private final DecodeSide ownDecode = new DecodeSide();
  PrefillSide prefill = ownPrefill;
  DecodeSide decode = ownDecode;
  boolean colocated;
  double interferenceSeconds;
  double kvTransferBytes;
  double kvTransferSeconds;
  double kvTransferJoules;
  double kvLinkLoad;
  double ttftSeconds;
  double tpotSeconds;
  double requestsPerSecond;
  double prefillRequestsPerSecond;
  double prefillReplicas;
  double prefillShare;

  /** Makes the prefill side one that this plan alone has, to be filled. */
  PrefillSide ownPrefill() {
    prefill = ownPrefill;
    return ownPrefill;
  }

  /** Makes the decode side one that this plan alone has, to be filled. */
  DecodeSide ownDecode() {
    decode = ownDecode;
    return ownDecode;
  }

  /** A prefill step of {@link #prefillBatch()} prompts, on one accelerator. */
  public StepCost prefillCost() {
    return prefill.cost;
  }

  /** A decode step of the batch, on one accelerator of the replica that keeps the state. */
  public StepCost decodeCost() {
    return decode.cost;
  }

  /**
   * A decode step of the batch, on one accelerator of the feed-forward side; zero where decode is
   * in one piece.
   */
  public StepCost feedForwardCost() {
    return decode.feedForwardCost;
  }

  /** A quantity of a prefill step, over all accelerators of its replica. */
  public double ofPrefill(ToDoubleFunction<StepCost> quantity) {
    return quantity.applyAsDouble(prefill.cost) * prefill.replica.accelerators();
  }

  /** A quantity of a decode step, over all accelerators that decode. */
  public double ofDecode(ToDoubleFunction<StepCost> quantity) {
    double ofState = quantity.applyAsDouble(decode.cost) * decode.replica.accelerators();
    return decode.feedForwardReplica == null
        ? ofState
        : ofState
            + quantity.applyAsDouble(decode.feedForwardCost)
                * decode.feedForwardReplica.accelerators();
  }

  /** Operational intensity of operators of a class in decode, over all accelerators that decode. */
  public double decodeIntensity(OperatorClass operatorClass) {
    return ofDecode(cost -> cost.flops(operatorClass))
        / ofDecode(cost -> cost.bytes(operatorClass));
  }

  public Replica prefillReplica() {
    return prefill.replica;
  }

  /** The replica that keeps the state. */
  public Replica decodeReplica() {
    return decode.replica;
  }

  /** The replica that runs the feed-forward side; empty where decode is in one piece. */
  public Optional<Replica> feedForwardReplica() {
    return Optional.ofNullable(decode.feedForwardReplica);
  }

  /** Accelerators of that side; 0 where decode is in one piece. */
  public int feedForwardAccelerators() {
    return decode.feedForwardReplica == null ? 0 : decode.feedForwardReplica.accelerators();
  }

  /** Sequences that decode at once. */
  public double batch() {
    return decode.batch;
  }

  /** Time of a step that prefills {@link #prefillBatch()} prompts, as the first of them sees it. */
  public double prefillSeconds() {
    return prefill.seconds;
  }

  /** Time from one step of a sequence to its next, drafting included. */
  public double decodeStepSeconds() {
    return decode.stepSeconds;
  }

  /** Mean tokens of a sequence that a step yields: more than 1 where tokens are drafted. */
  public double tokensPerStep() {
    return decode.tokensPerStep;
  }

  /** Time that a step's tokens take between attention and feed-forward; 0 in one piece. */
  public double exchangeSeconds() {
    return decode.exchangeSeconds;
  }

  /** Bytes of a step between attention and feed-forward; 0 in one piece. */
  public double exchangeBytes() {
    return decode.exchangeBytes;
  }

  public double exchangeJoules() {
    return decode.exchangeJoules;
  }

  /** Sequences that fit into the decode pool, fractions and all. */
  public double sequencesThatFit() {
    return decode.sequencesThatFit;
  }

  /** Memory of an accelerator that keeps state which weights, state and workspace may take. */
  public double usableBytes() {
    return decode.usableBytes;
  }

  /** Resident weights and workspace of such an accelerator: what state leaves alone. */
  public double fixedBytes() {
    return decode.fixedBytes();
  }

  /** Memory that the feed-forward side needs on each accelerator; 0 in one piece. */
  public double feedForwardNeededBytes() {
    return decode.feedForwardNeededBytes;
  }

  /** Whether the feed-forward side fits. */
  public boolean feedForwardFits() {
    return decode.feedForwardFits;
  }

  /** Share of the state of the batch that lies in the tier; 0 where the batch does not fit. */
  public double spilledShare() {
    return decode.spilledShare();
  }

  /** Energy of the transfer of one request's state. */
  public double kvTransferJoules() {
    return kvTransferJoules;
  }

  /** Requests that one prefill replica serves; 0 where one pool does both. */
  public double prefillRequestsPerSecond() {
    return prefillRequestsPerSecond;
  }

  /** Accelerators of a decode replica, both sides of it. */
  public int decodeAccelerators() {
    return decode.accelerators();
  }

  /** Prompts that a prefill step of a replica works on. */
  public double prefillBatch() {
    return prefill.batch;
  }

  /** Chunks in which the new tokens of a prefill step pass the layers. */
  public double prefillPasses() {
    return prefill.passes;
  }

  /** Largest batch of a decode replica that fits; 0 where not even the weights do. */
  public double maxBatch() {
    return decode.maxBatch;
  }

  /** Whether both phases fit into the memory of their accelerators. */
  public boolean fits() {
    return prefill.fits && decode.fits;
  }

  public boolean prefillFits() {
    return prefill.fits;
  }

  /** Memory that prefill needs on each accelerator. */
  public double prefillNeededBytes() {
    return prefill.neededBytes;
  }

  /** Memory that the batch needs on each accelerator that runs decode, tier included. */
  public double decodeNeededBytes() {
    return decode.neededBytes;
  }

  /** Part of the state of each accelerator that lies in the memory tier. */
  public double spilledBytes() {
    return decode.spilledBytes;
  }

  /** Resident weights of a decode replica, both sides of it, divided by its batch. */
  public double weightFootprintBytes() {
    return decode.weightFootprintBytes();
  }

  /** State of one request at the end of its output, over the accelerators that hold it. */
  public double stateFootprintBytes() {
    return decode.stateBytes * decode.replica.accelerators() / decode.batch;
  }

  /** Workspace of a decode replica, divided by its batch. */
  public double activationFootprintBytes() {
    return decode.activationFootprintBytes();
  }

  /**
   * Capacity footprint of one request, {@code CF = W/B + S + A}: the batch times it is the memory
   * that the decode replica needs (arXiv 2601.22001, section 2).
   */
  public double footprintBytes() {
    return weightFootprintBytes() + stateFootprintBytes() + activationFootprintBytes();
  }

  /**
   * Capacity footprint in prefill: the memory that a prefill replica needs, over the prompts of its
   * step. Where one pool runs both phases its memory is that of the batch, {@link
   * #footprintBytes()}.
   */
  public double prefillFootprintBytes() {
    return colocated
        ? footprintBytes()
        : prefill.neededBytes * prefill.replica.accelerators() / prefill.batch;
  }

  /** Time that each decode step loses to prefill on the same accelerators. */
  public double interferenceSeconds() {
    return interferenceSeconds;
  }

  /** State of the new tokens of one request, which crosses the link once. */
  public double kvTransferBytes() {
    return kvTransferBytes;
  }

  public double kvTransferSeconds() {
    return kvTransferSeconds;
  }

  /** Rate at which the busier pool would load its links, relative to what they carry. */
  public double kvLinkLoad() {
    return kvLinkLoad;
  }

  /** Time to first token of a request that does not queue. */
  public double ttftSeconds() {
    return ttftSeconds;
  }

  /** Time per output token. */
  public double tpotSeconds() {
    return tpotSeconds;
  }

  /** Requests served by one decode replica with its share of the prefill pool. */
  public double requestsPerSecond() {
    return requestsPerSecond;
  }

  /** Prefill replicas that keep one decode replica busy; 0 where one pool does both. */
  public double prefillReplicas() {
    return prefillReplicas;
  }

  /** Share of the accelerators' time, or of the accelerators, that prefill takes. */
  public double prefillShare() {
    return prefillShare;
  }

  /** Accelerators of one decode replica with its share of the prefill pool. */
  public double accelerators() {
    return decodeAccelerators() + prefillReplicas * prefill.replica.accelerators();
  }

  public Regime prefillRegime() {
    return Regime.of(prefill.cost, prefill.replica.prefill().ridgeFlopsPerByte(), prefill.fits);
  }

  public Regime decodeRegime() {
    return Regime.of(decode.cost, decode.replica.decode().ridgeFlopsPerByte(), decode.fits);
  }
}
