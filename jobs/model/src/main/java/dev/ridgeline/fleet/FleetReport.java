package dev.ridgeline.fleet;

import dev.ridgeline.output.Rows;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** An answer as text and tables for people. */
public final class FleetReport {

  private final FleetDemand demand;
  private final FleetAnswer answer;
  private final int options;

  /**
   * @param options cells that were considered
   */
  public FleetReport(FleetDemand demand, FleetAnswer answer, int options) {
    this.demand = demand;
    this.answer = answer;
    this.options = options;
  }

  /** What the fleet costs, and how good the answer is. */
  public String heading() {
    double accelerators = 0;
    double watts = 0;
    double racks = 0;
    for (FleetAnswer.Bought bought : answer.systems()) {
      accelerators += bought.accelerators();
      watts += bought.watts();
      racks += bought.accelerators() / bought.kind().perRack();
    }
    return text(
        "%n%s: %s $/h for %,.0f accelerators, %s kW, %.2f racks.%n"
            + "No fleet of these %,d cells is cheaper by more than %.1f %%. Without"
            + " limits, fleets of each workload alone cost %s $/h together.%n%n",
        demand.name(),
        number(answer.dollarsPerHour()),
        accelerators,
        number(watts / 1000),
        racks,
        options,
        100 * answer.gap(),
        number(answer.alone()));
  }

  /** What serves each workload. */
  public Rows plan() {
    List<List<@Nullable Object>> rows = new ArrayList<>();
    for (FleetAnswer.Service one : answer.plan()) {
      String replicas =
          one.option().prefill().isPresent()
              ? text("%.0f > %.0f", one.prefillReplicas(), one.decodeReplicas())
              : text("%.0f", one.decodeReplicas());
      rows.add(
          Rows.row(
              one.workload(),
              text("%s %s", number(one.amount()), one.unit()),
              (long) one.pool(),
              one.option().mix(),
              replicas,
              one.option().how(),
              one.option().ttftSeconds(),
              one.option().tpotSeconds() * 1000,
              one.option().cell()));
    }
    return Rows.of(
            List.of(
                "workload",
                "serves",
                "pool",
                "mix",
                "replicas",
                "how",
                "ttft_s",
                "tpot_ms",
                "cell"),
            rows)
        .withOptional(List.of("how"));
  }

  /** Heading of the systems. */
  public String bought() {
    return text("%nBought:%n%n");
  }

  /** The systems that are bought. */
  public Rows systems() {
    List<List<@Nullable Object>> rows = new ArrayList<>();
    for (FleetAnswer.Bought one : answer.systems()) {
      rows.add(
          Rows.row(
              text(
                  "%.0f x %d %s",
                  one.systems(), one.kind().systemAccelerators(), one.kind().label()),
              one.workload(),
              (long) one.spares(),
              one.dollars(),
              one.watts() / 1000,
              one.accelerators() / one.kind().perRack(),
              100 * one.workingShare()));
    }
    return Rows.of(
        List.of("systems", "for", "spares", "$/h", "kW", "racks", "working_percent"), rows);
  }

  /** Heading of the values. */
  public String why() {
    return text("%nWhat more is worth, in dollars an hour of the fleet:%n%n");
  }

  /** What more of something is worth. */
  public Rows values() {
    List<List<@Nullable Object>> rows = new ArrayList<>();
    for (FleetAnswer.Value one : answer.values()) {
      rows.add(
          Rows.row(
              one.what(),
              one.of(),
              text("%s %s", number(one.amount()), one.unit()).strip(),
              one.dollars(),
              one.by()));
    }
    return Rows.of(List.of("more", "of", "amount", "$/h", "found_by"), rows);
  }

  /** What the words of the tables mean, and the price of idle accelerators. */
  public String footer() {
    double idle = 0;
    for (FleetAnswer.Bought bought : answer.systems()) {
      idle += bought.dollars() * (1 - bought.workingShare());
    }
    return text(
        "%nAccelerators without work cost %s $/h on the mean of the hours.%n"
            + "Workloads in one pool share its replicas, whose time is divided among them.%n"
            + "dual: price of the fleet in fractions of replicas.%n",
        number(idle));
  }

  /** What no cell serves, and what comes nearest. */
  public static String unserved(FleetDemand.Workload workload, String nearest) {
    return text(
        "%nNothing meets the targets of '%s'.%s%n",
        workload.name(),
        nearest.isEmpty()
            ? text(
                " The sources have no cell with a price for workflow %s, context %s%s.",
                workload.workflow(),
                workload.context(),
                workload.model().map(model -> ", model " + model).orElse(""))
            : " Nearest: " + nearest);
  }

  /** A cell that misses targets. */
  public static String nearest(
      String mix, double ttftSeconds, double tpotSeconds, String source, long cell) {
    return text(
        "%s with TTFT %s s, TPOT %s ms (cell %d of %s).",
        mix, number(ttftSeconds), number(tpotSeconds * 1000), cell, source);
  }

  /** What the cheapest fleet without limits would need. */
  public static String overLimits(FleetDemand demand, Optional<FleetAnswer> free) {
    if (free.isEmpty()) {
      return text("%nNo fleet was found within the limits.%n");
    }
    double watts = free.get().systems().stream().mapToDouble(FleetAnswer.Bought::watts).sum();
    double racks =
        free.get().systems().stream()
            .mapToDouble(one -> one.accelerators() / one.kind().perRack())
            .sum();
    String systems =
        free.get().systems().stream()
            .map(
                one ->
                    text(
                        "%.0f x %d %s",
                        one.systems(), one.kind().systemAccelerators(), one.kind().label()))
            .collect(Collectors.joining(", "));
    return text(
        "%nNo fleet was found within the limits of '%s'. The cheapest without limits: %s, for %s"
            + " $/h, %s kW, %.2f racks.%n",
        demand.name(), systems, number(free.get().dollarsPerHour()), number(watts / 1000), racks);
  }

  private static String number(double value) {
    if (Double.isNaN(value)) {
      return "-";
    }
    double size = Math.abs(value);
    return text(size >= 100 || value == Math.rint(value) ? "%,.0f" : "%.3g", value);
  }

  private static String text(String format, @Nullable Object... values) {
    return String.format(Locale.ROOT, format, values);
  }
}
