package dev.ridgeline.deployment;

import dev.ridgeline.catalog.Accelerator;
import dev.ridgeline.catalog.EfficiencyProfile;
import dev.ridgeline.catalog.Model;
import dev.ridgeline.catalog.Quantization;
import dev.ridgeline.cost.StepModel;
import dev.ridgeline.operator.Phase;
import dev.ridgeline.operator.Sharding;
import dev.ridgeline.operator.StepGraph;

/**
 * One replica of a model: the accelerators that hold all weights once and run steps together. All
 * of them do the same, so quantities "of one accelerator" describe each.
 */
public final class Replica {

  private final Accelerator accelerator;
  private final Sharding sharding;
  private final StepModel prefill;
  private final StepModel decode;
  private final double weightBytes;
  private final double stateBytesPerToken;
  private final double usableBytes;
  private final double decodeWorkspaceBytesPerSequence;

  private Replica(
      Accelerator accelerator,
      Sharding sharding,
      StepModel prefill,
      StepModel decode,
      double weightBytes,
      double usableBytes) {
    this.accelerator = accelerator;
    this.sharding = sharding;
    this.prefill = prefill;
    this.decode = decode;
    this.weightBytes = weightBytes;
    this.stateBytesPerToken = decode.graph().stateBytesPerToken();
    this.usableBytes = usableBytes;
    this.decodeWorkspaceBytesPerSequence = decode.graph().workspaceBytes(1, 1, 1);
  }

  /**
   * A replica of a model under a scheme, on accelerators laid out by a sharding that {@link
   * Sharding#objection has no objection} to the model.
   */
  public static Replica of(
      Model model,
      Quantization quantization,
      Sharding sharding,
      Accelerator accelerator,
      EfficiencyProfile profile,
      ServingSettings settings) {
    StepGraph prefill = StepGraph.of(model, quantization, sharding, Phase.PREFILL);
    StepGraph decode = StepGraph.of(model, quantization, sharding, Phase.DECODE);
    return new Replica(
        accelerator,
        sharding,
        StepModel.of(prefill, accelerator, profile, quantization),
        StepModel.of(decode, accelerator, profile, quantization),
        decode.residentWeightBytes(model, quantization, sharding),
        accelerator.memoryBytes() * settings.usableMemoryFraction());
  }

  public Accelerator accelerator() {
    return accelerator;
  }

  /** Accelerators of this replica. */
  public int accelerators() {
    return sharding.accelerators();
  }

  /** Groups among which the sequences of a batch are divided. */
  public int attentionGroups() {
    return sharding.attentionGroups();
  }

  /** Accelerators that share the work and the state of one sequence. */
  public int acceleratorsPerSequence() {
    return sharding.tp();
  }

  public StepModel prefill() {
    return prefill;
  }

  public StepModel decode() {
    return decode;
  }

  /** Resident weights of one accelerator. */
  public double weightBytes() {
    return weightBytes;
  }

  /** State that a sequence with this context has on one accelerator of its group. */
  public double stateBytes(double contextTokens) {
    return stateBytesPerToken * contextTokens;
  }

  /** Memory of one accelerator that weights, state and workspace may take. */
  public double usableBytes() {
    return usableBytes;
  }

  /** Workspace of one accelerator in a decode step of {@code sequences} sequences of its group. */
  public double decodeWorkspaceBytes(double sequences) {
    return sequences * decodeWorkspaceBytesPerSequence;
  }

  /**
   * Workspace of one accelerator in prefill. Long prompts pass the layers in chunks, so that no
   * more rows than the token budget are live at once.
   *
   * @param sequences prompts of its group in the step
   * @param newTokens new tokens of each
   * @param promptTokens cached and new tokens of each
   * @param tokenBudget rows live at once
   */
  public double prefillWorkspaceBytes(
      double sequences, double newTokens, double promptTokens, double tokenBudget) {
    return prefill
        .graph()
        .workspaceBytes(
            sequences,
            Math.min(sequences * newTokens, tokenBudget),
            Math.min(sequences * promptTokens, tokenBudget));
  }

  /**
   * Most sequences of one group whose state and workspace fit beside the weights.
   *
   * <p>State may lie in the tier; weights and workspace may not: {@code B*S + B*A + F <= usable - W
   * + tier} and {@code B*A + F <= usable - W}.
   *
   * @param stateBytes S, state of one sequence
   * @param workspaceBytes A, workspace that grows with the sequences
   * @param fixedBytes F, workspace that does not
   * @param tierBytes memory of the tier behind one accelerator
   * @return a whole number, at least 0
   */
  double maxSequences(
      double stateBytes, double workspaceBytes, double fixedBytes, double tierBytes) {
    double free = usableBytes - weightBytes - fixedBytes;
    if (!(free >= 0)) {
      return 0;
    }
    double byState = Math.floor((free + tierBytes) / (stateBytes + workspaceBytes));
    double byWorkspace =
        workspaceBytes > 0 ? Math.floor(free / workspaceBytes) : Double.POSITIVE_INFINITY;
    return Math.min(byState, byWorkspace);
  }
}
