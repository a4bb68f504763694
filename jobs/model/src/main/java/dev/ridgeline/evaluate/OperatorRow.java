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
 * A row of the table {@code operators}: an operator or a collective in one step of a cell.
 *
 * @param cell number of the cell
 * @param step step of the cell's plan
 * @param cost cost of the operator on one accelerator
 */
public record OperatorRow(long cell, HeardStep step, OperatorCost cost) {

  /** The table of the operators of some cells. */
  public static final Table<OperatorRow> TABLE =
      new Table<>(
          "operators",
          "One row for each operator in each step of a cell: amounts of the whole replica, and times of one step.",
          columns());

  private static List<Column<OperatorRow>> columns() {
    return List.of(
        whole("cell", "", "Number of the cell in the grid of its sweep, from 0.", r -> r.cell),
        text(
            "phase",
            "Phase of the step: prefill or decode.",
            r -> EnumName.of(r.step.side().phase())),
        text(
            "side",
            "What runs the step: model, draft for the drafter of speculative decoding, or"
                + " attention or ffn for a side of an attention-ffn deployment.",
            r -> r.step.side().label()),
        text(
            "operator",
            "Name of the operator or collective, as in the operator tables of the cost model.",
            r -> r.cost.name()),
        whole(
            "layers",
            "",
            "Equal layers that have the operator; the row is their sum.",
            r -> r.cost.layers()),
        precision(),
        basis(),
        amount("flops", "FLOP", "FLOPs of the operator; a multiply-add counts 2.", c -> c.flops()),
        amount(
            "weight_bytes",
            "B",
            "Bytes of weights that the operator reads from memory.",
            c -> c.weightBytes()),
        amount(
            "state_read_bytes",
            "B",
            "Bytes of KV cache and recurrent state that the operator reads.",
            c -> c.stateReadBytes()),
        amount(
            "state_write_bytes",
            "B",
            "Bytes of KV cache and recurrent state that the operator writes.",
            c -> c.stateWriteBytes()),
        amount(
            "activation_bytes",
            "B",
            "Bytes of activations that the operator reads and writes.",
            c -> c.activationBytes()),
        amount(
            "sent_bytes",
            "B",
            "Bytes that the operator sends to other accelerators.",
            c -> c.sentBytes()),
        seconds(
            "compute_s",
            "Time that the arithmetic of the operator takes.",
            c -> c.computeSeconds()),
        seconds(
            "memory_s",
            "Time that the memory traffic of the operator takes. It overlaps with compute_s: the"
                + " longer of the two counts.",
            c -> c.memorySeconds()),
        seconds("overhead_s", "Time of the operator in kernel launches.", c -> c.overheadSeconds()),
        seconds(
            "communication_s",
            "Time of the operator in collectives.",
            c -> c.communicationSeconds()),
        seconds(
            "wait_s",
            "Time in which accelerators wait for a fuller pipeline stage.",
            c -> c.waitSeconds()),
        seconds(
            "time_s",
            "Time of the operator: the longer of compute_s and memory_s, plus overhead_s,"
                + " communication_s and wait_s.",
            c -> c.seconds()),
        text(
            "bound",
            "What takes most of the time of the operator: compute, memory, communication or"
                + " waiting.",
            r -> EnumName.of(r.cost.bound())),
        amount("joules", "J", "Energy of the operator, without idle power.", c -> c.joules()));
  }

  private static Column<OperatorRow> precision() {
    Column<OperatorRow> column =
        text(
            "precision",
            "Number format in which the accelerator computes the operator.",
            r -> r.cost.precision().map(EnumName::of).orElse(null));
    return column.nullWhere("the row is a collective or a wait", r -> r.cost.precision().isEmpty());
  }

  private static Column<OperatorRow> basis() {
    Column<OperatorRow> column =
        text(
            "estimate_basis",
            "Basis of the time of the operator: measured on the accelerator in this format,"
                + " fitted to servers with it, variant, class-default, assumption or ideal.",
            r -> r.cost.evidence().map(evidence -> EnumName.of(evidence.basis())).orElse(null));
    return column.nullWhere("the row is a wait", r -> r.cost.evidence().isEmpty());
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
