package dev.ridgeline.deployment;

import static java.util.Objects.requireNonNull;

import dev.ridgeline.catalog.Accelerator;
import dev.ridgeline.catalog.EfficiencyProfile;
import dev.ridgeline.catalog.Engine;
import dev.ridgeline.catalog.Evidence;
import dev.ridgeline.catalog.Model;
import dev.ridgeline.catalog.Quantization;
import dev.ridgeline.catalog.StepConstants;
import dev.ridgeline.cost.MixedStepModel;
import dev.ridgeline.cost.StepFloor;
import dev.ridgeline.cost.StepModel;
import dev.ridgeline.operator.Part;
import dev.ridgeline.operator.Phase;
import dev.ridgeline.operator.Sharding;
import dev.ridgeline.operator.StateSize;
import dev.ridgeline.operator.StepGraph;
import dev.ridgeline.operator.Workspace;
import dev.ridgeline.units.Limits;
import dev.ridgeline.workload.Request;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.function.BiFunction;
import org.jspecify.annotations.Nullable;

/**
 * One replica of a model, or of one side of it: the accelerators that hold its weights once and run
 * steps together. All accelerators do the same work, so quantities "of one accelerator" hold for
 * each. Where pipeline stages lie on several kinds, work is that of the mean accelerator. Memory is
 * that of the kind whose layers have the least room.
 */
public final class Replica {

  private final Accelerator accelerator;
  private final Sharding sharding;
  private final int accelerators;
  private final StepModel prefill;
  private final StepModel decode;
  private final Optional<Drafting> drafting;
  private final MemoryBudget budget;
  private final double weightBytes;
  private final StateSize state;
  private final int pageTokens;
  private final double outputShare;
  private final double recurrentShare;
  private final StepConstants.Queue queue;
  private final String fit;
  private final double usableBytes;
  private final double decodeWorkspaceBytesPerSequence;
  private final Workspace prefillWorkspace;
  private @Nullable MixedStepModel mixed;

  /** A replica whose memory is that of another one, and whose steps are those of all kinds. */
  private Replica(
      Replica tightest, Sharding sharding, Accelerator mean, StepModel prefill, StepModel decode) {
    this.accelerator = mean;
    this.sharding = sharding;
    this.accelerators = sharding.accelerators();
    this.prefill = prefill;
    this.decode = decode;
    this.drafting = Optional.empty();
    this.budget = tightest.budget;
    this.weightBytes = tightest.weightBytes;
    this.state = tightest.state;
    this.pageTokens = tightest.pageTokens;
    this.outputShare = tightest.outputShare;
    this.queue = tightest.queue;
    this.fit = tightest.fit;
    this.recurrentShare = tightest.recurrentShare;
    this.usableBytes = tightest.usableBytes;
    this.decodeWorkspaceBytesPerSequence = tightest.decodeWorkspaceBytesPerSequence;
    this.prefillWorkspace = tightest.prefillWorkspace;
  }

  private Replica(
      Accelerator accelerator,
      Sharding sharding,
      StepModel prefill,
      StepModel decode,
      Optional<Drafting> drafting,
      MemoryBudget budget,
      StateSize state,
      boolean hasRecurrentLayers,
      Engine engine) {
    this.accelerator = accelerator;
    this.sharding = sharding;
    this.accelerators = sharding.accelerators();
    this.prefill = prefill;
    this.decode = decode;
    this.drafting = drafting;
    this.budget = budget;
    this.weightBytes = budget.weightBytes();
    this.state = state;
    this.pageTokens = engine.state().pageTokens();
    this.outputShare = engine.state().outputShare();
    this.queue = engine.step().queue();
    this.fit = engine.fit();
    boolean hasBoth = hasRecurrentLayers && state.perSequence() > 0 && state.perToken() > 0;
    this.recurrentShare = hasBoth ? engine.state().recurrentShare() : 0;
    this.usableBytes = budget.usableBytes(1);
    this.decodeWorkspaceBytesPerSequence =
        budget.activationBytes() > 0 ? 0 : decode.graph().workspace().bytes(1, 1, 1);
    this.prefillWorkspace = prefill.graph().workspace();
  }

  /** The steps of a drafter on the accelerators of the model's replica. */
  record Drafting(Draft draft, StepModel prefill, StepModel decode) {}

  /**
   * Makes a replica of a model under a quantization scheme, on accelerators laid out by a sharding.
   * The sharding has {@link Sharding#objection no objection} to the model.
   */
  public static Replica of(
      Model model,
      Quantization quantization,
      Sharding sharding,
      Accelerator accelerator,
      EfficiencyProfile profile,
      Engine engine,
      ServingSettings settings) {
    return of(
        model,
        quantization,
        sharding,
        accelerator,
        profile,
        engine,
        settings,
        Part.WHOLE,
        Draft.NONE);
  }

  /**
   * Makes a replica of one side of a model, with a drafter for it.
   *
   * @param profile efficiency of the accelerator, with the kernels of the engine
   * @param engine engine that serves, whose memory and processor count
   * @param settings settings of the engine on this accelerator
   */
  public static Replica of(
      Model model,
      Quantization quantization,
      Sharding sharding,
      Accelerator accelerator,
      EfficiencyProfile profile,
      Engine engine,
      ServingSettings settings,
      Part part,
      Draft draft) {
    StepGraph prefill = StepGraph.of(model, quantization, sharding, Phase.PREFILL, part);
    StepGraph decode = StepGraph.of(model, quantization, sharding, Phase.DECODE, part);
    double shareOfStage = StepGraph.shareOfStage(model, sharding);
    double stageImbalance = shareOfStage * sharding.pp() - 1;
    double weightBytes = decode.residentWeightBytes(model, quantization, sharding, part);
    StateSize state = decode.state().times(shareOfStage);
    Optional<Drafting> drafting = Optional.empty();
    if (draft.drafter().isPresent()) {
      // One stage drafts; it has as much less of the other layers, so the load stays even.
      Model drafter = draft.drafter().get().asModel(model);
      Sharding whole = sharding.inOneStage();
      StepGraph draftPrefill = StepGraph.of(drafter, quantization, whole, Phase.PREFILL, part);
      StepGraph draftDecode = StepGraph.of(drafter, quantization, whole, Phase.DECODE, part);
      double sharedHead = draft.drafter().get().sharesHead() ? draftDecode.headWeightBytes() : 0;
      weightBytes +=
          (draftDecode.residentWeightBytes(drafter, quantization, whole, part) - sharedHead)
              / sharding.pp();
      state = state.plus(draftDecode.state().times(1.0 / sharding.pp()));
      drafting =
          Optional.of(
              new Drafting(
                  draft,
                  StepModel.of(draftPrefill, accelerator, profile, quantization, 0),
                  StepModel.of(draftDecode, accelerator, profile, quantization, 0)));
    }
    // Each stage of a pipeline has the processor's time once for every micro-batch.
    Engine.Host ofStep = engine.host();
    Engine.Host host =
        profile.basis() == EfficiencyProfile.Basis.IDEAL
            ? Engine.Host.HIDDEN
            : new Engine.Host(
                sharding.pp() * ofStep.stepSeconds(), sharding.pp() * ofStep.sequenceSeconds());
    StepFloor floor =
        profile.basis() == EfficiencyProfile.Basis.IDEAL
            ? StepFloor.NONE
            : StepFloor.of(engine.step().floor(), sharding.pp());
    Evidence ofHost =
        profile.basis() == EfficiencyProfile.Basis.IDEAL
            ? Evidence.MEASURED
            : engine.hostEvidence(accelerator.id());
    MemoryBudget budget =
        MemoryBudget.of(
            engine,
            accelerator,
            model,
            sharding,
            weightBytes,
            settings.usableMemoryFraction(),
            settings.prefillTokenBudget());
    StateSize stored =
        StoredState.of(
            state,
            engine.state(),
            model,
            quantization,
            shareOfStage / (sharding.cp() * sharding.dcp()),
            settings.prefillTokenBudget());
    return new Replica(
        accelerator,
        sharding,
        StepModel.of(
            prefill, accelerator, profile, quantization, stageImbalance, host, floor, ofHost),
        StepModel.of(
            decode, accelerator, profile, quantization, stageImbalance, host, floor, ofHost),
        drafting,
        budget,
        stored,
        model.hasRecurrentLayers(),
        engine);
  }

  /**
   * Makes a replica whose pipeline stages lie on several kinds of accelerator. Each kind has an
   * equal number of consecutive stages.
   *
   * @param mix the kinds of the stages, first stage first
   * @param ofKind makes the replica on one kind, under a sharding that has as many layers in each
   *     stage as the fullest stage of that kind
   */
  public static Replica ofStageKinds(
      Model model,
      Quantization quantization,
      Sharding sharding,
      HardwareMix mix,
      BiFunction<Accelerator, Sharding, Replica> ofKind) {
    int kinds = mix.stageKinds().size();
    int stages = sharding.pp() / kinds;
    List<Integer> layers = sharding.layersOfStages(model.layerCount());
    List<Replica> replicas = new ArrayList<>();
    List<Double> shares = new ArrayList<>();
    Replica tightest = null;
    double leastRoom = Double.POSITIVE_INFINITY;
    for (int i = 0; i < kinds; i++) {
      List<Integer> own = layers.subList(i * stages, (i + 1) * stages);
      int fullest = Collections.max(own);
      Replica replica = ofKind.apply(mix.stageKinds().get(i), sharding.withLayersOfStage(fullest));
      double roomOfLayer = replica.budget.roomBytes() / fullest;
      if (tightest == null || roomOfLayer < leastRoom) {
        tightest = replica;
        leastRoom = roomOfLayer;
      }
      replicas.add(replica);
      shares.add(own.stream().mapToDouble(count -> count).sum() / model.layerCount());
    }
    Accelerator mean = mix.decode();
    return new Replica(
        requireNonNull(tightest),
        sharding,
        mean,
        StepModel.ofStageKinds(
            replicas.stream().map(Replica::prefill).toList(), shares, mean, quantization),
        StepModel.ofStageKinds(
            replicas.stream().map(Replica::decode).toList(), shares, mean, quantization));
  }

  public Accelerator accelerator() {
    return accelerator;
  }

  /** Number of accelerators of this replica. */
  public int accelerators() {
    return accelerators;
  }

  /** Number of groups among which the sequences of a batch are divided. */
  public int attentionGroups() {
    return sharding.attentionGroups();
  }

  /** Number of pipeline stages. */
  int stages() {
    return sharding.pp();
  }

  /**
   * Number of parts into which the sequences of a batch are cut: groups, and micro-batches of each
   * group.
   */
  public int batchParts() {
    return sharding.batchParts();
  }

  /** Number of accelerators that share the work and the state of one sequence. */
  public int acceleratorsPerSequence() {
    return sharding.acceleratorsOfSequence();
  }

  /** The weakest evidence behind the time of a prefill step, that of its drafter included. */
  Evidence prefillEvidence() {
    return drafting.isEmpty()
        ? prefill.weakestEvidence()
        : prefill.weakestEvidence().weaker(drafting.get().prefill().weakestEvidence());
  }

  /** The weakest evidence behind the time of a decode step, that of its drafter included. */
  Evidence decodeEvidence() {
    return drafting.isEmpty()
        ? decode.weakestEvidence()
        : decode.weakestEvidence().weaker(drafting.get().decode().weakestEvidence());
  }

  public StepModel prefill() {
    return prefill;
  }

  public StepModel decode() {
    return decode;
  }

  /** Steps that carry prompts and decodes, without those of a drafter. */
  MixedStepModel mixed() {
    if (mixed == null) {
      mixed = new MixedStepModel(prefill, decode);
    }
    return mixed;
  }

  /** The steps of the drafter; empty for plain decoding. */
  Optional<Drafting> drafting() {
    return drafting;
  }

  /** What the steps of the engine were fitted to, for people; empty where they were not. */
  String fit() {
    return fit;
  }

  /** The wait of a prompt before its prefill begins. */
  StepConstants.Queue queue() {
    return queue;
  }

  /** Resident weights of one accelerator, in bytes. */
  public double weightBytes() {
    return weightBytes;
  }

  /** The memory of one accelerator as the engine divides it. */
  public MemoryBudget budget() {
    return budget;
  }

  /** Whether the weights fit beside what the engine takes. */
  boolean weightsFit() {
    return weightBytes + budget.activationBytes() <= usableBytes;
  }

  /**
   * State of a sequence with this context on one accelerator of its group, in bytes, in whole pages
   * of the engine.
   */
  public double stateBytes(double contextTokens) {
    return state.at(
        pageTokens == 1 ? contextTokens : Math.ceil(contextTokens / pageTokens) * pageTokens);
  }

  /**
   * State that one more token adds to a sequence of this context, in bytes, apart from pages. Full
   * windows add nothing.
   */
  public double stateBytesPerToken(double contextTokens) {
    return state.at(contextTokens + 1) - state.at(contextTokens);
  }

  /** Share of the output for which a running sequence holds memory. */
  double outputShare() {
    return outputShare;
  }

  /** Peak of the largest pass that the engine reserves, in bytes; 0 where it reserves none. */
  double reservedWorkspaceBytes() {
    return budget.activationBytes();
  }

  /** Memory of one accelerator that weights, state and workspace may take, in bytes. */
  public double usableBytes() {
    return usableBytes;
  }

  /**
   * Memory of one accelerator that weights, state and workspace may take, in bytes.
   *
   * @param capacity factor on the memory of the accelerator
   */
  double usableBytes(double capacity) {
    return capacity == 1 ? usableBytes : budget.usableBytes(capacity);
  }

  /**
   * Workspace of one accelerator in a decode step of {@code sequences} sequences of its group, in
   * bytes.
   */
  double decodeWorkspaceBytes(double sequences) {
    return sequences * decodeWorkspaceBytesPerSequence;
  }

  /**
   * Workspace of one accelerator in prefill, in bytes. Long prompts pass the layers in chunks, so
   * the token budget bounds the rows that are live at once.
   *
   * @param sequences prompts of its group in the step
   * @param newTokens new tokens of each prompt
   * @param promptTokens cached and new tokens of each prompt
   * @param tokenBudget rows live at once
   */
  double prefillWorkspaceBytes(
      double sequences, double newTokens, double promptTokens, double tokenBudget) {
    if (budget.activationBytes() > 0) {
      return budget.activationBytes();
    }
    return prefillWorkspace.bytes(
        sequences,
        Math.min(sequences * newTokens, tokenBudget),
        Math.min(sequences * promptTokens, tokenBudget));
  }

  /**
   * Number of sequences with whole outputs whose state the memory of all groups holds. No state
   * lies in a tier. Where sequences keep no state, it is the largest batch of a sweep.
   */
  double concurrency(Request request) {
    double whole = stateBytes(request.peakContextTokens());
    double ofGroup = sequencesThatFit(usableBytes(), whole, 0, reservedWorkspaceBytes(), 0);
    return whole > 0 ? attentionGroups() * ofGroup : Limits.MOST_BATCH;
  }

  /**
   * Number of sequences of one group whose state and workspace fit beside the weights, not rounded.
   *
   * <p>State may lie in the tier, but weights and workspace may not: {@code B*S + B*A + F <= usable
   * - W + tier} and {@code B*A + F <= usable - W}.
   *
   * @param usableBytes memory of one accelerator for weights, state and workspace
   * @param stateBytes S, state of one sequence
   * @param workspaceBytes A, workspace that grows with the sequences
   * @param fixedBytes F, workspace that does not grow with the sequences
   * @param tierBytes memory of the tier behind one accelerator
   * @return at least 0; infinite where sequences need no memory
   */
  double sequencesThatFit(
      double usableBytes,
      double stateBytes,
      double workspaceBytes,
      double fixedBytes,
      double tierBytes) {
    double free = usableBytes - weightBytes - fixedBytes;
    if (!(free >= 0)) {
      return 0;
    }
    if (recurrentShare > 0) {
      double recurrent = state.perSequence();
      return Math.min(
          (free + tierBytes) * recurrentShare / recurrent,
          (free + tierBytes) * (1 - recurrentShare) / (stateBytes - recurrent));
    }
    double ofOne = stateBytes + workspaceBytes;
    double byState = ofOne > 0 ? (free + tierBytes) / ofOne : Double.POSITIVE_INFINITY;
    double byWorkspace = workspaceBytes > 0 ? free / workspaceBytes : Double.POSITIVE_INFINITY;
    return Math.min(byState, byWorkspace);
  }
}
