package dev.ridgeline.measurement;

import dev.ridgeline.config.Problem;
import java.util.List;

/** A format of the files that benchmarks leave. A file is recognised by what is in it. */
interface ResultFormat {

  /** Name of the format in messages. */
  String name();

  /** Whether a file is in this format. */
  boolean recognises(ResultFile file);

  /**
   * The points of a file.
   *
   * @param problems receives what is wrong with the file
   */
  List<ResultRow> read(ResultFile file, List<Problem> problems);

  /**
   * Whether a file is a table of facts, in which what is unknown stays empty. Other files are
   * results of one's own, whose conditions must be known.
   */
  default boolean isOfFacts() {
    return false;
  }

  /**
   * Whether a program wrote a table of facts from many publications. A row that is wrong is then
   * counted with the reason, where a row of our own format is an error.
   */
  default boolean isTable() {
    return false;
  }
}
