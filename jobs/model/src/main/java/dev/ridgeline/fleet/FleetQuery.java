package dev.ridgeline.fleet;

import dev.ridgeline.choice.CandidatePoint;
import dev.ridgeline.choice.CellLimit;
import dev.ridgeline.choice.TargetColumns;
import dev.ridgeline.evaluate.CellColumns;
import dev.ridgeline.sweep.LatencyTargets;
import java.util.ArrayList;
import java.util.List;

/**
 * SQL about cells that may serve a workload.
 *
 * @param workload the workload
 * @param pauseSeconds mean pause of a person between two requests
 * @param where further condition of cells
 */
public record FleetQuery(FleetDemand.Workload workload, double pauseSeconds, String where) {

  /** Longer time to first token whose worth is looked at, in seconds. */
  public static final double LONGER_TTFT = 0.1;

  /** Columns whose values make a layout: replicas of it are the same. */
  public static final List<String> LAYOUT =
      List.of(
          "model",
          "prefill_quantization",
          "decode_quantization",
          "prefill_engine",
          "decode_engine",
          "prefill",
          "decode",
          "ffn",
          "link",
          "tier",
          "prefill_tp",
          "prefill_ep",
          "prefill_pp",
          "prefill_dp",
          "prefill_cp",
          "decode_tp",
          "decode_ep",
          "decode_pp",
          "decode_dp",
          "decode_dcp",
          "ffn_tp",
          "ffn_ep",
          "speculation",
          "prompts_per_step",
          "efficiency",
          "tariff");

  /** Condition of the cells of the workload with a price, whatever their latencies. */
  public String cells() {
    return CellColumns.STATUS.name()
        + " IN ('"
        + String.join("', '", CandidatePoint.statuses())
        + "') AND workflow = "
        + quoted(workload.workflow())
        + " AND context = "
        + quoted(workload.context())
        + workload.model().map(model -> " AND model = " + quoted(model)).orElse("")
        + " AND ("
        + where
        + "\n)";
  }

  /** Condition of the cells within the targets, or with a time to first token slightly longer. */
  public String options() {
    LatencyTargets targets = workload.targets();
    double longer = targets.ttftSeconds() + LONGER_TTFT;
    return cells()
        + TargetColumns.within(
            new LatencyTargets(longer, targets.tpotSeconds(), targets.percentile()))
        + (countsSessions() && !Double.isInfinite(longer)
            ? " AND " + CellLimit.OF_TURNS + " <= " + longer + "D"
            : "");
  }

  private boolean countsSessions() {
    return workload.unit() == FleetDemand.Unit.SESSIONS;
  }

  /**
   * Expressions of which less is better among the cells of a layout: decode replicas, and prefill
   * replicas or accelerators, for a unit of the demand, and whether the target is missed.
   */
  public List<String> measures() {
    List<String> measures = new ArrayList<>(replicas());
    // Cells that are slightly too slow must not take the place of those that are not.
    measures.add("if(" + ttft() + " <= " + bounded(workload.targets().ttftSeconds()) + "D, 0, 1)");
    return measures;
  }

  /**
   * Expression of the time to first token that the targets limit. Of sessions it is also that of
   * their turns, whose waits grow with the sessions of a replica.
   */
  public String ttft() {
    String ofRequests = TargetColumns.ttft(workload.targets()).name();
    return countsSessions()
        ? "greatest(" + ofRequests + ", " + CellLimit.OF_TURNS + ")"
        : ofRequests;
  }

  private List<String> replicas() {
    return switch (workload.unit()) {
      case REQUESTS_PER_SECOND ->
          List.of("1 / requests_per_s", "prefill_replicas_per_decode_replica / requests_per_s");
      case USERS ->
          List.of(
              "1 / requests_per_s / (request_latency_s + " + pauseSeconds + "D)",
              "prefill_replicas_per_decode_replica / requests_per_s / (request_latency_s + "
                  + pauseSeconds
                  + "D)");
      case SESSIONS -> List.of("1 / tasks_in_flight", "1 / agents_per_accelerator");
    };
  }

  /** Expression of the worst latency over its target, where 1 is just within. */
  public String miss() {
    LatencyTargets targets = workload.targets();
    return "greatest("
        + ttft()
        + " / "
        + bounded(targets.ttftSeconds())
        + "D, tpot_s / "
        + bounded(targets.tpotSeconds())
        + "D)";
  }

  private static double bounded(double seconds) {
    return Math.min(seconds, 1e9);
  }

  private static String quoted(String text) {
    return "'" + text.replace("\\", "\\\\").replace("'", "\\'") + "'";
  }
}
