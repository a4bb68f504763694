package dev.ridgeline.report;

import dev.ridgeline.output.Rows;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** The plane of OI and CF, linked to the frontier of dollars and speed, for one workload. */
final class ExploreFigure {

  private static final String PLANE = "plane";
  private static final String FRONTIER = "frontier";

  private ExploreFigure() {}

  /** The heading of one of the two charts. */
  static String heading(String spec) {
    return spec.equals(PLANE) ? "Which resource is short" : "What speed costs";
  }

  static Figure of(CellPoints points, Answers answers, Map<Long, TableRow> winners) {
    Map<String, Rows> data = new LinkedHashMap<>();
    data.put("cells", points.rows());
    data.put("limits", limits(points, answers, winners));
    data.put("targets", targets(points, answers));
    return new Figure(
        "explore",
        "Explore",
        title(answers, winners),
        "Left: each step of a cell, by the FLOPs that it does for each byte it moves, and by the"
            + " memory that a request needs. Dashed lines are the ridge point and the memory of the"
            + " decode accelerator of the best mix, for which the corners name the resource that is"
            + " short. Hollow marks do not fit. Right: price and speed of the same cells. Hollow marks"
            + " miss the targets, the line is the frontier of those that keep them. A ring marks the"
            + " best mix.",
        points.note().map(List::of).orElse(List.of()),
        data,
        List.of(PLANE, FRONTIER),
        Optional.empty());
  }

  private static String title(Answers answers, Map<Long, TableRow> winners) {
    double least = Double.POSITIVE_INFINITY;
    double most = 0;
    for (int place : answers.met()) {
      TableRow cell = winners.get(answers.rows().get(place).cell("cell"));
      if (cell != null) {
        double share =
            cell.number("decode_oi_flops_per_byte") / cell.number("decode_ridge_flops_per_byte");
        least = Math.min(least, share);
        most = Math.max(most, share);
      }
    }
    if (most == 0) {
      return "Where each cell stands between compute, bandwidth and capacity";
    }
    String range =
        Words.percent(least).equals(Words.percent(most))
            ? Words.percent(most)
            : Words.percent(least) + " to " + Words.percent(most);
    return "Decode on the best mixes reaches "
        + range
        + " of the ridge point: "
        + (most < 1 ? "bandwidth and memory are short, not compute" : "some are short of compute");
  }

  /** Ridge point and memory of the accelerators of the best mix for each workload. */
  private static Rows limits(CellPoints points, Answers answers, Map<Long, TableRow> winners) {
    List<List<@Nullable Object>> rows = new ArrayList<>();
    for (int workload = 0; workload < points.workloads().size(); workload++) {
      Optional<Integer> place = placeOf(points.workloads().get(workload), answers);
      TableRow cell = place.map(i -> winners.get(answers.rows().get(i).cell("cell"))).orElse(null);
      if (cell == null) {
        continue;
      }
      for (String phase : List.of("decode", "prefill")) {
        String accelerator = cell.text(phase);
        double ridge = cell.number(phase + "_ridge_flops_per_byte");
        double memory =
            cell.number(
                phase.equals("decode")
                    ? "usable_bytes_per_accelerator"
                    : "prefill_usable_bytes_per_accelerator");
        rows.add(
            Rows.row(
                workload,
                phase,
                accelerator,
                ridge,
                memory,
                "ridge of " + accelerator + ", " + cell.text(phase + "_precision"),
                "memory of one " + accelerator + ", " + Words.bytes(memory)));
      }
    }
    return Rows.of(
        List.of("workload", "phase", "accelerator", "ridge", "memory", "ridge_text", "memory_text"),
        rows);
  }

  /** The speed that the target of each workload asks for. */
  private static Rows targets(CellPoints points, Answers answers) {
    List<List<@Nullable Object>> rows = new ArrayList<>();
    for (int workload = 0; workload < points.workloads().size(); workload++) {
      Map<Double, String> speeds = new TreeMap<>();
      for (TableRow row : answers.rows()) {
        if (answers.key(row).equals(points.workloads().get(workload)) && row.has("target_tpot_s")) {
          double seconds = row.number("target_tpot_s");
          speeds.put(1 / seconds, "target: TPOT of " + Words.seconds(seconds));
        }
      }
      for (Map.Entry<Double, String> one : speeds.entrySet()) {
        rows.add(Rows.row(workload, one.getKey(), one.getValue()));
      }
    }
    return Rows.of(List.of("workload", "speed", "text"), rows);
  }

  /** The place of the first answer for a workload. */
  static Optional<Integer> placeOf(List<String> workload, Answers answers) {
    for (int i = 0; i < answers.rows().size(); i++) {
      if (answers.key(answers.rows().get(i)).equals(workload)) {
        return Optional.of(i);
      }
    }
    return Optional.empty();
  }
}
