package dev.ridgeline.catalog;

import static dev.ridgeline.schema.Column.real;
import static dev.ridgeline.schema.Column.text;

import dev.ridgeline.config.EnumName;
import dev.ridgeline.schema.Column;
import dev.ridgeline.schema.Table;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** The table {@code quantizations}. */
final class QuantizationTable {

  private static final List<Column<Quantization>> IDENTITY =
      List.of(
          text("id", "Catalog id of the quantization.", Quantization::id),
          text("name", "Name of the quantization.", Quantization::name));

  private static final List<Column<Quantization>> WEIGHTS =
      Stream.of(TensorGroup.values()).map(QuantizationTable::bits).toList();

  private static final List<Column<Quantization>> OTHERS =
      List.of(
          text(
              "formats_of_layers",
              "Layers in which a tensor group has other bits: group, layers from 0, bits; empty where"
                  + " none has.",
              QuantizationTable::layerBits),
          real("activation_bits", "bit", "Bits of an activation.", Quantization::activationBits),
          real("kv_bits", "bit", "Bits of an element of the KV cache.", Quantization::kvBits),
          real(
              "recurrent_bits",
              "bit",
              "Bits of an element of recurrent state; 0 for those that the model states.",
              Quantization::recurrentBits),
          text(
              "compute_precision",
              "Number format in which quantized weights are multiplied.",
              quantization -> EnumName.of(quantization.computePrecision())),
          text(
              "attention_precision",
              "Number format in which attention products are computed.",
              quantization -> EnumName.of(quantization.attentionPrecision())),
          Sources.column(Quantization::sources));

  static final CatalogTable<Quantization> QUANTIZATIONS =
      CatalogTable.ofEntries(
          new Table<>(
              "quantizations",
              "One row for each quantization scheme.",
              Stream.of(IDENTITY, WEIGHTS, OTHERS).flatMap(List::stream).toList()),
          Catalogs::quantizations);

  private QuantizationTable() {}

  private static String layerBits(Quantization quantization) {
    return quantization.layerBits().stream()
        .map(LayerBits::toString)
        .collect(Collectors.joining("; "));
  }

  private static Column<Quantization> bits(TensorGroup group) {
    return real(
        EnumName.of(group).replace('-', '_') + "_bits",
        "bit",
        "Bits of a weight in the tensor group " + EnumName.of(group) + ", scales included.",
        quantization -> quantization.weightBits().of(group));
  }
}
