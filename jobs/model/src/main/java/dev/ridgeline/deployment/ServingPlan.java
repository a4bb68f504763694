package dev.ridgeline.deployment;

import dev.ridgeline.cost.Regime;
import dev.ridgeline.cost.StepCost;

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
  Replica prefillReplica;
  Replica decodeReplica;
  double batch;
  double prefillBatch;
  double maxBatch;
  boolean prefillFits;
  boolean decodeFits;
  double prefillNeededBytes;
  double decodeNeededBytes;
  double decodeStateBytes;
  double decodeWorkspaceBytes;
  double spilledBytes;
  double interferenceSeconds;
  double kvTransferBytes;
  double kvTransferSeconds;
  double kvLinkLoad;
  double ttftSeconds;
  double tpotSeconds;
  double requestsPerSecond;
  double prefillReplicas;
  double prefillShare;

  /** A prefill step of {@link #prefillBatch()} prompts, on one accelerator. */
  public StepCost prefillCost() {
    return prefillCost;
  }

  /** A decode step of the batch, on one accelerator. */
  public StepCost decodeCost() {
    return decodeCost;
  }

  public Replica prefillReplica() {
    return prefillReplica;
  }

  public Replica decodeReplica() {
    return decodeReplica;
  }

  /** Prompts that a prefill step of a replica works on. */
  public double prefillBatch() {
    return prefillBatch;
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

  /** Resident weights of a decode replica, divided by its batch. */
  public double weightFootprintBytes() {
    return decodeReplica.weightBytes() * decodeReplica.accelerators() / batch;
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
    return decodeReplica.accelerators() + prefillReplicas * prefillReplica.accelerators();
  }

  public Regime prefillRegime() {
    return Regime.of(prefillCost, prefillReplica.prefill().ridgeFlopsPerByte(), prefillFits);
  }

  public Regime decodeRegime() {
    return Regime.of(decodeCost, decodeReplica.decode().ridgeFlopsPerByte(), decodeFits);
  }
}
