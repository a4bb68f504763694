package dev.ridgeline.measurement;

import dev.ridgeline.config.Problem;
import dev.ridgeline.config.Source;
import java.util.List;
import java.util.Map;

/** A format of the files that benchmarks leave. A file is recognised by what is in it. */
interface ResultFormat {

  /** Name of the format in messages. */
  String name();

  /** Whether a file is in this format. */
  boolean recognises(Source source);

  /**
   * The points of a file, as texts by the columns of our own format.
   *
   * @param problems receives what is wrong with the file
   */
  List<Row> read(Source source, List<Problem> problems);

  /**
   * A point of a file.
   *
   * @param line its line, or 0 where the whole file is one point
   * @param fields texts by column; what the file does not say is absent
   */
  record Row(int line, Map<String, String> fields) {

    public Row {
      fields = Map.copyOf(fields);
    }
  }
}
