package dev.ridgeline.operator;

import dev.ridgeline.catalog.Model;
import dev.ridgeline.catalog.Quantization;
import dev.ridgeline.catalog.TensorGroup;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Everything that one accelerator of a replica does in one step of a phase. With pipeline stages,
 * an accelerator runs its share of the layers for as many micro-batches as there are stages, which
 * is as much work as all layers for one of them: that is what the graph lists.
 *
 * @param phase the phase
 * @param operators kernels, in the order of a layer; equal ones of several groups of layers are one
 * @param collectives communications
 * @param state state of one sequence in all layers
 */
public record StepGraph(
    Phase phase, List<Operator> operators, List<Collective> collectives, StateSize state) {

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
    return of(model, quantization, sharding, phase, Part.WHOLE);
  }

  /** As {@link #of(Model, Quantization, Sharding, Phase)}, of one side of a model. */
  public static StepGraph of(
      Model model, Quantization quantization, Sharding sharding, Phase phase, Part part) {
    return LayerOperators.graph(new Shard(model, quantization, sharding, phase), part);
  }

  /**
   * What crosses in decode between accelerators that run attention and those that run the rest.
   *
   * @param feedForward sharding of the latter
   */
  public static Exchange exchange(Model model, Quantization quantization, Sharding feedForward) {
    return LayerCollectives.exchange(model, quantization, feedForward);
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
   * Bytes of all weights in the memory of an accelerator of the fullest stage: those the operators
   * of its layers read, embedding or head, norms and everything else that is stored.
   *
   * @param part what of the model the accelerator runs
   */
  public double residentWeightBytes(
      Model model, Quantization quantization, Sharding sharding, Part part) {
    double ofLayers =
        operators.stream()
            .filter(op -> op.operatorClass() != OperatorClass.HEAD)
            .mapToDouble(op -> op.layers() * op.weightBytes())
            .sum();
    double copiedToAll =
        part.hasAttention()
            ? (model.normParameters() + model.otherParameters())
                * quantization.weightBytes(TensorGroup.NORMS)
            : 0;
    boolean apart = sharding.pp() > 1 || model.tiedEmbeddings() || !part.hasAttention();
    double embedding =
        model.embeddingParameters()
            / sharding.tp()
            * quantization.weightBytes(TensorGroup.EMBEDDING);
    return (ofLayers + copiedToAll) * shareOfStage(model, sharding)
        + headWeightBytes()
        + (apart ? 0 : embedding);
  }

  /** Bytes of the LM head in this accelerator's memory. */
  public double headWeightBytes() {
    return operators.stream()
        .filter(op -> op.operatorClass() == OperatorClass.HEAD)
        .mapToDouble(Operator::weightBytes)
        .sum();
  }

  /**
   * Share of the layers in the fullest pipeline stage. The first stage has the embedding and the
   * last the head, which are of one size.
   */
  public static double shareOfStage(Model model, Sharding sharding) {
    int layers = model.layerCount();
    return Math.ceil((double) layers / sharding.pp()) / layers;
  }

  /** Inputs and outputs that must be live at once, on this accelerator. */
  public Workspace workspace() {
    return Workspace.of(operators);
  }
}
