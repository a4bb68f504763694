package dev.ridgeline.report;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** The text of a page. What does not need a script is plain HTML: the answer and its table. */
record ReportPage(Report report) {

  private static final Pattern SLOT = Pattern.compile("\\{\\{(\\w+)\\}\\}");

  private static final String ABOUT_REGRET =
      " One kind, one pool: the cheapest mix of one kind of accelerator, or in one colocated pool, over"
          + " the price of the best. A – stands where none keeps the targets.";

  private static final String ABOUT_SHARE =
      " Sure: share of random draws of all prices and speeds in which the mix stays the best.";

  private static final String ABOUT_MOVES =
      " The last column moves one price at a time: b200 × 0.7 → h200 means that h200 is the cheapest"
          + " when b200 costs 0.7 times as much.";

  /** Rows of the table of answers. */
  private static final int MOST_ANSWERS = 200;

  /**
   * The page.
   *
   * @param body attributes of the body
   */
  String html(String body) {
    ReportSubject subject = report.subject();
    Map<String, String> slots =
        Map.of(
            "title", Html.escaped(subject.name()),
            "about", Html.escaped(about()),
            "css", PageFiles.text("report.css").strip(),
            "body", body,
            "answer", answer(),
            "table", report.points().isPresent() ? cells() : "",
            "footer", footer(),
            "data", PageJson.write(report.data()),
            "scripts", scripts());
    StringBuilder page = new StringBuilder();
    Matcher slot = SLOT.matcher(PageFiles.text("page.html"));
    while (slot.find()) {
      String value = slots.get(slot.group(1));
      if (value == null) {
        throw new IllegalStateException("no value for " + slot.group(1));
      }
      slot.appendReplacement(page, "");
      page.append(value);
    }
    slot.appendTail(page);
    return page.toString();
  }

  private static String scripts() {
    List<String> files = new ArrayList<>(PageFiles.LIBRARIES);
    files.add("report.js");
    return files.stream()
        .map(file -> "<script>\n" + PageFiles.text(file).strip() + "\n</script>")
        .collect(Collectors.joining("\n"));
  }

  private String about() {
    ReportSubject subject = report.subject();
    List<String> parts = new ArrayList<>();
    report
        .answers()
        .ifPresent(
            answers -> {
              parts.add(
                  "Best mix of hardware by "
                      + subject.objective()
                      + (subject.targets().isEmpty() ? "" : ", with " + subject.targets()));
              if (!answers.common().isEmpty()) {
                parts.add(answers.common());
              }
            });
    if (subject.cells() > 0) {
      parts.add(Words.plural(subject.cells(), "cell"));
    }
    parts.add("from " + subject.source());
    return String.join(" · ", parts);
  }

  private String answer() {
    return report
        .answers()
        .map(this::answer)
        .or(() -> report.fleet().map(FleetSection::html))
        .orElseGet(this::firstFinding);
  }

  /** Where nothing is chosen, as with checks alone, the answer is what the first figure finds. */
  private String firstFinding() {
    return "<section id=\"answer\" tabindex=\"-1\">\n"
        + report.figures().stream()
            .limit(1)
            .map(figure -> Html.element("p", "lead", figure.title() + "."))
            .collect(Collectors.joining())
        + "</section>\n";
  }

  private String answer(Answers answers) {
    Sentences sentences = new Sentences(answers);
    StringBuilder html = new StringBuilder();
    html.append("<section id=\"answer\" aria-labelledby=\"answer-title\" tabindex=\"-1\">\n");
    html.append("<h2 id=\"answer-title\">The answer</h2>\n");
    html.append(Html.element("p", "lead", sentences.lead(report.subject().objective())));
    for (Optional<String> more :
        List.of(sentences.regret(), sentences.change(), sentences.certainty())) {
      more.ifPresent(text -> html.append(Html.element("p", "more", text)));
    }
    for (String note : report.subject().notes()) {
      html.append(Html.element("p", "note", note));
    }
    html.append(table(answers, sentences));
    return html.append("</section>\n").toString();
  }

  private static String table(Answers answers, Sentences sentences) {
    boolean hasRegret =
        answers.rows().stream()
            .anyMatch(row -> row.has("homogeneous_regret") || row.has("pooled_regret"));
    boolean hasShare = answers.rows().stream().anyMatch(row -> row.has("share_of_draws"));
    StringBuilder html = new StringBuilder();
    html.append(
        "<div class=\"scroll\" tabindex=\"0\" role=\"region\" aria-label=\"Answers\"><table"
            + " id=\"answers\" class=\"stack\"><thead><tr>");
    List<String> heads =
        new ArrayList<>(List.of("Workload", "Best mix", "$ per 1,000 requests", "TTFT", "TPOT"));
    if (hasRegret) {
      heads.add("One kind costs");
      heads.add("One pool costs");
    }
    if (hasShare) {
      heads.add("Sure");
    }
    if (answers.hasMoves()) {
      heads.add("What would change it");
    }
    for (String head : heads) {
      html.append("<th scope=\"col\">").append(Html.escaped(head)).append("</th>");
    }
    html.append("</tr></thead>\n<tbody>\n");
    int shown = Math.min(MOST_ANSWERS, answers.rows().size());
    for (int i = 0; i < shown; i++) {
      TableRow row = answers.rows().get(i);
      html.append("<tr><th scope=\"row\">")
          .append(Html.escaped(answers.labels().get(i)))
          .append("</th>");
      if (row.has("mix")) {
        mix(html, row.text("mix"));
        number(
            html,
            heads.get(2),
            row,
            "dollars_per_request",
            Words.number(1000 * row.number("dollars_per_request")));
        number(html, "TTFT", row, "ttft_s", Words.seconds(row.number("ttft_s")));
        number(html, "TPOT", row, "tpot_s", Words.seconds(row.number("tpot_s")));
        if (hasRegret) {
          number(
              html,
              "One kind costs",
              row,
              "homogeneous_regret",
              "× " + Words.times(row.number("homogeneous_regret")));
          number(
              html,
              "One pool costs",
              row,
              "pooled_regret",
              "× " + Words.times(row.number("pooled_regret")));
        }
        if (hasShare) {
          number(html, "Sure", row, "share_of_draws", Words.percent(row.number("share_of_draws")));
        }
        if (answers.hasMoves()) {
          parts(html, "What would change it", "change", sentences.changesOf(row));
        }
      } else {
        html.append("<td colspan=\"")
            .append(heads.size() - 1)
            .append("\" data-label=\"Missed\"><span>")
            .append(Html.escaped(sentences.of(i)))
            .append("</span></td>");
      }
      html.append("</tr>\n");
    }
    html.append("</tbody></table></div>\n");
    if (shown < answers.rows().size()) {
      html.append(
          Html.element(
              "p",
              "note",
              "The first "
                  + shown
                  + " of "
                  + Words.count(answers.rows().size())
                  + " answers. Maybe choose fewer workloads with --where."));
    }
    html.append(
        Html.element(
            "p",
            "about-figure",
            "A > B prefills on A and decodes on B."
                + (hasRegret ? ABOUT_REGRET : "")
                + (hasShare ? ABOUT_SHARE : "")
                + (answers.hasMoves() ? ABOUT_MOVES : "")));
    return html.toString();
  }

  /** The accelerators of a mix, and below them its link and memory tier. */
  private static void mix(StringBuilder html, String mix) {
    String hardware = Answers.hardware(mix);
    html.append("<td data-label=\"Best mix\" data-column=\"mix\"><span>")
        .append(Html.escaped(hardware));
    if (mix.length() > hardware.length()) {
      html.append("<small>")
          .append(Html.escaped(mix.substring(hardware.length() + ", ".length())))
          .append("</small>");
    }
    html.append("</span></td>");
  }

  /** A part of a cell of the table for each text. */
  private static void parts(StringBuilder html, String label, String column, List<String> texts) {
    html.append("<td data-label=\"")
        .append(Html.escaped(label))
        .append("\" data-column=\"")
        .append(column)
        .append("\"><span>");
    for (String text : texts) {
      html.append("<span class=\"part\">").append(Html.escaped(text)).append("</span> ");
    }
    html.append("</span></td>");
  }

  private static void number(
      StringBuilder html, String label, TableRow row, String column, String shown) {
    html.append("<td class=\"num\" data-label=\"")
        .append(Html.escaped(label))
        .append("\" data-column=\"")
        .append(column)
        .append("\" data-value=\"")
        .append(Html.escaped(row.text(column)))
        .append("\"><span>")
        .append(row.has(column) ? Html.escaped(shown) : "–")
        .append("</span></td>");
  }

  private static String cells() {
    return """
        <section aria-labelledby="table">
        <h2 id="table" tabindex="-1">All cells, to search, sort and download</h2>
        <p class="about-figure">The cells of the workload that is chosen above. The CSV file has more columns, and all digits.</p>
        <div id="cells-table"></div>
        </section>
        """;
  }

  private String footer() {
    StringBuilder html = new StringBuilder();
    if (!report.statuses().isEmpty()) {
      html.append(
          Html.element(
              "p",
              "Cells by status: "
                  + report.statuses().entrySet().stream()
                      .map(one -> one.getKey() + " " + Words.count(one.getValue()))
                      .collect(Collectors.joining(", "))
                  + "."));
    }
    html.append(
        Html.element(
            "p",
            String.format(
                Locale.ROOT,
                "Made by deploy/ridgeline report %s. Numbers are those of its tables, which deploy/ridgeline"
                    + " sql reads. Charts by Vega, Vega-Lite and Vega-Embed (BSD-3-Clause, University of"
                    + " Washington Interactive Data Lab).",
                report.subject().source())));
    return html.toString();
  }
}
