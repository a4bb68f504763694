package dev.ridgeline.report;

import dev.ridgeline.choice.ChoiceTables;
import dev.ridgeline.config.ConfigException;
import dev.ridgeline.output.Rows;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * What a report says: the answer, its figures, and the data of both.
 *
 * @param subject what it is about
 * @param answers the answers; empty where the source has none, as with checks alone
 * @param points the cells; empty where the source has none
 * @param fleet what to buy; empty where the source is no fleet
 * @param figures the figures
 */
public record Report(
    ReportSubject subject,
    Optional<Answers> answers,
    Optional<CellPoints> points,
    Optional<FleetSection> fleet,
    Map<String, Long> statuses,
    List<Figure> figures) {

  /** Names of all figures. A source has those for which it has the data. */
  public static final List<String> FIGURES =
      List.of(
          "explore",
          "regret",
          "cost",
          "time",
          "sure",
          "roofline",
          "binding",
          "context",
          "hit-rate",
          "memory",
          "agents",
          "day",
          "checks");

  private static final String CELLS = "cells";

  /** Reads the tables of a source. */
  public static Report of(ReportTables tables, ReportSubject subject) {
    boolean hasCells = tables.names().contains(CELLS);
    boolean hasAnswers =
        tables.names().contains(ChoiceTables.CHOICES)
            || tables.names().contains(ChoiceTables.RANKING);
    Optional<Answers> answers =
        hasAnswers ? Optional.of(Answers.read(tables, subject.workload())) : Optional.empty();
    Optional<CellPoints> points =
        hasCells && hasAnswers ? Optional.of(CellPoints.read(tables, subject)) : Optional.empty();
    Map<Long, TableRow> winners = winners(tables);
    List<Figure> figures = new ArrayList<>();
    answers.ifPresent(
        given -> {
          points.ifPresent(cells -> figures.add(ExploreFigure.of(cells, given, winners)));
          WinnerFigures best = new WinnerFigures(given, winners);
          ChoiceFigures.regret(given).ifPresent(figures::add);
          best.cost().ifPresent(figures::add);
          best.time().ifPresent(figures::add);
          ChoiceFigures.certainty(tables, given).ifPresent(figures::add);
          best.roofline(bandwidths(tables)).ifPresent(figures::add);
        });
    if (hasCells) {
      BindingFigure.of(tables).ifPresent(figures::add);
      ContextFigure.of(tables).ifPresent(figures::add);
      HitRateFigure.of(tables).ifPresent(figures::add);
      AgentFigures.memory(tables, subject).ifPresent(figures::add);
      AgentFigures.agents(tables, subject).ifPresent(figures::add);
    }
    AgentFigures.day(tables).ifPresent(figures::add);
    ChecksFigure.of(tables).ifPresent(figures::add);
    return new Report(
        subject, answers, points, FleetSection.read(tables), statuses(tables, hasCells), figures);
  }

  private static Map<Long, TableRow> winners(ReportTables tables) {
    Map<Long, TableRow> winners = new HashMap<>();
    if (tables.names().contains(ReportTables.WINNERS)) {
      TableRow.all(tables.rows("SELECT * FROM " + ReportTables.WINNERS))
          .forEach(row -> winners.put(row.cell("cell"), row));
    }
    return winners;
  }

  private static Map<String, Double> bandwidths(ReportTables tables) {
    Map<String, Double> bandwidths = new HashMap<>();
    if (tables.names().contains("accelerators")) {
      TableRow.all(tables.rows("SELECT id, memory_bytes_per_s FROM accelerators"))
          .forEach(row -> bandwidths.put(row.text("id"), row.number("memory_bytes_per_s")));
    }
    return bandwidths;
  }

  private static Map<String, Long> statuses(ReportTables tables, boolean hasCells) {
    Map<String, Long> statuses = new TreeMap<>();
    if (hasCells) {
      TableRow.all(tables.rows("SELECT status, count(*) AS cells FROM cells GROUP BY status"))
          .forEach(row -> statuses.put(row.text("status"), row.cell("cells")));
    }
    return statuses;
  }

  /** The page, on which a reader chooses what is shown. */
  public String page() {
    return new ReportPage(this).html("");
  }

  /**
   * A page that draws one figure, and nothing else.
   *
   * @param format png or svg
   * @throws ConfigException where there is no such figure
   */
  public String page(String figure, String format) {
    requireFigure(figure);
    return new ReportPage(this)
        .html("data-only=\"" + Html.escaped(figure) + "\" data-format=\"" + format + "\"");
  }

  private void requireFigure(String name) {
    if (figures.stream().noneMatch(figure -> figure.name().equals(name))) {
      throw new ConfigException(
          "--figure",
          "is '"
              + name
              + "', which this source does not have. Allowed: "
              + figures.stream().map(Figure::name).collect(Collectors.joining(", "))
              + ".");
    }
  }

  /** What the script of the page reads. */
  Map<String, Object> data() {
    Map<String, Object> data = new LinkedHashMap<>();
    data.put("figures", figures.stream().map(this::embedded).toList());
    points.ifPresent(
        cells -> {
          Answers given = answers.orElseThrow();
          Sentences sentences = new Sentences(given);
          List<String> labels = new ArrayList<>();
          List<String> said = new ArrayList<>();
          List<Long> winners = new ArrayList<>();
          int first = 0;
          double regret = 0;
          for (List<String> workload : cells.workloads()) {
            Optional<Integer> place = ExploreFigure.placeOf(workload, given);
            labels.add(place.map(given.labels()::get).orElse(String.join(" · ", workload)));
            said.add(place.map(sentences::of).orElse("No cell of this workload can be chosen."));
            winners.add(place.map(i -> given.rows().get(i).cell("cell")).orElse(-1L));
            double here =
                place.map(i -> given.rows().get(i).number("homogeneous_regret")).orElse(0.0);
            if (here > regret) {
              regret = here;
              first = labels.size() - 1;
            }
          }
          data.put(CELLS, EmbeddedTable.of(cells.rows()));
          data.put("shown", shown());
          data.put("workloads", labels);
          data.put("sentences", said);
          data.put("winners", winners);
          data.put("first", first);
        });
    data.put("hardware", hardware());
    return data;
  }

  /** The data of the linked charts are the cells of the page, which it carries once. */
  private Map<String, Object> embedded(Figure figure) {
    Map<String, Object> tree = figure.embedded();
    if (figure.data().containsKey(CELLS) && tree.get("data") instanceof Map<?, ?> tables) {
      Map<String, Object> small = new LinkedHashMap<>();
      figure
          .data()
          .forEach(
              (name, rows) ->
                  small.put(
                      name,
                      name.equals(CELLS)
                          ? EmbeddedTable.of(Rows.of(rows.names(), List.of()))
                          : tables.get(name)));
      tree.put("data", small);
    }
    return tree;
  }

  /** Accelerators in the order of their colors: those of the most answers first. */
  private List<String> hardware() {
    List<String> names = new ArrayList<>();
    answers.ifPresent(
        given ->
            names.addAll(
                Sentences.count(
                        given.met().stream()
                            .map(i -> Answers.hardware(given.rows().get(i).text("mix")))
                            .toList())
                    .keySet()));
    points.ifPresent(cells -> names.addAll(cells.hardware()));
    figures.stream()
        .filter(figure -> figure.name().equals("sure"))
        .flatMap(figure -> figure.data().values().stream())
        .flatMap(rows -> rows.column("shown").stream())
        .map(String::valueOf)
        .filter(name -> !name.equals(ChoiceFigures.OTHER))
        .forEach(names::add);
    return names.stream().distinct().limit(MOST_COLORS).toList();
  }

  /** Colors that a reader can tell from each other, without that of all others. */
  private static final int MOST_COLORS = 9;

  private static List<String> shown() {
    return List.of(
        "mix",
        "quantization",
        "batch",
        "accelerators",
        "status",
        "ttft_s",
        "tpot_s",
        "dollars_per_request",
        "decode_regime",
        "binding_resource",
        "cell");
  }
}
