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

  final StepCost prefillCost = new StepCost();
  final StepCost decodeCost = new StepCost();
  final StepCost feedForwardCost = new StepCost();
  Replica prefillReplica;
  Replica decodeReplica;
  Replica feedForwardReplica;
  double batch;
  double prefillBatch;
  double prefillPasses;
  double sequencesThatFit;
  double maxBatch;
  boolean prefillFits;
  boolean decodeFits;
  boolean feedForwardFits;
  double usableBytes;
  double prefillNeededBytes;
  double decodeNeededBytes;
  double feedForwardNeededBytes;
  double decodeStateBytes;
  double decodeWorkspaceBytes;
  double spilledBytes;
  double prefillSeconds;
  double decodeStepSeconds;
  double tokensPerStep;
  double exchangeSeconds;
  double exchangeBytes;
  double exchangeJoules;
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

  /** A prefill step of {@link #prefillBatch()} prompts, on one accelerator. */
  public StepCost prefillCost() {
    return prefillCost;
  }

  /** A decode step of the batch, on one accelerator of the replica that keeps the state. */
  public StepCost decodeCost() {
    return decodeCost;
  }

  /**
   * A decode step of the batch, on one accelerator of the feed-forward side; zero where decode is
   * in one piece.
   */
  public StepCost feedForwardCost() {
    return feedForwardCost;
  }

  /** A quantity of a prefill step, over all accelerators of its replica. */
  public double ofPrefill(ToDoubleFunction<StepCost> quantity) {
    return quantity.applyAsDouble(prefillCost) * prefillReplica.accelerators();
  }

  /** A quantity of a decode step, over all accelerators that decode. */
  public double ofDecode(ToDoubleFunction<StepCost> quantity) {
    double ofState = quantity.applyAsDouble(decodeCost) * decodeReplica.accelerators();
    return feedForwardReplica == null
        ? ofState
        : ofState + quantity.applyAsDouble(feedForwardCost) * feedForwardReplica.accelerators();
  }

  /** Operational intensity of operators of a class in decode, over all accelerators that decode. */
  public double decodeIntensity(OperatorClass operatorClass) {
    return ofDecode(cost -> cost.flops(operatorClass))
        / ofDecode(cost -> cost.bytes(operatorClass));
  }

  public Replica prefillReplica() {
    return prefillReplica;
  }

  /** The replica that keeps the state. */
  public Replica decodeReplica() {
    return decodeReplica;
  }

  /** The replica that runs the feed-forward side; empty where decode is in one piece. */
  public Optional<Replica> feedForwardReplica() {
    return Optional.ofNullable(feedForwardReplica);
  }

  /** Sequences that decode at once. */
  public double batch() {
    return batch;
  }

  /** Time of a step that prefills {@link #prefillBatch()} prompts, as the first of them sees it. */
  public double prefillSeconds() {
    return prefillSeconds;
  }

  /** Time from one step of a sequence to its next, drafting included. */
  public double decodeStepSeconds() {
    return decodeStepSeconds;
  }

  /** Mean tokens of a sequence that a step yields: more than 1 where tokens are drafted. */
  public double tokensPerStep() {
    return tokensPerStep;
  }

  /** Time that a step's tokens take between attention and feed-forward; 0 in one piece. */
  public double exchangeSeconds() {
    return exchangeSeconds;
  }

  /** Bytes of a step between attention and feed-forward; 0 in one piece. */
  public double exchangeBytes() {
    return exchangeBytes;
  }

  public double exchangeJoules() {
    return exchangeJoules;
  }

  /** Sequences that fit into the decode pool, fractions and all. */
  public double sequencesThatFit() {
    return sequencesThatFit;
  }

  /** Memory of an accelerator that keeps state which weights, state and workspace may take. */
  public double usableBytes() {
    return usableBytes;
  }

  /** Resident weights and workspace of such an accelerator: what state leaves alone. */
  public double fixedBytes() {
    return decodeReplica.weightBytes() + decodeWorkspaceBytes;
  }

  /** Memory that the feed-forward side needs on each accelerator; 0 in one piece. */
  public double feedForwardNeededBytes() {
    return feedForwardNeededBytes;
  }

  /** Whether the feed-forward side fits. */
  public boolean feedForwardFits() {
    return feedForwardFits;
  }

  /** Share of the state of the batch that lies in the tier; 0 where the batch does not fit. */
  public double spilledShare() {
    return decodeFits && spilledBytes > 0 ? spilledBytes / decodeStateBytes : 0;
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
    int ofState = decodeReplica.accelerators();
    return feedForwardReplica == null ? ofState : ofState + feedForwardReplica.accelerators();
  }

  /** Prompts that a prefill step of a replica works on. */
  public double prefillBatch() {
    return prefillBatch;
  }

  /** Chunks in which the new tokens of a prefill step pass the layers. */
  public double prefillPasses() {
    return prefillPasses;
  }

  /** Largest batch of a decode replica that fits; 0 where not even the weights do. */
  public double maxBatch() {
    return maxBatch;
  }

  /** Whether both phases fit into the memory of their accelerators. */
  public boolean fits() {
    return prefillFits && decodeFits;
  }

  public boolean prefillFits() {
    return prefillFits;
  }

  /** Memory that prefill needs on each accelerator. */
  public double prefillNeededBytes() {
    return prefillNeededBytes;
  }

  /** Memory that the batch needs on each accelerator that runs decode, tier included. */
  public double decodeNeededBytes() {
    return decodeNeededBytes;
  }

  /** Part of the state of each accelerator that lies in the memory tier. */
  public double spilledBytes() {
    return spilledBytes;
  }

  /** Resident weights of a decode replica, both sides of it, divided by its batch. */
  public double weightFootprintBytes() {
    double ofState = decodeReplica.weightBytes() * decodeReplica.accelerators();
    double ofFeedForward =
        feedForwardReplica == null
            ? 0
            : feedForwardReplica.weightBytes() * feedForwardReplica.accelerators();
    return (ofState + ofFeedForward) / batch;
  }

  /** State of one request at the end of its output, over the accelerators that hold it. */
  public double stateFootprintBytes() {
    return decodeStateBytes * decodeReplica.accelerators() / batch;
  }

  /** Workspace of a decode replica, divided by its batch. */
  public double activationFootprintBytes() {
    return decodeWorkspaceBytes * decodeReplica.accelerators() / batch;
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
    return prefillReplica == decodeReplica
        ? footprintBytes()
        : prefillNeededBytes * prefillReplica.accelerators() / prefillBatch;
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
    return decodeAccelerators() + prefillReplicas * prefillReplica.accelerators();
  }

  public Regime prefillRegime() {
    return Regime.of(prefillCost, prefillReplica.prefill().ridgeFlopsPerByte(), prefillFits);
  }

  public Regime decodeRegime() {
    return Regime.of(decodeCost, decodeReplica.decode().ridgeFlopsPerByte(), decodeFits);
  }
}
