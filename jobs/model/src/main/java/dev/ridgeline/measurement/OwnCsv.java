package dev.ridgeline.measurement;

import dev.ridgeline.config.Problem;
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
    PointFields.requireKnown(file.name(), 1, file.header(), problems);
    return file.points((fields, point) -> fields.forEach(point::put), problems);
  }
}
