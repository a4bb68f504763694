package dev.ridgeline.measurement;

import com.fasterxml.jackson.databind.JsonNode;
import dev.ridgeline.config.CsvTable;
import dev.ridgeline.config.JsonReader;
import dev.ridgeline.config.Problem;
import dev.ridgeline.config.Source;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;

/** A file of results, which formats look at as JSON or as a table. Both are parsed once. */
final class ResultFile {

  private final Source source;
  private @Nullable List<JsonNode> objects;
  private @Nullable List<String> header;

  ResultFile(Source source) {
    this.source = source;
  }

  String name() {
    return source.file();
  }

  /**
   * The points of a file that is a table, one a row.
   *
   * @param fill sets the fields of a point from those of a row, by column
   * @param problems receives what is wrong with the form of the table; there is no point then
   */
  List<ResultRow> points(BiConsumer<Map<String, String>, ResultRow> fill, List<Problem> problems) {
    List<ResultRow> points = new ArrayList<>();
    CsvTable.parse(source, problems)
        .ifPresent(
            table -> {
              for (CsvTable.Row row : table.rows()) {
                ResultRow point = new ResultRow(row.line());
                fill.accept(table.byColumn(row), point);
                points.add(point);
              }
            });
    return points;
  }

  /** The lines of a file that is several tables, as fields. */
  List<List<String>> lines(List<Problem> problems) {
    return CsvTable.records(source, problems).stream().map(CsvTable.Row::fields).toList();
  }

  /** The objects of a file of JSON, or of JSON lines; none of other files. */
  List<JsonNode> objects() {
    if (objects == null) {
      String start = source.text().stripLeading();
      boolean isJson = start.startsWith("{") || start.startsWith("[");
      objects = isJson ? JsonReader.objects(source.text()) : List.of();
    }
    return objects;
  }

  /** Whether it is JSON whose first object has all of these fields. */
  boolean hasObjectWith(String... fields) {
    if (objects().isEmpty()) {
      return false;
    }
    for (String field : fields) {
      if (!objects().get(0).has(field)) {
        return false;
      }
    }
    return true;
  }

  /** Names of the columns of the first line, as if the file were a table. */
  List<String> header() {
    if (header == null) {
      header = CsvTable.firstLine(source.text());
    }
    return header;
  }
}
