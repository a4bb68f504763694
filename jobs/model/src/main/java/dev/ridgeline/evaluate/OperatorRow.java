package dev.ridgeline.evaluate;

import static dev.ridgeline.schema.Column.real;
import static dev.ridgeline.schema.Column.text;
import static dev.ridgeline.schema.Column.whole;

import dev.ridgeline.config.EnumName;
import dev.ridgeline.cost.OperatorCost;
import dev.ridgeline.schema.Column;
import dev.ridgeline.schema.Table;
import java.util.List;
import java.util.function.ToDoubleFunction;

/**
 * An operator or a collective in a step of a cell: a row of the table {@code operators}.
 *
 * @param cell number of the cell
 * @param step the step
 * @param cost what the operator costs one accelerator
 */
public record OperatorRow(long cell, HeardStep step, OperatorCost cost) {

  /** The table of all operators of chosen cells. */
  public static final Table<OperatorRow> TABLE =
      new Table<>(
          "operators",
          "One operator or collective in one step of a cell, in all its layers. FLOPs and bytes are"
              + " of all accelerators of the replica, times of one step.",
          columns());

  private static List<Column<OperatorRow>> columns() {
    return List.of(
        whole("cell", "", "Number of the cell in the grid of its sweep.", r -> r.cell),
        text("phase", "prefill or decode.", r -> EnumName.of(r.step.side().phase())),
        text(
            "side",
            "model; draft for what drafts tokens; attention or ffn where decode is on two kinds of"
                + " accelerator.",
            r -> r.step.side().label()),
        text("operator", "Name in the operator tables of the model.", r -> r.cost.name()),
        whole("layers", "", "Equal layers that have it.", r -> r.cost.layers()),
        precision(),
        amount("flops", "FLOP", "FLOPs; a multiply-add counts 2.", c -> c.flops()),
        amount("weight_bytes", "B", "Weights read.", c -> c.weightBytes()),
        amount("state_read_bytes", "B", "Cached state read.", c -> c.stateReadBytes()),
        amount("state_write_bytes", "B", "New state written.", c -> c.stateWriteBytes()),
        amount("activation_bytes", "B", "Activations read and written.", c -> c.activationBytes()),
        amount("sent_bytes", "B", "Bytes sent to other accelerators.", c -> c.sentBytes()),
        seconds("compute_s", "Time that the arithmetic takes.", c -> c.computeSeconds()),
        seconds(
            "memory_s",
            "Time that the traffic with memory takes; the longer of the two counts.",
            c -> c.memorySeconds()),
        seconds("overhead_s", "Time in launches.", c -> c.overheadSeconds()),
        seconds("communication_s", "Time in collectives.", c -> c.communicationSeconds()),
        seconds(
            "wait_s",
            "Time in which accelerators wait for a fuller pipeline stage.",
            c -> c.waitSeconds()),
        seconds("time_s", "Time of all of it.", c -> c.seconds()),
        text(
            "bound",
            "What takes the time: compute, memory, communication or waiting.",
            r -> EnumName.of(r.cost.bound())),
        amount("joules", "J", "Energy, without idling.", c -> c.joules()));
  }

  private static Column<OperatorRow> precision() {
    Column<OperatorRow> column =
        text(
            "precision",
            "What the accelerator computes it in.",
            r -> r.cost.precision().map(EnumName::of).orElse(null));
    return column.nullWhere("the row is no operator", r -> r.cost.precision().isEmpty());
  }

  private static Column<OperatorRow> amount(
      String name, String unit, String doc, ToDoubleFunction<OperatorCost> read) {
    return real(name, unit, doc, r -> r.step.replica().accelerators() * read.applyAsDouble(r.cost));
  }

  private static Column<OperatorRow> seconds(
      String name, String doc, ToDoubleFunction<OperatorCost> read) {
    return real(name, "s", doc, r -> read.applyAsDouble(r.cost));
  }
}
