package dev.ridgeline.catalog;

import dev.ridgeline.config.InvalidValueException;
import dev.ridgeline.config.Measured;
import dev.ridgeline.config.Require;
import dev.ridgeline.units.Dimension;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.ToDoubleFunction;

/**
 * A decoder-only language model, by the dimensions that its cost depends on.
 *
 * @param hiddenSize width of the residual stream
 * @param vocabularySize rows of the embedding and columns of the LM head
 * @param tiedEmbeddings whether the LM head is the embedding, stored once
 * @param maxContextTokens longest context that the makers state
 * @param otherParameters stored parameters that follow from no other field: biases, learned
 *     positions
 * @param layers groups of equal layers
 * @param published the size that the makers state; empty where nothing checks the dimensions
 */
public record Model(
    String id,
    String name,
    @Measured(Dimension.HIDDEN_WIDTH) int hiddenSize,
    @Measured(Dimension.WIDTH) int vocabularySize,
    boolean tiedEmbeddings,
    @Measured(Dimension.TOKENS) int maxContextTokens,
    @Measured(value = Dimension.PARAMETERS, orZero = true) double otherParameters,
    List<LayerGroup> layers,
    Optional<PublishedSize> published,
    Map<String, String> sources)
    implements Entry {

  public Model {
    Require.inRange(Model.class, "hiddenSize", hiddenSize);
    Require.inRange(Model.class, "vocabularySize", vocabularySize);
    Require.inRange(Model.class, "maxContextTokens", maxContextTokens);
    Require.inRange(Model.class, "otherParameters", otherParameters);
    Require.notEmpty("layers", layers);
    layers = List.copyOf(layers);
    sources = Map.copyOf(sources);
    Sources.requireFor(
        sources,
        "hiddenSize",
        "vocabularySize",
        "maxContextTokens",
        "otherParameters",
        "layers",
        "published");
  }

  /** The published size where it contradicts the dimensions. */
  @Override
  public Optional<InvalidValueException> contradiction() {
    return published.flatMap(size -> size.contradiction(this));
  }

  public int layerCount() {
    return layers.stream().mapToInt(LayerGroup::count).sum();
  }

  /** Parameters of one matrix as wide as the vocabulary: the embedding, or the LM head. */
  public double embeddingParameters() {
    return (double) vocabularySize * hiddenSize;
  }

  /**
   * Parameters of norms and of other small tensors. They are the final norm, a norm before each
   * part of a layer, and norms, convolutions and scalars inside attention.
   */
  public double normParameters() {
    return hiddenSize
        + layers.stream()
            .mapToDouble(group -> group.count() * group.otherParameters(hiddenSize))
            .sum();
  }

  /** All stored parameters: embedding, LM head (unless tied), norms, routers and all experts. */
  public double totalParameters() {
    double vocabularyWide = embeddingParameters() * (tiedEmbeddings ? 1 : 2);
    double inLayers =
        layers.stream()
            .mapToDouble(
                group ->
                    group.count()
                        * (group.attention().projectionParameters(hiddenSize)
                            + group.ffn().parameters(hiddenSize)))
            .sum();
    return vocabularyWide + inLayers + normParameters() + otherParameters;
  }

  /**
   * Stored parameters of one tensor group. Parameters outside matrices are norms, as in the cost
   * model.
   */
  public double parameters(TensorGroup group) {
    return switch (group) {
      case EMBEDDING -> embeddingParameters() * (tiedEmbeddings ? 1 : 2);
      case NORMS -> normParameters() + otherParameters;
      case ATTENTION -> inLayers(layer -> layer.attention().projectionParameters(hiddenSize));
      default -> inLayers(layer -> layer.ffn().parameters(hiddenSize, group));
    };
  }

  private double inLayers(ToDoubleFunction<LayerGroup> ofOne) {
    return layers.stream().mapToDouble(group -> group.count() * ofOne.applyAsDouble(group)).sum();
  }

  /** Parameters that one token passes, counted by a convention. */
  public double activeParameters(PublishedSize.ActiveConvention convention) {
    double inLayers =
        layers.stream()
            .mapToDouble(
                group ->
                    group.count()
                        * (group.attention().projectionParameters(hiddenSize)
                            + group.ffn().activeParameters(hiddenSize)))
            .sum();
    double vocabularyWide =
        switch (convention) {
          case HEAD_ONLY -> embeddingParameters();
          case WITH_EMBEDDING -> embeddingParameters() * (tiedEmbeddings ? 1 : 2);
          case WITHOUT_EMBEDDING -> 0;
        };
    return inLayers + vocabularyWide + normParameters() + otherParameters;
  }

  /** Elements cached for one token of one sequence over all layers, while no window is full. */
  public double stateElementsPerToken() {
    return layers.stream()
        .mapToDouble(group -> group.count() * group.attention().stateElementsPerToken())
        .sum();
  }

  /** Whether some layer routes tokens to experts. */
  public boolean hasExperts() {
    return layers.stream().anyMatch(group -> group.ffn() instanceof FeedForward.MixtureOfExperts);
  }
}
