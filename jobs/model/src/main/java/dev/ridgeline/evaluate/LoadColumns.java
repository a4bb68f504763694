package dev.ridgeline.evaluate;

import dev.ridgeline.economics.FleetWaits;
import dev.ridgeline.queue.Wait;
import dev.ridgeline.space.Axis;
import java.util.List;
import java.util.function.Function;
import java.util.function.ToDoubleBiFunction;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/** Columns of the load of a fleet: how busy its pools are, and percentiles of latencies. */
final class LoadColumns {

  private static final CellSection BUSY =
      new CellSection(Availability.FLEET, Depth.TASK, Axis.FLEET);

  private static final CellSection QUEUES =
      new CellSection(Availability.FLEET, Depth.TASK, Axis.ARRIVAL_VARIATION);

  private static final CellSection PERCENTILES =
      new CellSection(Availability.LOAD, Depth.TASK, Axis.ARRIVAL_VARIATION);

  private static final int[] PERCENTS = {50, 90, 99};

  private static final double[] SHARES =
      IntStream.of(PERCENTS).mapToDouble(percent -> percent / 100.0).toArray();

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

  static final CellColumn FLEET_LOAD =
      QUEUES.text(
          "fleet_load",
          "Load of the fleet: steady, or saturated where one of its queues grows without end.",
          r -> r.waits().isPresent() ? "steady" : "saturated");

  static final List<CellColumn> ALL =
      Stream.of(
              Stream.of(FLEET_PREFILL_UTILIZATION, FLEET_DECODE_UTILIZATION, FLEET_LOAD),
              percentiles(
                  0,
                  "ttft",
                  "time to first token",
                  "ttft_s plus waits for prefill, for a running step and for room in decode."
                      + " A simulation differs by less than 10 % up to a fleet_prefill_utilization"
                      + " of 0.7 in pools of their own. In one pool the percentile is too low where"
                      + " prefill_busy_share is above 0.5",
                  (r, waits) -> r.plan.ttftSeconds(),
                  FleetWaits::ofFirstToken),
              percentiles(
                  1,
                  "request_latency",
                  "latency of a request",
                  "the waits of ttft_p50_s, and more or fewer other sequences than batch",
                  (r, waits) -> waits.requestSeconds(),
                  FleetWaits::ofRequest),
              percentiles(
                  2,
                  "task_latency",
                  "latency of a task",
                  "task_latency_s with the waits of each turn, as if they were independent",
                  (r, waits) -> waits.taskSeconds(),
                  FleetWaits::ofTask))
          .flatMap(columns -> columns)
          .toList();

  private LoadColumns() {}

  /** Columns of a latency, which is the first, second or third of those with percentiles. */
  private static Stream<CellColumn> percentiles(
      int latency,
      String name,
      String meaning,
      String sum,
      ToDoubleBiFunction<CellResult, FleetWaits> alone,
      Function<FleetWaits, Wait> wait) {
    return IntStream.range(0, PERCENTS.length)
        .mapToObj(
            place ->
                PERCENTILES.real(
                    name + "_p" + PERCENTS[place] + "_s",
                    "s",
                    "Percentile "
                        + PERCENTS[place]
                        + " of the "
                        + meaning
                        + " on the fleet, with requests that come at random: "
                        + sum
                        + ".",
                    r -> {
                      FleetWaits waits = r.waits().orElseThrow();
                      return alone.applyAsDouble(r, waits)
                          + r.percentiles(latency, wait.apply(waits), SHARES).seconds(place);
                    }));
  }
}
