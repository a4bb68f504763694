package dev.ridgeline.report;

import dev.ridgeline.output.Rows;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Figures of the best mixes: where they stand on the roofline, and what takes money and time. */
final class WinnerFigures {

  private static final List<String> RESOURCES =
      List.of("compute", "bandwidth", "link", "overhead", "waiting");
  private static final List<String> POOLS = List.of("prefill", "decode", "feed-forward side");

  private final Answers answers;
  private final Map<Long, TableRow> winners;
  private final List<Integer> places;

  WinnerFigures(Answers answers, Map<Long, TableRow> winners) {
    this.answers = answers;
    this.winners = winners;
    this.places =
        answers.met().stream()
            .filter(i -> winners.containsKey(answers.rows().get(i).cell("cell")))
            .toList();
  }

  private TableRow winner(int place) {
    TableRow cell = winners.get(answers.rows().get(place).cell("cell"));
    if (cell == null) {
      throw new IllegalStateException("no cell for row " + place);
    }
    return cell;
  }

  /**
   * The roofline of both phases.
   *
   * @param bandwidths memory bandwidths of accelerators, bytes per second
   */
  Optional<Figure> roofline(Map<String, Double> bandwidths) {
    List<List<@Nullable Object>> points = new ArrayList<>();
    Map<List<String>, Double> roofs = new LinkedHashMap<>();
    double least = Double.POSITIVE_INFINITY;
    double most = 0;
    double mfu = 0;
    for (int place : places) {
      TableRow cell = winner(place);
      for (String phase : List.of("prefill", "decode")) {
        Double bandwidth = bandwidths.get(cell.text(phase));
        double ridge = cell.number(phase + "_ridge_flops_per_byte");
        double share = cell.number(phase + "_mfu");
        if (bandwidth == null || !(share > 0)) {
          continue;
        }
        double oi = cell.number(phase + "_oi_flops_per_byte");
        least = Math.min(least, Math.min(oi, ridge));
        most = Math.max(most, Math.max(oi, ridge));
        if (phase.equals("decode")) {
          mfu = Math.max(mfu, share);
        }
        // A ridge point is the peak over the bandwidth.
        double peak = ridge * bandwidth;
        roofs.put(
            List.of(cell.text(phase), cell.text(phase + "_precision"), String.valueOf(ridge)),
            peak);
        points.add(
            Rows.row(
                answers.labels().get(place),
                phase,
                cell.text(phase),
                cell.text(phase + "_precision"),
                oi,
                share * peak,
                share,
                cell.number(phase + "_mbu")));
      }
    }
    if (points.isEmpty()) {
      return Optional.empty();
    }
    List<List<@Nullable Object>> lines = new ArrayList<>();
    for (Map.Entry<List<String>, Double> roof : roofs.entrySet()) {
      List<String> key = roof.getKey();
      lines.add(
          Rows.row(
              key.get(0),
              key.get(1),
              Double.parseDouble(key.get(2)),
              roof.getValue(),
              least / 1.5,
              most * 1.5));
    }
    Map<String, Rows> data = new LinkedHashMap<>();
    data.put(
        Figure.ROWS,
        Rows.of(
            List.of("workload", "phase", "accelerator", "precision", "oi", "reached", "mfu", "mbu"),
            points));
    data.put(
        "roofs",
        Rows.of(List.of("accelerator", "precision", "ridge", "peak", "least", "most"), lines));
    return Optional.of(
        new Figure(
            "roofline",
            "Roofline",
            "Decode of the best mixes uses at most " + Words.percent(mfu) + " of the peak",
            "Prefill and decode steps of the best mixes: FLOPs per byte of memory traffic, and FLOPs"
                + " per second that an accelerator reaches, below the roofs of the accelerators. The"
                + " distance to a roof is lost to kernels, launches and communication.",
            List.of(),
            data,
            List.of("roofline"),
            Optional.empty()));
  }

  /** What takes the dollars of a request. */
  Optional<Figure> cost() {
    List<List<@Nullable Object>> rows = new ArrayList<>();
    double least = 1;
    double most = 0;
    for (int place : places) {
      TableRow cell = winner(place);
      double prefill = cell.number("prefill_price_elasticity");
      double feedForward = cell.number("ffn_price_elasticity");
      double[] shares = {
        prefill, cell.number("decode_price_elasticity") - feedForward, feedForward
      };
      least = Math.min(least, prefill);
      most = Math.max(most, prefill);
      for (int i = 0; i < shares.length; i++) {
        if (shares[i] > 0) {
          rows.add(
              Rows.row(
                  answers.labels().get(place),
                  answers.rows().get(place).text("mix"),
                  POOLS.get(i),
                  i,
                  shares[i],
                  1000 * shares[i] * cell.number("dollars_per_request")));
        }
      }
    }
    if (rows.isEmpty()) {
      return Optional.empty();
    }
    String range =
        places.size() == 1
            ? Words.percent(most)
            : Words.percent(least) + " to " + Words.percent(most);
    return Optional.of(
        Figure.of(
            "cost",
            "Dollars",
            "Prefill takes " + range + " of the dollars of a request",
            "The price of a request on the best mix for each workload, by the pool that it pays for.",
            Rows.of(List.of("workload", "mix", "pool", "place", "share", "dollars"), rows)));
  }

  /** What takes the accelerators' time. */
  Optional<Figure> time() {
    List<List<@Nullable Object>> rows = new ArrayList<>();
    List<String> binding = new ArrayList<>();
    for (int place : places) {
      TableRow cell = winner(place);
      binding.add(cell.text("binding_resource").toLowerCase(Locale.ROOT));
      for (int i = 0; i < RESOURCES.size(); i++) {
        double share = cell.number(RESOURCES.get(i) + "_share");
        if (share > 0) {
          rows.add(
              Rows.row(
                  answers.labels().get(place),
                  answers.rows().get(place).text("mix"),
                  RESOURCES.get(i),
                  i,
                  share));
        }
      }
    }
    if (rows.isEmpty()) {
      return Optional.empty();
    }
    return Optional.of(
        Figure.of(
            "time",
            "Time",
            "Of the best mixes " + tally(binding),
            "Where the accelerators' time goes on the best mix for each workload, over both phases"
                + " and all pools.",
            Rows.of(List.of("workload", "mix", "resource", "place", "share"), rows)));
  }

  /** Such as: 12 are bound by bandwidth, 3 by compute. */
  private static String tally(List<String> binding) {
    Map<String, Long> counts = Sentences.count(binding);
    StringBuilder text = new StringBuilder();
    counts.forEach(
        (resource, number) -> {
          if (text.isEmpty()) {
            text.append(number).append(number == 1 ? " is" : " are").append(" bound by ");
          } else {
            text.append(", ").append(number).append(" by ");
          }
          text.append(resource);
        });
    return text.toString();
  }

  /** Names of the accelerators of the best mixes. */
  Set<String> accelerators() {
    return places.stream()
        .flatMap(place -> List.of("prefill", "decode").stream().map(winner(place)::text))
        .collect(Collectors.toCollection(TreeSet::new));
  }
}
