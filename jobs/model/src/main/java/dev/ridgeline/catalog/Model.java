package dev.ridgeline.catalog;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonProperty;
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
 * @param id name by which sweeps refer to it, and name of its file
 * @param name name for people
 * @param hiddenSize width of the residual stream
 * @param vocabularySize rows of the embedding and columns of the LM head
 * @param tiedEmbeddings whether the LM head is the embedding, stored once
 * @param maxContextTokens longest context that the makers state
 * @param otherParameters stored parameters that follow from no other field: biases, learned
 *     positions
 * @param residualStreams copies of the residual stream that layers mix (hyper-connections, arXiv
 *     2409.19606; DeepSeek-V4); 1 for a plain residual
 * @param residualBlockLayers layers of a block whose sum all later layers read (attention
 *     residuals, arXiv 2607.24653; Kimi K3); 0 for a plain residual
 * @param layers groups of equal layers
 * @param published the size that the makers state; {@link PublishedSize#NONE} where nothing checks
 *     the dimensions
 * @param sources where each number comes from, by field or by part of one
 */
public record Model(
    String id,
    String name,
    @Measured(Dimension.HIDDEN_WIDTH) int hiddenSize,
    @Measured(Dimension.WIDTH) int vocabularySize,
    boolean tiedEmbeddings,
    @Measured(Dimension.TOKENS) int maxContextTokens,
    @Measured(value = Dimension.PARAMETERS, orZero = true) double otherParameters,
    @Measured(Dimension.PARTS) int residualStreams,
    @Measured(value = Dimension.LAYERS, orZero = true) int residualBlockLayers,
    List<LayerGroup> layers,
    PublishedSize published,
    Map<String, String> sources)
    implements Entry {

  public Model {
    Require.inRange(Model.class, "hiddenSize", hiddenSize);
    Require.inRange(Model.class, "vocabularySize", vocabularySize);
    Require.inRange(Model.class, "maxContextTokens", maxContextTokens);
    Require.inRange(Model.class, "otherParameters", otherParameters);
    Require.inRange(Model.class, "residualStreams", residualStreams);
    Require.inRange(Model.class, "residualBlockLayers", residualBlockLayers);
    if (residualBlockLayers > 0 && residualStreams > 1) {
      throw new InvalidValueException(
          "residualBlockLayers",
          residualBlockLayers,
          "0 where a model has several residual streams");
    }
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

  @JsonCreator
  static Model of(
      @JsonProperty("id") String id,
      @JsonProperty("name") String name,
      @JsonProperty("hiddenSize") int hiddenSize,
      @JsonProperty("vocabularySize") int vocabularySize,
      @JsonProperty("tiedEmbeddings") boolean tiedEmbeddings,
      @JsonProperty("maxContextTokens") int maxContextTokens,
      @JsonProperty("otherParameters") double otherParameters,
      @JsonProperty("residualStreams") Optional<Integer> residualStreams,
      @JsonProperty("residualBlockLayers") Optional<Integer> residualBlockLayers,
      @JsonProperty("layers") List<LayerGroup> layers,
      @JsonProperty("published") Optional<PublishedSize> published,
      @JsonProperty("sources") Map<String, String> sources) {
    return new Model(
        id,
        name,
        hiddenSize,
        vocabularySize,
        tiedEmbeddings,
        maxContextTokens,
        otherParameters,
        residualStreams.orElse(1),
        residualBlockLayers.orElse(0),
        layers,
        published.orElse(PublishedSize.NONE),
        sources);
  }

  /** The published size where it contradicts the dimensions. */
  @Override
  public Optional<InvalidValueException> contradiction() {
    return published.contradiction(this);
  }

  public int layerCount() {
    return layers.stream().mapToInt(LayerGroup::count).sum();
  }

  /** Parameters of one matrix as wide as the vocabulary: the embedding, or the LM head. */
  public double embeddingParameters() {
    return (double) vocabularySize * hiddenSize;
  }

  /** Numbers that mix the residual streams around one part of a layer; 0 for a plain residual. */
  public int residualWeights() {
    return residualStreams > 1 ? residualStreams * (residualStreams + 2) : 0;
  }

  /**
   * Mean number of blocks that a part of a layer reads a mixture of; 1 for a plain residual.
   *
   * <p>Layer l of 0 .. L - 1, in blocks of B, finds {@code ceil(l / B)} finished blocks before its
   * attention, and {@code floor(l / B) + 1} before its feed-forward; the input counts as the first.
   * The block that is growing is one more.
   */
  public double residualSources() {
    if (residualBlockLayers == 0) {
      return 1;
    }
    int all = layerCount();
    double sources = 0;
    for (int layer = 0; layer < all; layer++) {
      double beforeAttention = 1 + (layer + residualBlockLayers - 1) / residualBlockLayers;
      double beforeFeedForward = 2 + layer / residualBlockLayers;
      sources += (beforeAttention + beforeFeedForward) / 2;
    }
    return sources / all;
  }

  /** Parts of layers that read the residual stream: attention, and feed-forward. */
  private int residualSites() {
    return layers.stream()
        .mapToInt(
            group ->
                group.count()
                    * ((group.attention().exists() ? 1 : 0) + (group.ffn().exists() ? 1 : 0)))
        .sum();
  }

  /**
   * Parameters that give the weights of residual streams, or those of earlier blocks: a query and a
   * norm for each part of a layer.
   */
  private double residualParameters() {
    if (residualBlockLayers > 0) {
      return 2.0 * residualSites() * hiddenSize;
    }
    return (double) residualSites() * residualWeights() * residualStreams * hiddenSize;
  }

  /**
   * Parameters that scale and shift those weights, and those of the head. Attention residuals have
   * a query and a norm for the head.
   */
  private double otherResidualParameters() {
    if (residualBlockLayers > 0) {
      return 2.0 * hiddenSize;
    }
    return residualStreams > 1
        ? residualSites() * (residualWeights() + 3.0)
            + residualStreams * ((double) residualStreams * hiddenSize + 1)
            + 1
        : 0;
  }

  /**
   * Parameters of norms and of other small tensors. They are the final norm, a norm before each
   * part of a layer, and norms, convolutions and scalars inside attention. Scales of residual
   * streams are among them.
   */
  public double normParameters() {
    return hiddenSize
        + otherResidualParameters()
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
    return vocabularyWide + inLayers + residualParameters() + normParameters() + otherParameters;
  }

  /**
   * Stored parameters of one tensor group. Parameters outside matrices are norms, as in the cost
   * model.
   */
  public double parameters(TensorGroup group) {
    return switch (group) {
      case EMBEDDING -> embeddingParameters() * (tiedEmbeddings ? 1 : 2);
      case NORMS -> residualParameters() + normParameters() + otherParameters;
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
    return inLayers + vocabularyWide + residualParameters() + normParameters() + otherParameters;
  }

  /** Elements cached for one token of one sequence over all layers, while no window is full. */
  public double stateElementsPerToken() {
    return layers.stream()
        .mapToDouble(group -> group.count() * group.attention().stateElementsPerToken())
        .sum();
  }

  /** Whether some layer has recurrent state. */
  public boolean hasRecurrentLayers() {
    return layers.stream()
        .anyMatch(
            group ->
                group.attention() instanceof Attention.Linear
                    || group.attention() instanceof Attention.StateSpace);
  }

  /** Whether some layer routes tokens to experts. */
  public boolean hasExperts() {
    return layers.stream().anyMatch(group -> group.ffn() instanceof FeedForward.MixtureOfExperts);
  }
}
