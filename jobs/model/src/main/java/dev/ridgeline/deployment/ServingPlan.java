package dev.ridgeline.deployment;

import dev.ridgeline.catalog.Evidence;
import dev.ridgeline.config.EnumName;
import dev.ridgeline.cost.Regime;
import dev.ridgeline.cost.StepCost;
import dev.ridgeline.cost.StepModel;
import dev.ridgeline.operator.OperatorClass;
import dev.ridgeline.workload.Request;
import java.util.Optional;
import java.util.function.ToDoubleFunction;

/**
 * The plan of a deployment for equal requests at one batch: memory, cost of the steps, latency and
 * rate. Rates are per decode replica with its share of the prefill pool. Latencies and rates hold
 * only where {@link #fits()}.
 */
public abstract sealed class ServingPlan permits ColocatedPlan, DisaggregatedPlan {

  private final DecodeSide decode;

  ServingPlan(DecodeSide decode) {
    this.decode = decode;
  }

  /** The part of the plan that depends on prefill alone: a step of prompts without decodes. */
  abstract PrefillSide prefill();

  /** The part of the plan that depends on decode alone. */
  final DecodeSide decode() {
    return decode;
  }

  /** The replicas that decode. */
  final DecodeReplicas decodeReplicas() {
    return decode.replicas();
  }

  /** Cost of a prefill step of {@link #prefillBatch()} prompts on one accelerator. */
  public final StepCost prefillCost() {
    return prefill().cost();
  }

  /** Cost of a decode step of the batch on one accelerator of the replica that keeps the state. */
  public final StepCost decodeCost() {
    return decode.cost();
  }

  /**
   * Cost of a decode step of the batch on one accelerator of the feed-forward side; zero where
   * decode is in one piece.
   */
  public final StepCost feedForwardCost() {
    return decode.feedForwardCost();
  }

  /** A quantity of a prefill step, summed over all accelerators of its replica. */
  public final double ofPrefill(ToDoubleFunction<StepCost> quantity) {
    return quantity.applyAsDouble(prefillCost()) * prefillReplica().accelerators();
  }

  /** A quantity of a decode step, summed over all accelerators that decode. */
  public final double ofDecode(ToDoubleFunction<StepCost> quantity) {
    double ofState = quantity.applyAsDouble(decodeCost()) * decodeReplica().accelerators();
    return decodeReplicas().areSplit()
        ? ofState + quantity.applyAsDouble(feedForwardCost()) * feedForwardAccelerators()
        : ofState;
  }

  /**
   * A quantity of all steps that one request takes part in, divided among their requests, over all
   * accelerators.
   */
  public double ofRequest(ToDoubleFunction<StepCost> quantity, Request request) {
    double steps = request.outputTokens() / tokensPerStep() / batch();
    return ofPrefill(quantity) / prefillBatch() + steps * ofDecode(quantity);
  }

  /** The weakest evidence behind the times of the steps of both phases. */
  public final Evidence weakestEvidence() {
    Evidence ofDecode = decodeReplica().decodeEvidence();
    if (feedForwardReplica().isPresent()) {
      ofDecode = ofDecode.weaker(feedForwardReplica().get().decodeEvidence());
    }
    return prefillReplica().prefillEvidence().weaker(ofDecode);
  }

  /** What the steps of the engines were fitted to, for people; empty where none were. */
  public final String fit() {
    String ofPrefill = prefillReplica().fit();
    String ofDecode = decodeReplica().fit();
    if (ofPrefill.equals(ofDecode) || ofDecode.isEmpty()) {
      return ofPrefill;
    }
    return ofPrefill.isEmpty() ? ofDecode : ofPrefill + "; " + ofDecode;
  }

  /**
   * The weakest basis of the times, and what the steps of the engines were fitted to where they
   * were.
   */
  public final String basis() {
    String weakest = EnumName.of(weakestEvidence().basis());
    String fitted = fit();
    return fitted.isEmpty() ? weakest : weakest + "; " + fitted;
  }

  /**
   * Share of the time of a request's steps, over all accelerators, whose kernels and collectives
   * were timed on the accelerator.
   */
  public final double measuredShare(Request request) {
    return ofRequest(StepCost::measuredSeconds, request)
        / ofRequest(StepCost::workingSeconds, request);
  }

  /**
   * Operational intensity in decode of the operators of a class, over all accelerators that decode.
   */
  public final double decodeIntensity(OperatorClass operatorClass) {
    return ofDecode(cost -> cost.flops(operatorClass))
        / ofDecode(cost -> cost.bytes(operatorClass));
  }

  public abstract Replica prefillReplica();

  /** The replica that keeps the state. */
  public final Replica decodeReplica() {
    return decodeReplicas().state();
  }

  /** The replica that runs the feed-forward side; empty where decode is in one piece. */
  public final Optional<Replica> feedForwardReplica() {
    return decodeReplicas().feedForward();
  }

  /** Number of accelerators of the feed-forward side; 0 where decode is in one piece. */
  public final int feedForwardAccelerators() {
    return decodeReplicas().feedForwardAccelerators();
  }

  /** Number of sequences that decode at once. */
  public final double batch() {
    return decode.batch();
  }

  /** Time from one step of a sequence to its next, drafting included, in seconds. */
  public final double decodeStepSeconds() {
    return decode.step().seconds();
  }

  /** Mean tokens that a step yields for a sequence: more than 1 where tokens are drafted. */
  public final double tokensPerStep() {
    return decode.step().tokens();
  }

  /**
   * Time of a step's transfers between attention and feed-forward, in seconds; 0 where decode is in
   * one piece.
   */
  public final double exchangeSeconds() {
    return otherSide().exchangeSeconds();
  }

  /** Bytes of a step between attention and feed-forward; 0 where decode is in one piece. */
  public final double exchangeBytes() {
    return otherSide().exchangeBytes();
  }

  private DecodeStep.FeedForward otherSide() {
    return decode.step().feedForward().orElse(DecodeStep.FeedForward.NONE);
  }

  /** Largest number of sequences that fit into the decode pool, not rounded. */
  final double sequencesThatFit() {
    return decode.capacity().sequencesThatFit();
  }

  /**
   * Memory that weights, state and workspace may take on an accelerator that keeps state, in bytes.
   */
  public final double usableBytes() {
    return decode.capacity().usableBytes();
  }

  /**
   * Number of whole requests whose state the memory of a decode replica holds, without a tier.
   * Engines print it as their largest concurrency.
   */
  public final double concurrency(Request request) {
    return decodeReplica().concurrency(request);
  }

  /** Memory of weights and workspace on an accelerator that keeps state, in bytes. */
  public final double fixedBytes() {
    return decode.capacity().fixedBytes();
  }

  /**
   * Memory that the feed-forward side needs on each accelerator, in bytes; 0 where decode is in one
   * piece.
   */
  public final double feedForwardNeededBytes() {
    return decode.capacity().feedForward().neededBytes();
  }

  /** Whether the feed-forward side fits. */
  public final boolean feedForwardFits() {
    return decode.capacity().feedForward().fits();
  }

  /** Share of the batch's state that lies in the tier; 0 where the batch does not fit. */
  public final double spilledShare() {
    return decode.capacity().spilledShare();
  }

  /**
   * Energy of the arithmetic and traffic of one request at the servers, without idle power, in
   * joules.
   */
  abstract double workJoules(Request request, KvTier tier);

  /**
   * Requests a second that one prefill replica serves at its utilization; 0 where colocated. A
   * request takes {@code utilization / rate} seconds of a replica.
   */
  public abstract double prefillRequestsPerSecond();

  /** Number of accelerators of a decode replica on both sides. */
  public final int decodeAccelerators() {
    return decodeReplicas().accelerators();
  }

  /** Number of prompts in a prefill step of a replica. */
  public final double prefillBatch() {
    return prefill().step().batch();
  }

  /** Number of chunks in which the new tokens of a prefill step pass the layers. */
  public final double prefillPasses() {
    return prefill().step().passes();
  }

  /** Largest batch of a decode replica that fits; 0 where the weights do not fit. */
  public final double maxBatch() {
    return decode.capacity().maxBatch();
  }

  /** Whether both phases fit into the memory of their accelerators. */
  public final boolean fits() {
    return prefillFits() && decode.fits();
  }

  public abstract boolean prefillFits();

  /** Memory that prefill needs on each accelerator, in bytes. */
  public final double prefillNeededBytes() {
    return prefill().capacity().neededBytes();
  }

  /**
   * Memory that the batch needs on each accelerator that keeps state, in bytes, memory of the tier
   * included.
   */
  public final double decodeNeededBytes() {
    return decode.capacity().neededBytes();
  }

  /** Part of the state of each accelerator that lies in the memory tier, in bytes. */
  public final double spilledBytes() {
    return decode.capacity().spilledBytes();
  }

  /** Resident weights of a decode replica on both sides, divided by its batch, in bytes. */
  public final double weightFootprintBytes() {
    return decode.capacity().weightFootprintBytes();
  }

  /**
   * State of one request at the end of its output, summed over the accelerators that hold it, in
   * bytes.
   */
  public final double stateFootprintBytes() {
    return decode.capacity().stateFootprintBytes();
  }

  /** Workspace of a decode replica, divided by its batch, in bytes. */
  public final double activationFootprintBytes() {
    return decode.capacity().activationFootprintBytes();
  }

  /** Capacity footprint of one request in decode, {@code CF = W/B + S + A}, in bytes. */
  public final double footprintBytes() {
    return decode.capacity().footprintBytes();
  }

  /**
   * Capacity footprint in prefill, in bytes: the memory that a prefill replica needs, divided by
   * the prompts of its step. Where colocated, it is {@link #footprintBytes()}, because the memory
   * is that of the batch.
   */
  public abstract double prefillFootprintBytes();

  /** Resident weights of the prefill replica in {@link #prefillFootprintBytes}, in bytes. */
  public double prefillWeightFootprintBytes() {
    return prefillReplica().weightBytes() * prefillReplica().accelerators() / prefillBatch();
  }

  /**
   * State in {@link #prefillFootprintBytes}, in bytes: that of the prompts in all pipeline stages,
   * divided by the prompts of a step.
   */
  public double prefillStateFootprintBytes(Request request) {
    return prefillReplica().stateBytes(request.promptTokens())
        * prefillReplica().acceleratorsPerSequence();
  }

  /** Workspace in {@link #prefillFootprintBytes}, in bytes: what weights and state leave. */
  public final double prefillActivationFootprintBytes(Request request) {
    return Math.max(
        0,
        prefillFootprintBytes()
            - prefillWeightFootprintBytes()
            - prefillStateFootprintBytes(request));
  }

  /** Time of a prefill step on ideal hardware, see {@link StepModel#rooflineSeconds}. */
  public final double prefillRooflineSeconds() {
    return prefillReplica().prefill().rooflineSeconds(prefillCost());
  }

  /**
   * Time of a decode step on ideal hardware, see {@link StepModel#rooflineSeconds}. Where decode is
   * split, it is that of the slower side, since both sides work at the same time.
   */
  public final double decodeRooflineSeconds() {
    double ofState = decodeReplica().decode().rooflineSeconds(decodeCost());
    return feedForwardReplica().isEmpty()
        ? ofState
        : Math.max(ofState, feedForwardReplica().get().decode().rooflineSeconds(feedForwardCost()));
  }

  /** Time of a step that carries prompts and decodes, in seconds; 0 where no step carries both. */
  public abstract double mixedStepSeconds();

  /**
   * Time by which prefill of other requests on the same accelerators delays each output token, in
   * seconds; 0 where disaggregated.
   */
  public abstract double interferenceSeconds();

  /** Share of their time for which the servers of prefill are busy; 1 where they have no rest. */
  public abstract double prefillUtilization();

  /** Servers of prefill in a replica, each of which takes one request after the other. */
  public final int prefillServers() {
    return prefillReplica().attentionGroups();
  }

  /**
   * Time for which a request keeps one of the {@link #prefillServers()} busy, in seconds, at the
   * rate of the plan.
   */
  public abstract double prefillServiceSeconds();

  /** Share of the sequences that fit into a decode replica which decode at once. */
  public final double decodeUtilization() {
    return batch() / maxBatch();
  }

  /** State of the new tokens of one request, which crosses the link once, in bytes. */
  public abstract double kvTransferBytes();

  public abstract double kvTransferSeconds();

  /** Rate at which the busier pool would load its links, relative to the rate that they carry. */
  public abstract double kvLinkLoad();

  /**
   * Time to first token, in seconds. A request queues only where prompts are in every step of a
   * colocated pool.
   */
  public abstract double ttftSeconds();

  /** Time per output token, in seconds. */
  public abstract double tpotSeconds();

  /** Requests a second that one decode replica serves with its share of the prefill pool. */
  public abstract double requestsPerSecond();

  /**
   * Number of prefill replicas that keep one decode replica busy at their utilization; 0 where
   * colocated.
   */
  public abstract double prefillReplicas();

  /** Share of prefill in the time of the accelerators where colocated, else in their number. */
  public abstract double prefillShare();

  /** Number of accelerators of one decode replica with its share of the prefill pool. */
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
