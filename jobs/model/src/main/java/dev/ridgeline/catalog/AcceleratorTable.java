package dev.ridgeline.catalog;

import static dev.ridgeline.schema.Column.real;
import static dev.ridgeline.schema.Column.text;
import static dev.ridgeline.schema.Column.whole;

import dev.ridgeline.config.EnumName;
import dev.ridgeline.schema.Column;
import dev.ridgeline.schema.Table;
import java.util.List;
import java.util.stream.Stream;

/** The table {@code accelerators}. */
final class AcceleratorTable {

  private static final List<Column<Accelerator>> IDENTITY =
      List.of(
          text("id", "Catalog id of the accelerator.", Accelerator::id),
          text("name", "Name of the accelerator.", Accelerator::name),
          text("vendor", "Vendor of the accelerator.", Accelerator::vendor),
          text(
              "status",
              "Whether the accelerator exists: shipping, announced or hypothetical.",
              accelerator -> EnumName.of(accelerator.status())));

  private static final List<Column<Accelerator>> PEAKS =
      Stream.of(Precision.values()).map(AcceleratorTable::peak).toList();

  private static final List<Column<Accelerator>> MEMORY_AND_NETWORKS =
      List.of(
          text("memory_type", "Kind of device memory.", Accelerator::memoryType),
          real("memory_bytes", "B", "Capacity of the device memory.", Accelerator::memoryBytes),
          real(
              "memory_bytes_per_s",
              "B/s",
              "Peak bandwidth of the device memory.",
              Accelerator::memoryBytesPerSecond),
          real(
              "bf16_ridge_flops_per_byte",
              "FLOP/B",
              "Ridge point in bf16: the dense peak over the memory bandwidth.",
              accelerator -> accelerator.ridgeFlopsPerByte(Precision.BF16)),
          real(
              "scale_up_bytes_per_s",
              "B/s",
              "Bandwidth of one accelerator in its scale-up domain, in one direction.",
              accelerator -> accelerator.scaleUp().bytesPerSecond()),
          whole(
              "scale_up_accelerators",
              "",
              "Accelerators in one scale-up domain.",
              accelerator -> accelerator.scaleUp().domainAccelerators()),
          real(
              "scale_out_bytes_per_s",
              "B/s",
              "Bandwidth of one accelerator between scale-up domains, in one direction.",
              accelerator -> accelerator.scaleOut().bytesPerSecond()));

  private static final List<Column<Accelerator>> POWER =
      List.of(
          real(
              "power_watts", "W", "Power limit of the accelerator board.", Accelerator::powerWatts),
          real(
              "idle_watts",
              "W",
              "Power of an accelerator that is on and idle.",
              accelerator -> accelerator.energy().idleWatts()),
          real(
              "host_watts",
              "W",
              "Power of the share of the server that belongs to one accelerator.",
              accelerator -> accelerator.energy().hostWatts()),
          real(
              "joules_per_bf16_flop",
              "J/FLOP",
              "Energy of one FLOP in bf16.",
              accelerator -> accelerator.energy().joulesPerFlop()),
          real(
              "joules_per_memory_byte",
              "J/B",
              "Energy of moving one byte between device memory and chip.",
              accelerator -> accelerator.energy().joulesPerMemoryByte()),
          real(
              "joules_per_link_byte",
              "J/B",
              "Energy of sending one byte to another accelerator.",
              accelerator -> accelerator.energy().joulesPerLinkByte()),
          Column.<Accelerator>text(
                  "system",
                  "Node or rack in which the accelerator is sold.",
                  accelerator -> accelerator.system().name())
              .nullWhere("it is sold alone", accelerator -> !accelerator.system().exists()),
          whole(
              "system_accelerators",
              "",
              "Accelerators in that node or rack; 1 where the accelerator is sold alone.",
              accelerator -> accelerator.system().accelerators()),
          whole(
              "accelerators_per_rack",
              "",
              "Accelerators in a rack: those of its systems, or of 40 kW where these are not known.",
              Accelerator::acceleratorsPerRack),
          real(
              "chassis_watts",
              "W",
              "Power of a system that is in no accelerator's board or host power.",
              accelerator -> accelerator.system().chassisWatts()),
          Sources.column(Accelerator::sources));

  static final CatalogTable<Accelerator> ACCELERATORS =
      CatalogTable.ofEntries(
          new Table<>(
              "accelerators",
              "One row for each accelerator.",
              Stream.of(IDENTITY, PEAKS, MEMORY_AND_NETWORKS, POWER)
                  .flatMap(List::stream)
                  .toList()),
          Catalogs::accelerators);

  private AcceleratorTable() {}

  private static Column<Accelerator> peak(Precision precision) {
    return Column.<Accelerator>real(
            EnumName.of(precision) + "_flops_per_s",
            "FLOP/s",
            "Dense peak of the accelerator in " + EnumName.of(precision) + ".",
            accelerator -> accelerator.peakFlopsPerSecond().get(precision))
        .nullWhere(
            "the chip has no units for this format",
            accelerator -> !accelerator.peakFlopsPerSecond().containsKey(precision));
  }
}
