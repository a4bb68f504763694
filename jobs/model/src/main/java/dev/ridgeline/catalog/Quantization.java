package dev.ridgeline.catalog;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonProperty;
import dev.ridgeline.config.Measured;
import dev.ridgeline.config.Require;
import dev.ridgeline.units.Dimension;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A quantization scheme: the formats in which weights, activations and the KV cache are stored, and
 * those of the arithmetic.
 *
 * @param id name by which sweeps refer to it, and name of its file
 * @param name name for people
 * @param weightBits effective bits a weight, by tensor group
 * @param layerBits layers in which a tensor group has other bits; a later entry overrides an
 *     earlier one
 * @param activationBits bits of an activation on its way through memory
 * @param kvBits bits of one cached key or value element
 * @param recurrentBits bits of one element of recurrent state; 0 for the bits that each layer of
 *     the model states. They do not depend on those of the KV cache
 * @param computePrecision format of the GEMMs whose weights are stored below 16 bits
 * @param attentionPrecision format of the query-key and probability-value products
 * @param sources where each number comes from, by field or by part of one
 */
public record Quantization(
    String id,
    String name,
    WeightBits weightBits,
    List<LayerBits> layerBits,
    @Measured(Dimension.BITS) double activationBits,
    @Measured(Dimension.BITS) double kvBits,
    @Measured(value = Dimension.BITS, orZero = true) double recurrentBits,
    Precision computePrecision,
    Precision attentionPrecision,
    Map<String, String> sources)
    implements Entry {

  private static final double UNQUANTIZED_BITS = 16;

  public Quantization {
    Require.inRange(Quantization.class, "activationBits", activationBits);
    Require.inRange(Quantization.class, "kvBits", kvBits);
    Require.inRange(Quantization.class, "recurrentBits", recurrentBits);
    layerBits = List.copyOf(layerBits);
    sources = Map.copyOf(sources);
    if (recurrentBits > 0) {
      Sources.requireFor(sources, "weightBits", "activationBits", "kvBits", "recurrentBits");
    } else {
      Sources.requireFor(sources, "weightBits", "activationBits", "kvBits");
    }
  }

  @JsonCreator
  static Quantization of(
      @JsonProperty("id") String id,
      @JsonProperty("name") String name,
      @JsonProperty("weightBits") WeightBits weightBits,
      @JsonProperty("layerBits") Optional<List<LayerBits>> layerBits,
      @JsonProperty("activationBits") double activationBits,
      @JsonProperty("kvBits") double kvBits,
      @JsonProperty("recurrentBits") Optional<Double> recurrentBits,
      @JsonProperty("computePrecision") Precision computePrecision,
      @JsonProperty("attentionPrecision") Precision attentionPrecision,
      @JsonProperty("sources") Map<String, String> sources) {
    return new Quantization(
        id,
        name,
        weightBits,
        layerBits.orElse(List.of()),
        activationBits,
        kvBits,
        recurrentBits.orElse(0.0),
        computePrecision,
        attentionPrecision,
        sources);
  }

  /** The same scheme with another number of bits for a cached key or value element. */
  public Quantization withKvBits(double bits) {
    return bits == kvBits
        ? this
        : new Quantization(
            id,
            name,
            weightBits,
            layerBits,
            activationBits,
            bits,
            recurrentBits,
            computePrecision,
            attentionPrecision,
            sources);
  }

  /**
   * The scheme in one layer of a model, for the tensor groups inside layers.
   *
   * @param index layers before it, in the order in which the model lists its groups
   */
  public Quantization inLayer(int index, int layerCount) {
    WeightBits bits = weightBits;
    for (LayerBits other : layerBits) {
      if (other.covers(index, layerCount)) {
        bits = bits.with(other.group(), other.bits());
      }
    }
    return bits.equals(weightBits)
        ? this
        : new Quantization(
            id,
            name,
            bits,
            layerBits,
            activationBits,
            kvBits,
            recurrentBits,
            computePrecision,
            attentionPrecision,
            sources);
  }

  /** Mean bits of a weight of the group over the layers of a model. */
  public double meanWeightBits(Model model, TensorGroup group) {
    if (layerBits.isEmpty()) {
      return weightBits.of(group);
    }
    double parameters = 0;
    double bits = 0;
    int index = 0;
    for (LayerGroup layers : model.layers()) {
      double ofOne = layers.parameters(model.hiddenSize(), group);
      for (int i = 0; i < layers.count(); i++) {
        parameters += ofOne;
        bits += ofOne * inLayer(index, model.layerCount()).weightBits.of(group);
        index++;
      }
    }
    return parameters > 0 ? bits / parameters : weightBits.of(group);
  }

  /** Bytes of one stored weight of the group, scales included; outside {@link #layerBits}. */
  public double weightBytes(TensorGroup group) {
    return weightBits.of(group) / 8;
  }

  public double activationBytes() {
    return activationBits / 8;
  }

  public double kvBytes() {
    return kvBits / 8;
  }

  /**
   * Bits of one element of recurrent state.
   *
   * @param ofLayer bits that the layer of the model states
   */
  public double recurrentBits(double ofLayer) {
    return recurrentBits > 0 ? recurrentBits : ofLayer;
  }

  /** The format of a GEMM over weights of this group, on an accelerator that supports it. */
  public Precision gemmPrecision(TensorGroup group) {
    return weightBits.of(group) >= UNQUANTIZED_BITS ? Precision.BF16 : computePrecision;
  }

  /**
   * The KV format under which attention kernels were measured: 16 bits, or fewer. Measurements
   * exist for 8-bit caches, and the same kernels read narrower ones.
   */
  public Precision kvFormat() {
    return kvBits >= UNQUANTIZED_BITS ? Precision.BF16 : Precision.FP8;
  }
}
