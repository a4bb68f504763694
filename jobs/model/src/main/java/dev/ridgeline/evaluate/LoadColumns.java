package dev.ridgeline.evaluate;

import dev.ridgeline.queue.Wait;
import dev.ridgeline.space.Axis;
import java.util.List;
import java.util.function.Function;
import java.util.function.ToDoubleFunction;
import java.util.stream.Stream;

/** Columns of the load of a fleet: how busy its pools are, and percentiles of latencies. */
final class LoadColumns {

  private static final CellSection BUSY =
      new CellSection(Availability.FLEET, Depth.TASK, Axis.FLEET);

  private static final CellSection PERCENTILES =
      new CellSection(Availability.FLEET, Depth.TASK, Axis.ARRIVAL_VARIATION);

  static final CellColumn FLEET_PREFILL_UTILIZATION =
      BUSY.real(
          "fleet_prefill_utilization",
          "",
          "Share of their time for which the servers of prefill in the fleet are busy: as planned,"
              + " less what whole replicas have too much. From 1 on the queue grows without end.",
          r -> r.fleetPlan().prefillUtilization());

  static final CellColumn FLEET_DECODE_UTILIZATION =
      BUSY.real(
          "fleet_decode_utilization",
          "",
          "Sequences that decode at once in the fleet, over those that fit. From 1 on the queue"
              + " for room grows without end.",
          r -> r.fleetPlan().decodeUtilization());

  private static final String ABSENCE =
      Availability.FLEET.absence()
          + " OR "
          + FLEET_PREFILL_UTILIZATION
          + " >= 1 OR "
          + FLEET_DECODE_UTILIZATION
          + " >= 1";

  static final List<CellColumn> ALL =
      Stream.of(
              Stream.of(FLEET_PREFILL_UTILIZATION, FLEET_DECODE_UTILIZATION),
              percentiles(
                  "ttft",
                  "time to first token",
                  "ttft_s plus waits for prefill and for room in decode",
                  r -> r.plan.ttftSeconds(),
                  r -> r.waits().ofRequest()),
              percentiles(
                  "request_latency",
                  "latency of a request",
                  "request_latency_s plus the same waits",
                  CellResult::requestSeconds,
                  r -> r.waits().ofRequest()),
              percentiles(
                  "task_latency",
                  "latency of a task",
                  "task_latency_s plus the waits before each turn, as if they were independent",
                  r -> r.task.latencySeconds(),
                  r -> r.waits().ofTask()))
          .flatMap(columns -> columns)
          .toList();

  private LoadColumns() {}

  private static Stream<CellColumn> percentiles(
      String name,
      String meaning,
      String sum,
      ToDoubleFunction<CellResult> alone,
      Function<CellResult, Wait> wait) {
    return Stream.of(50, 90, 99)
        .map(
            percent ->
                PERCENTILES
                    .real(
                        name + "_p" + percent + "_s",
                        "s",
                        "Percentile "
                            + percent
                            + " of the "
                            + meaning
                            + " on the fleet, with requests that come at random: "
                            + sum
                            + ".",
                        r ->
                            alone.applyAsDouble(r)
                                + wait.apply(r).percentileSeconds(percent / 100.0))
                    .nullWhere(ABSENCE, r -> !r.has(Availability.FLEET) || r.isSaturated()));
  }
}
