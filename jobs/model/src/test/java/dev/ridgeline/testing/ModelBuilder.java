package dev.ridgeline.testing;

import dev.ridgeline.catalog.Attention;
import dev.ridgeline.catalog.FeedForward;
import dev.ridgeline.catalog.LayerGroup;
import dev.ridgeline.catalog.Model;
import dev.ridgeline.catalog.PublishedSize;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Builds a model, as small as a hand calculation needs it. */
public final class ModelBuilder {

  private static final int MOST_CONTEXT = 10_000_000;

  private final List<LayerGroup> layers = new ArrayList<>();
  private String id = "by-hand";
  private String name = "By hand";
  private int hiddenSize = 64;
  private int vocabularySize = 1000;
  private boolean tiedEmbeddings;
  private int maxContextTokens = MOST_CONTEXT;
  private double otherParameters;
  private int residualStreams = 1;
  private int residualBlockLayers;
  private PublishedSize published = PublishedSize.NONE;
  private Map<String, String> sources =
      MadeUp.sources(
          "hiddenSize",
          "vocabularySize",
          "maxContextTokens",
          "otherParameters",
          "layers",
          "published");

  private ModelBuilder() {}

  /** A model without layers yet: hidden size 64, a vocabulary of 1,000. */
  public static ModelBuilder aModel() {
    return new ModelBuilder();
  }

  /** A model like another one, without its layers. */
  public static ModelBuilder aModelLike(Model other) {
    ModelBuilder builder = new ModelBuilder();
    builder.id = other.id();
    builder.name = other.name();
    builder.hiddenSize = other.hiddenSize();
    builder.vocabularySize = other.vocabularySize();
    builder.tiedEmbeddings = other.tiedEmbeddings();
    builder.maxContextTokens = other.maxContextTokens();
    builder.otherParameters = other.otherParameters();
    builder.residualStreams = other.residualStreams();
    builder.residualBlockLayers = other.residualBlockLayers();
    builder.published = other.published();
    builder.sources = other.sources();
    return builder;
  }

  public ModelBuilder named(String newId) {
    id = newId;
    return this;
  }

  public ModelBuilder hidden(int size) {
    hiddenSize = size;
    return this;
  }

  public ModelBuilder vocabulary(int size) {
    vocabularySize = size;
    return this;
  }

  /** Copies of the residual stream that layers mix. */
  public ModelBuilder residualStreams(int count) {
    residualStreams = count;
    return this;
  }

  /** Layers of a block whose sum later layers read; 0 for a plain residual. */
  public ModelBuilder residualBlockLayers(int count) {
    residualBlockLayers = count;
    return this;
  }

  /** Adds layers that mix tokens and do nothing else. */
  public ModelBuilder attention(int count, Attention attention) {
    return layers(count, attention, new FeedForward.None());
  }

  /** Adds layers that work on each token and mix none. */
  public ModelBuilder feedForward(int count, FeedForward ffn) {
    return layers(count, new Attention.None(), ffn);
  }

  /** Adds layers that do both. */
  public ModelBuilder layers(int count, Attention attention, FeedForward ffn) {
    return layers(List.of(new LayerGroup(count, attention, ffn)));
  }

  /** Adds groups of layers. */
  public ModelBuilder layers(List<LayerGroup> groups) {
    layers.addAll(groups);
    return this;
  }

  public Model build() {
    return new Model(
        id,
        name,
        hiddenSize,
        vocabularySize,
        tiedEmbeddings,
        maxContextTokens,
        otherParameters,
        residualStreams,
        residualBlockLayers,
        layers,
        published,
        sources);
  }
}
