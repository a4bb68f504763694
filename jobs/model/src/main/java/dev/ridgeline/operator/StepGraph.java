package dev.ridgeline.operator;

import dev.ridgeline.catalog.Model;
import dev.ridgeline.catalog.Quantization;
import dev.ridgeline.catalog.TensorGroup;
import java.util.ArrayList;
import java.util.List;

/**
 * All operators and collectives of one accelerator of a replica in one step of a phase.
 *
 * <p>With p pipeline stages, an accelerator runs its share of the layers for p micro-batches. That
 * is as much work as all layers for one micro-batch, which is what the graph lists.
 *
 * @param phase the phase
 * @param operators kernels in the order of a layer; equal ones of several layer groups are merged
 * @param collectives communications
 * @param state state of one sequence in all layers
 * @param overlappedShare part of the computation behind which all-to-alls are hidden: that of the
 *     layers that have them; 0 where nothing is hidden
 */
public record StepGraph(
    Phase phase,
    List<Operator> operators,
    List<Collective> collectives,
    StateSize state,
    double overlappedShare) {

  public StepGraph {
    operators = merged(operators);
    collectives = List.copyOf(collectives);
  }

  /**
   * Returns the step of a model under a quantization scheme, on each accelerator of a sharding. The
   * sharding has {@link Sharding#objection no objection} to the model.
   */
  public static StepGraph of(
      Model model, Quantization quantization, Sharding sharding, Phase phase) {
    return of(model, quantization, sharding, phase, Part.WHOLE);
  }

  /**
   * Returns the step of one side of a model; otherwise as {@link #of(Model, Quantization, Sharding,
   * Phase)}.
   */
  public static StepGraph of(
      Model model, Quantization quantization, Sharding sharding, Phase phase, Part part) {
    return LayerOperators.graph(new Shard(model, quantization, sharding, phase), part);
  }

  /**
   * Returns the traffic in decode between the accelerators of attention and those of feed-forward.
   *
   * @param feedForward sharding of the feed-forward side
   */
  public static Exchange exchange(Model model, Quantization quantization, Sharding feedForward) {
    return LayerCollectives.exchange(model, quantization, feedForward);
  }

  /**
   * Merges operators that differ only in their number of layers, in the order of the first ones.
   */
  private static List<Operator> merged(List<Operator> operators) {
    List<Operator> merged = new ArrayList<>();
    for (Operator operator : operators) {
      int like = 0;
      while (like < merged.size() && !merged.get(like).isLike(operator)) {
        like++;
      }
      if (like == merged.size()) {
        merged.add(operator);
      } else {
        merged.set(like, operator.inLayers(merged.get(like).layers() + operator.layers()));
      }
    }
    return List.copyOf(merged);
  }

  /**
   * Bytes of all weights in the memory of an accelerator of the fullest stage. They are the weights
   * of its operators, the embedding or the head, norms, and all other stored parameters.
   *
   * @param part the part of the model that the accelerator runs
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
   * Share of the layers in the fullest pipeline stage. Embedding and head do not change which stage
   * that is: the first stage has one, the last the other, and both have one size.
   */
  public static double shareOfStage(Model model, Sharding sharding) {
    int layers = model.layerCount();
    return (double) sharding.layersOfFullestStage(layers) / layers;
  }

  /** Memory for inputs and outputs that are live at once on this accelerator. */
  public Workspace workspace() {
    return Workspace.of(operators);
  }
}
