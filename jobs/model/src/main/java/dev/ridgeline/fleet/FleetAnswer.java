package dev.ridgeline.fleet;

import static dev.ridgeline.schema.Column.real;
import static dev.ridgeline.schema.Column.text;
import static dev.ridgeline.schema.Column.whole;

import dev.ridgeline.schema.Table;
import java.util.List;

/**
 * A planned fleet, as tables.
 *
 * @param dollarsPerHour price of an hour
 * @param bound price below which no fleet is
 * @param alone price of the fleets that each workload would have of its own
 * @param plan what serves each workload
 * @param systems what is bought
 * @param hours replicas that work in each hour
 * @param values what more of something is worth
 */
public record FleetAnswer(
    double dollarsPerHour,
    double bound,
    double alone,
    List<Service> plan,
    List<Bought> systems,
    List<Hour> hours,
    List<Value> values) {

  public FleetAnswer {
    plan = List.copyOf(plan);
    systems = List.copyOf(systems);
    hours = List.copyOf(hours);
    values = List.copyOf(values);
  }

  /** Share by which a cheaper fleet could be cheaper, at most. */
  public double gap() {
    return Math.max(0, 1 - bound / dollarsPerHour);
  }

  /** An option that serves a workload. */
  public record Service(
      String workload,
      String unit,
      double amount,
      int pool,
      FleetOption option,
      double prefillReplicas,
      double decodeReplicas,
      double dollarsPerHour) {

    /** The table of what serves each workload. */
    public static final Table<Service> TABLE =
        new Table<>(
            "fleet_plan",
            "One row for each cell that serves a workload.",
            List.of(
                text("workload", "Name of the workload.", Service::workload),
                text("unit", "What amounts of it are of.", Service::unit),
                real(
                    "amount",
                    "",
                    "Amount that the cell serves in the largest hour.",
                    Service::amount),
                whole(
                    "pool",
                    "",
                    "Number of the pool. Workloads with the same number share it.",
                    Service::pool),
                text("mix", "Accelerators of the pool.", row -> row.option().mix()),
                text(
                    "how",
                    "Number formats, accelerators of a replica, and batch.",
                    row -> row.option().how()),
                real(
                    "prefill_replicas",
                    "",
                    "Most prefill replicas of the pool that work at once; 0 where colocated.",
                    Service::prefillReplicas),
                real(
                    "decode_replicas",
                    "",
                    "Most decode replicas of the pool that work at once.",
                    Service::decodeReplicas),
                real(
                    "ttft_s",
                    "s",
                    "Time to first token, at the percentile of the targets; for sessions the mean"
                        + " of their turns where that is longer.",
                    row -> row.option().ttftSeconds()),
                real("tpot_s", "s", "Time per output token.", row -> row.option().tpotSeconds()),
                real(
                    "dollars_per_hour",
                    "$/h",
                    "Price of the accelerators that the amount takes, without idle ones.",
                    Service::dollarsPerHour),
                text("source", "Sweep or run that has the cell.", row -> row.option().source()),
                whole("cell", "", "Number of the cell there.", row -> row.option().cell())));
  }

  /** Systems of one kind. */
  public record Bought(
      HardwareKind kind, String workload, double systems, int spares, double workingShare) {

    double accelerators() {
      return systems * kind.systemAccelerators();
    }

    double watts() {
      return accelerators() * kind.watts();
    }

    double dollars() {
      return accelerators() * kind.dollarsPerHour();
    }

    /** The table of what is bought. */
    public static final Table<Bought> TABLE =
        new Table<>(
            "fleet_systems",
            "One row for each kind of hardware that is bought.",
            List.of(
                text(
                    "accelerator",
                    "Catalog id of the accelerator.",
                    row -> row.kind().accelerator()),
                text(
                    "tier",
                    "Catalog id of the memory tier behind it, or none.",
                    row -> row.kind().tier()),
                text("tariff", "Terms of its price.", row -> row.kind().tariff()),
                text(
                    "workload",
                    "Workload that has it for its own; all where it is shared.",
                    Bought::workload),
                real(
                    "systems",
                    "",
                    "Nodes or racks that are bought, spares included.",
                    Bought::systems),
                whole(
                    "spare_systems",
                    "",
                    "Of these, those that stand by for failures.",
                    Bought::spares),
                real("accelerators", "", "Accelerators in them.", Bought::accelerators),
                real(
                    "racks",
                    "",
                    "Racks that they take, as a fraction.",
                    row -> row.accelerators() / row.kind().perRack()),
                real(
                    "watts",
                    "W",
                    "Provisioned power at the site: boards, hosts, chassis, overhead, headroom.",
                    Bought::watts),
                real("dollars_per_hour", "$/h", "Price of an hour.", Bought::dollars),
                real(
                    "working_share",
                    "",
                    "Share of the accelerators that replicas work on, on the mean of the hours.",
                    Bought::workingShare)));
  }

  /** Replicas of a pool in an hour. */
  public record Hour(
      int hour,
      int pool,
      String mix,
      double prefillReplicas,
      double decodeReplicas,
      double load,
      double dollars) {

    /** The table of hours. */
    public static final Table<Hour> TABLE =
        new Table<>(
            "fleet_hours",
            "One row for each hour and pool.",
            List.of(
                whole("hour", "", "Hour of the day, from 0.", Hour::hour),
                whole("pool", "", "Number of the pool.", Hour::pool),
                text("mix", "Accelerators of the pool.", Hour::mix),
                real(
                    "prefill_replicas",
                    "",
                    "Prefill replicas that work, a whole number.",
                    Hour::prefillReplicas),
                real(
                    "decode_replicas",
                    "",
                    "Decode replicas that work, a whole number.",
                    Hour::decodeReplicas),
                real(
                    "decode_load",
                    "",
                    "Load of the decode replicas, over their number.",
                    Hour::load),
                real(
                    "dollars_per_hour",
                    "$/h",
                    "Price of the accelerators that work.",
                    Hour::dollars)));
  }

  /** What more of something is worth. */
  public record Value(
      String what, String of, double amount, String unit, double dollars, String by) {

    /** The table of values. */
    public static final Table<Value> TABLE =
        new Table<>(
            "fleet_values",
            "One row for each amount whose worth is known.",
            List.of(
                text("what", "What there would be more of.", Value::what),
                text("of", "Workload or hardware that it is of.", Value::of),
                real("amount", "", "How much more.", Value::amount),
                text("unit", "Unit of the amount.", Value::unit),
                real(
                    "dollars_per_hour",
                    "$/h",
                    "What it adds to the price of the fleet; below 0 where it saves.",
                    Value::dollars),
                text(
                    "found_by",
                    "How it was found: dual, in fractions of replicas; solved-again, in fractions,"
                        + " too; elasticity of the chosen cells.",
                    Value::by)));
  }
}
