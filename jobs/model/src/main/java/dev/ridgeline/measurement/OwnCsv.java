package dev.ridgeline.measurement;

import dev.ridgeline.config.Problem;
import java.util.ArrayList;
import java.util.List;

/** Our own tables of points, whose columns are those of {@link PointFields#columns}. */
final class OwnCsv implements ResultFormat {

  private static final List<String> MARKS =
      List.of("model", "accelerator", "quantization", "input_tokens", "output_tokens");

  @Override
  public String name() {
    return "table of measured points";
  }

  @Override
  public boolean isOfFacts() {
    return true;
  }

  @Override
  public boolean recognises(ResultFile file) {
    return file.header().containsAll(MARKS);
  }

  @Override
  public List<ResultRow> read(ResultFile file, List<Problem> problems) {
    Csv csv = Csv.parse(file.name(), file.text(), problems);
    PointFields.requireKnown(file.name(), 1, csv.header(), problems);
    List<ResultRow> rows = new ArrayList<>();
    for (Csv.Line line : csv.rows()) {
      ResultRow row = new ResultRow(line.number());
      line.fields().forEach(row::put);
      rows.add(row);
    }
    return rows;
  }
}
