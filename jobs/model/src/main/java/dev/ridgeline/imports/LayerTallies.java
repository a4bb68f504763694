package dev.ridgeline.imports;

import dev.ridgeline.catalog.LayerBits;
import dev.ridgeline.catalog.LayerBits.CountedFrom;
import dev.ridgeline.catalog.TensorGroup;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** Parameters by their format, for each tensor group and each layer in which it stands. */
final class LayerTallies {

  private final Map<TensorGroup, TreeMap<Integer, Tally>> byGroup =
      new EnumMap<>(TensorGroup.class);

  /** Parameters by their format. */
  static final class Tally {
    private final Map<NumberFormat, Double> parameters = new LinkedHashMap<>();

    private void add(NumberFormat format, double more) {
      parameters.merge(format, more, Double::sum);
    }

    Map<NumberFormat, Double> parameters() {
      return parameters;
    }

    /** Mean bits of a parameter. */
    double bits() {
      if (parameters.size() == 1) {
        return parameters.keySet().iterator().next().bits();
      }
      double all = 0;
      double bits = 0;
      for (Map.Entry<NumberFormat, Double> part : parameters.entrySet()) {
        all += part.getValue();
        bits += part.getKey().bits() * part.getValue();
      }
      return bits / all;
    }
  }

  /**
   * Counts a matrix.
   *
   * @param position layers before its own, in the order of the entry; -1 outside layers
   */
  void add(TensorGroup group, int position, NumberFormat format, double parameters) {
    byGroup
        .computeIfAbsent(group, none -> new TreeMap<>())
        .computeIfAbsent(position, none -> new Tally())
        .add(format, parameters);
  }

  /** The groups that have parameters, each with all of them. */
  Map<TensorGroup, Tally> sums() {
    Map<TensorGroup, Tally> sums = new EnumMap<>(TensorGroup.class);
    byGroup.forEach(
        (group, layers) -> {
          Tally sum = new Tally();
          layers.values().forEach(tally -> tally.parameters.forEach(sum::add));
          sums.put(group, sum);
        });
    return sums;
  }

  /** Bits of a group in most of its layers; 16 for a group that no layer has. */
  double usualBits(TensorGroup group) {
    Map<Double, Integer> counts = new LinkedHashMap<>();
    byGroup
        .getOrDefault(group, new TreeMap<>())
        .values()
        .forEach(tally -> counts.merge(tally.bits(), 1, Integer::sum));
    double usual = NumberFormat.PLAIN.bits();
    int most = 0;
    for (Map.Entry<Double, Integer> count : counts.entrySet()) {
      if (count.getValue() > most) {
        most = count.getValue();
        usual = count.getKey();
      }
    }
    return usual;
  }

  /** The runs of layers in which groups have other bits than in most. */
  List<LayerBits> exceptions() {
    List<LayerBits> exceptions = new ArrayList<>();
    byGroup.forEach(
        (group, layers) -> {
          double usual = usualBits(group);
          int first = -1;
          int last = -1;
          double bits = usual;
          for (Map.Entry<Integer, Tally> layer : layers.entrySet()) {
            double ofLayer = layer.getValue().bits();
            boolean goesOn = ofLayer == bits && layer.getKey() == last + 1;
            if (!goesOn) {
              addRun(exceptions, group, first, last, bits, usual);
              first = layer.getKey();
              bits = ofLayer;
            }
            last = layer.getKey();
          }
          addRun(exceptions, group, first, last, bits, usual);
        });
    return exceptions;
  }

  private static void addRun(
      List<LayerBits> to, TensorGroup group, int first, int last, double bits, double usual) {
    if (bits != usual) {
      to.add(new LayerBits(group, CountedFrom.START, first, last - first + 1, bits));
    }
  }
}
