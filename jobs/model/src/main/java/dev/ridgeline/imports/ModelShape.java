package dev.ridgeline.imports;

import dev.ridgeline.catalog.Attention;
import dev.ridgeline.catalog.FeedForward;
import dev.ridgeline.catalog.LayerGroup;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/** The layers of a model as they are read one after the other, and its parameters beside them. */
final class ModelShape {

  /**
   * One layer, with the names of its modules in a checkpoint.
   *
   * @param attentionName name of the module that mixes tokens, such as {@code layers.0.self_attn}
   * @param ffnName name of the feed-forward module, such as {@code layers.0.mlp}
   * @param expertsName name of the module that has the routed experts
   * @param sharedName name of the module that all tokens pass beside routed experts
   */
  record Layer(
      Attention attention,
      FeedForward ffn,
      String attentionName,
      String ffnName,
      String expertsName,
      String sharedName) {}

  private record Kind(Attention attention, FeedForward ffn) {}

  private final int hiddenSize;
  private final List<Layer> layers = new ArrayList<>();
  private final List<String> notes = new ArrayList<>();
  private final List<String> assumptions = new ArrayList<>();
  private double otherParameters;
  private int residualStreams = 1;
  private int residualBlockLayers;
  private boolean latentsStayPlain;
  private boolean expertsInFp4;

  ModelShape(int hiddenSize) {
    this.hiddenSize = hiddenSize;
  }

  int hiddenSize() {
    return hiddenSize;
  }

  List<Layer> layers() {
    return layers;
  }

  /** Adds a layer whose modules have the usual names. */
  void layer(Attention attention, FeedForward ffn) {
    String name = "layers." + layers.size() + ".";
    String mixer = attention instanceof Attention.Linear ? "linear_attn" : "self_attn";
    layer(attention, ffn, name + mixer, name + "mlp");
  }

  void layer(Attention attention, FeedForward ffn, String attentionName, String ffnName) {
    layers.add(
        new Layer(
            attention,
            ffn,
            attentionName,
            ffnName,
            ffnName + ".experts",
            ffnName + ".shared_experts"));
  }

  /** Adds a layer whose routed experts stand beside its feed-forward module (Gemma 4). */
  void layerWithExpertsBeside(Attention attention, FeedForward ffn) {
    String name = "layers." + layers.size() + ".";
    layers.add(
        new Layer(
            attention, ffn, name + "self_attn", name + "mlp", name + "experts", name + "mlp"));
  }

  /** Adds parameters that follow from no field of an entry. */
  void other(String what, double each, long times) {
    if (each * times > 0) {
      otherParameters += each * times;
      notes.add(
          times == 1
              ? String.format(Locale.ROOT, "%s, %,.0f", what, each)
              : String.format(
                  Locale.ROOT, "%s, %,.0f in %d layers: %,.0f", what, each, times, each * times));
    }
  }

  /** Sets the number of residual streams that layers mix. */
  void streams(int count) {
    residualStreams = count;
  }

  int residualStreams() {
    return residualStreams;
  }

  /** Sets the number of layers in a block of residuals that later layers read. */
  void residualBlocks(int layersOfBlock) {
    residualBlockLayers = layersOfBlock;
  }

  /** Says that the projections into the space of experts stay at 16 bits, listed or not. */
  void latentsStayPlain() {
    latentsStayPlain = true;
  }

  boolean haveLatentsPlain() {
    return latentsStayPlain;
  }

  int residualBlockLayers() {
    return residualBlockLayers;
  }

  /** Says that routed experts are FP4, whatever format the other matrices are quantized to. */
  void expertsInFp4() {
    expertsInFp4 = true;
  }

  boolean hasExpertsInFp4() {
    return expertsInFp4;
  }

  /** Notes what an entry says only nearly, or what the config leaves to the reader. */
  void assume(String text) {
    if (!assumptions.contains(text)) {
      assumptions.add(text);
    }
  }

  double otherParameters() {
    return otherParameters;
  }

  /** What the other parameters are. */
  String otherNote() {
    return notes.isEmpty()
        ? "no biases and no further norms"
        : String.join("; ", notes) + (notes.size() == 1 ? "" : sum());
  }

  private String sum() {
    return String.format(Locale.ROOT, "; in total %,.0f", otherParameters);
  }

  List<String> assumptions() {
    return assumptions;
  }

  /** Layers of the checkpoint, where a layer of the entry may be two. */
  int checkpointLayers() {
    Set<String> names = new HashSet<>();
    for (Layer layer : layers) {
      for (String name : List.of(layer.attentionName(), layer.ffnName())) {
        names.add(name.split("\\.", -1)[1]);
      }
    }
    return names.size();
  }

  /** For each layer the number of layers that {@link #groups} lists before it. */
  List<Integer> positions() {
    List<Kind> kinds = new ArrayList<>();
    layers.forEach(layer -> kinds.add(new Kind(layer.attention(), layer.ffn())));
    Map<Kind, Integer> next = new LinkedHashMap<>();
    int before = 0;
    for (Kind kind : new LinkedHashSet<>(kinds)) {
      next.put(kind, before);
      before += Collections.frequency(kinds, kind);
    }
    List<Integer> positions = new ArrayList<>();
    kinds.forEach(kind -> positions.add(next.merge(kind, 1, Integer::sum) - 1));
    return positions;
  }

  /** The layers, equal ones together, in the order in which the first of each comes. */
  List<LayerGroup> groups() {
    Map<Kind, Integer> counts = new LinkedHashMap<>();
    layers.forEach(
        layer -> counts.merge(new Kind(layer.attention(), layer.ffn()), 1, Integer::sum));
    List<LayerGroup> groups = new ArrayList<>();
    counts.forEach(
        (kind, count) -> groups.add(new LayerGroup(count, kind.attention(), kind.ffn())));
    return groups;
  }
}
