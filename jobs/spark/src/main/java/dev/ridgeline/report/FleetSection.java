package dev.ridgeline.report;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * The answer of a page about a fleet: what to buy, what serves each workload, and what more of
 * something is worth.
 *
 * @param plan rows of the table of what serves each workload
 * @param systems rows of the table of what is bought
 * @param values rows of the table of what more is worth
 */
record FleetSection(List<TableRow> plan, List<TableRow> systems, List<TableRow> values) {

  private static final String PLAN = "fleet_plan";
  private static final String SYSTEMS = "fleet_systems";
  private static final String VALUES = "fleet_values";

  /** Reads the tables of a fleet; empty where the source is none. */
  static Optional<FleetSection> read(ReportTables tables) {
    if (!tables.names().containsAll(Set.of(PLAN, SYSTEMS, VALUES))) {
      return Optional.empty();
    }
    return Optional.of(
        new FleetSection(all(tables, PLAN), all(tables, SYSTEMS), all(tables, VALUES)));
  }

  private static List<TableRow> all(ReportTables tables, String name) {
    return TableRow.all(tables.rows("SELECT * FROM " + name));
  }

  /** What to buy, for whom and at which price, in a sentence. */
  String lead() {
    return "Buy "
        + systems.stream().map(FleetSection::system).collect(Collectors.joining(", "))
        + " for "
        + plan.stream()
            .map(row -> row.text("workload") + " (" + amount(row) + ")")
            .distinct()
            .collect(Collectors.joining(" and "))
        + ": "
        + Words.number(sum("dollars_per_hour"))
        + " $/h, "
        + Words.number(sum("watts") / 1000)
        + " kW and "
        + Words.plain(sum("racks"))
        + " racks.";
  }

  private static String system(TableRow row) {
    double systems = row.number("systems");
    return Words.plain(systems)
        + " × "
        + Words.plain(row.number("accelerators") / systems)
        + " "
        + row.text("accelerator");
  }

  private static String amount(TableRow row) {
    double amount = row.number("amount");
    String unit = row.text("unit");
    return (Words.plain(amount) + " " + (amount == 1 ? unit.replaceFirst("ons$", "on") : unit))
        .strip();
  }

  private double sum(String column) {
    return systems.stream().mapToDouble(row -> row.number(column)).sum();
  }

  /** How much of what is bought stands by, and how much of it works. */
  String use() {
    long spares = systems.stream().mapToLong(row -> row.cell("spare_systems")).sum();
    double working =
        systems.stream()
            .mapToDouble(row -> row.number("dollars_per_hour") * row.number("working_share"))
            .sum();
    return (spares == 0
            ? "No system stands by for failures. "
            : spares + (spares == 1 ? " system stands" : " systems stand") + " by for failures. ")
        + "Over the day, "
        + Words.percent(working / sum("dollars_per_hour"))
        + " of what is bought works.";
  }

  /** The section. */
  String html() {
    StringBuilder html = new StringBuilder();
    html.append("<section id=\"answer\" aria-labelledby=\"answer-title\" tabindex=\"-1\">\n");
    html.append("<h2 id=\"answer-title\">The answer</h2>\n");
    html.append(Html.element("p", "lead", lead()));
    html.append(Html.element("p", "more", use()));
    html.append(
        table(
            "plan",
            plan,
            List.of(
                Shown.text("Workload", row -> row.text("workload")),
                Shown.number("Serves", row -> amount(row)),
                Shown.number("Pool", row -> row.text("pool")),
                Shown.text("Mix", row -> row.text("mix")),
                Shown.text("How", row -> row.text("how")),
                Shown.number("Replicas", FleetSection::replicas),
                Shown.number("TTFT", row -> Words.seconds(row.number("ttft_s"))),
                Shown.number("TPOT", row -> Words.seconds(row.number("tpot_s"))),
                Shown.number("Cell", row -> row.text("cell")))));
    html.append(
        Html.element(
            "p",
            "about-figure",
            "Workloads in one pool share its replicas, whose time is divided among them. A > B"
                + " prefills on A and decodes on B."));
    if (!values.isEmpty()) {
      html.append("<h3>What more of something is worth</h3>\n");
      html.append(
          table(
              "values",
              values,
              List.of(
                  Shown.text("More", row -> row.text("what")),
                  Shown.text("Of", row -> row.text("of")),
                  Shown.number("Amount", row -> amount(row)),
                  Shown.number("$/h", row -> change(row.number("dollars_per_hour"))),
                  Shown.text("Found by", row -> row.text("found_by")))));
      html.append(
          Html.element(
              "p",
              "about-figure",
              "What it adds to the price of the fleet in an hour; below 0 where it saves. dual:"
                  + " price in fractions of replicas. solved-again: the same with the amount."
                  + " elasticity: that of the chosen cells."));
    }
    return html.append("</section>\n").toString();
  }

  private static String replicas(TableRow row) {
    String decode = Words.plain(row.number("decode_replicas"));
    return row.number("prefill_replicas") > 0
        ? Words.plain(row.number("prefill_replicas")) + " > " + decode
        : decode;
  }

  private static String change(double dollars) {
    return dollars == 0 ? "0" : String.format(Locale.ROOT, "%+.3g", dollars);
  }

  /**
   * A column of a table of the page.
   *
   * @param head its heading
   * @param isNumber whether it stands to the right
   * @param text what a row has there
   */
  private record Shown(String head, boolean isNumber, Function<TableRow, String> text) {

    static Shown text(String head, Function<TableRow, String> text) {
      return new Shown(head, false, text);
    }

    static Shown number(String head, Function<TableRow, String> text) {
      return new Shown(head, true, text);
    }
  }

  private static String table(String id, List<TableRow> rows, List<Shown> columns) {
    List<String> lines = new ArrayList<>();
    lines.add(
        "<div class=\"scroll\" tabindex=\"0\" role=\"region\" aria-label=\""
            + (id.equals("plan") ? "Workloads" : "Worth")
            + "\"><table id=\""
            + id
            + "\" class=\"stack\"><thead><tr>");
    columns.forEach(
        column ->
            lines.add(
                (column.isNumber() ? "<th scope=\"col\" class=\"num\">" : "<th scope=\"col\">")
                    + Html.escaped(column.head())
                    + "</th>"));
    lines.add("</tr></thead>\n<tbody>");
    for (TableRow row : rows) {
      StringBuilder line = new StringBuilder("<tr>");
      for (Shown column : columns) {
        String text = Html.escaped(column.text().apply(row));
        if (line.length() == "<tr>".length()) {
          line.append("<th scope=\"row\">").append(text).append("</th>");
        } else {
          line.append(column.isNumber() ? "<td class=\"num\"" : "<td")
              .append(" data-label=\"")
              .append(Html.escaped(column.head()))
              .append("\"><span>")
              .append(text)
              .append("</span></td>");
        }
      }
      lines.add(line.append("</tr>").toString());
    }
    lines.add("</tbody></table></div>\n");
    return String.join("\n", lines);
  }
}
