package dev.ridgeline.report;

import dev.ridgeline.output.Rows;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A figure of a report.
 *
 * @param name name for links, files and the command line
 * @param topic what it shows, in a few words
 * @param title what it finds, in a sentence without a full stop
 * @param text what is drawn, for who does not see it
 * @param notes what a reader must know of the data, in sentences
 * @param data tables by the names that its specification has. The first is the data of the figure
 * @param specs names of the files of its specifications. Several are drawn side by side and linked
 * @param choice column by whose values the figure is shown, one at a time; empty for all rows
 */
record Figure(
    String name,
    String topic,
    String title,
    String text,
    List<String> notes,
    Map<String, Rows> data,
    List<String> specs,
    Optional<Choice> choice) {

  /** Name of the table that most specifications draw. */
  static final String ROWS = "rows";

  /**
   * A choice of rows.
   *
   * @param column column whose values are chosen from
   * @param label what is chosen
   * @param first value that is shown first
   */
  record Choice(String column, String label, String first) {}

  /** A figure of one table. */
  static Figure of(String name, String topic, String title, String text, Rows rows) {
    return new Figure(
        name, topic, title, text, List.of(), Map.of(ROWS, rows), List.of(name), Optional.empty());
  }

  /** The figure as the page carries it. */
  Map<String, Object> embedded() {
    Map<String, Object> figure = new LinkedHashMap<>();
    figure.put("name", name);
    figure.put("topic", topic);
    figure.put("title", title);
    figure.put("text", text);
    figure.put("notes", notes);
    Map<String, Object> tables = new LinkedHashMap<>();
    data.forEach((key, rows) -> tables.put(key, EmbeddedTable.of(rows)));
    figure.put("data", tables);
    if (specs.size() == 1) {
      figure.put("spec", spec(specs.get(0)));
    } else {
      figure.put("views", specs.stream().map(one -> view(one)).toList());
    }
    choice.ifPresent(chosen -> figure.put("choice", PageJson.tree(chosen)));
    return figure;
  }

  /** In a fixed order, so that the same source has the same page. */
  private static Map<String, Object> view(String file) {
    Map<String, Object> view = new LinkedHashMap<>();
    view.put("heading", ExploreFigure.heading(file));
    view.put("spec", spec(file));
    return view;
  }

  private static Object spec(String file) {
    return PageJson.parse(PageFiles.text("figures/" + file + ".json"));
  }
}
