package dev.ridgeline.measurement;

import dev.ridgeline.config.Problem;
import dev.ridgeline.config.Source;
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
  public boolean recognises(Source source) {
    return Csv.header(source.text()).containsAll(MARKS);
  }

  @Override
  public List<Row> read(Source source, List<Problem> problems) {
    Csv csv = Csv.parse(source.file(), source.text(), problems);
    PointFields.requireKnown(source.file(), 1, csv.header(), problems);
    List<Row> rows = new ArrayList<>();
    csv.rows().forEach(line -> rows.add(new Row(line.number(), line.fields())));
    return rows;
  }
}
