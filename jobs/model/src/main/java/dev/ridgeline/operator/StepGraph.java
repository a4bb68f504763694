package dev.ridgeline.operator;

import dev.ridgeline.catalog.Model;
import dev.ridgeline.catalog.Quantization;
import dev.ridgeline.catalog.TensorGroup;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Everything that one accelerator of a replica does in one step of a phase.
 *
 * @param phase the phase
 * @param operators kernels, in the order of a layer; equal ones of several groups of layers are one
 * @param collectives communications
 */
public record StepGraph(Phase phase, List<Operator> operators, List<Collective> collectives) {

  public StepGraph {
    operators = merged(operators);
    collectives = List.copyOf(collectives);
  }

  /**
   * The step of a model under a scheme on each accelerator of a sharding that {@link
   * Sharding#objection has no objection}.
   */
  public static StepGraph of(
      Model model, Quantization quantization, Sharding sharding, Phase phase) {
    return LayerOperators.graph(model, quantization, sharding, phase);
  }

  private static List<Operator> merged(List<Operator> operators) {
    Map<Operator, Integer> layers = new LinkedHashMap<>();
    for (Operator operator : operators) {
      layers.merge(operator.inLayers(1), operator.layers(), Integer::sum);
    }
    return layers.entrySet().stream()
        .map(entry -> entry.getKey().inLayers(entry.getValue()))
        .toList();
  }

  /**
   * Bytes of all weights in this accelerator's memory: those the operators read, the input
   * embedding where the head is not the same matrix, norms and everything else that is stored.
   */
  public double residentWeightBytes(Model model, Quantization quantization, Sharding sharding) {
    double ofOperators = operators.stream().mapToDouble(op -> op.layers() * op.weightBytes()).sum();
    double embedding =
        model.tiedEmbeddings()
            ? 0
            : model.embeddingParameters()
                / sharding.tp()
                * quantization.weightBytes(TensorGroup.EMBEDDING);
    double copiedToAll =
        (model.normParameters() + model.otherParameters())
            * quantization.weightBytes(TensorGroup.NORMS);
    return ofOperators + embedding + copiedToAll;
  }

  /** Bytes of state that one token of one sequence leaves in this accelerator's memory. */
  public double stateBytesPerToken() {
    return operators.stream()
        .mapToDouble(op -> op.layers() * op.stateWriteBytes().perToken())
        .sum();
  }

  /**
   * Bytes of inputs and outputs that must be live at once, on this accelerator: those of the widest
   * operator.
   *
   * @param sequences sequences in the step
   * @param tokens new-token rows worked on at once
   * @param contextTokens context-token rows worked on at once
   */
  public double workspaceBytes(double sequences, double tokens, double contextTokens) {
    StepShape rows = new StepShape(sequences, tokens, contextTokens, 0);
    double widest = 0;
    for (Operator operator : operators) {
      widest = Math.max(widest, operator.activationBytes().at(rows));
    }
    return widest;
  }
}
