package dev.ridgeline.output;

import java.io.PrintWriter;
import java.util.Iterator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Where a command prints its answer. Only data go to the standard output where a program may read
 * it. Explanations go there in tables for people, and to the standard error otherwise.
 *
 * @param format form of rows
 * @param screen where tables are read
 * @param out standard output
 * @param err standard error
 * @param progress what the command is doing; printing hides it until the next stage
 */
public record Output(
    Format format, Screen screen, PrintWriter out, PrintWriter err, ProgressDisplay progress) {

  /** Without progress. */
  public Output(Format format, Screen screen, PrintWriter out, PrintWriter err) {
    this(format, screen, out, err, ProgressDisplay.NONE);
  }

  /** The standard output, after the progress was hidden. */
  @Override
  public PrintWriter out() {
    progress.hide();
    return out;
  }

  /** The same place, where rows are printed in another form. */
  public Output in(Format other) {
    return new Output(other, screen, out, err, progress);
  }

  /** Whether the answer is explained between its tables, as people read it. */
  public boolean isTable() {
    return format == Format.TABLE;
  }

  /** Prints rows. */
  public void print(Rows rows) {
    progress.hide();
    switch (format) {
      case TABLE -> out.print(TextTable.of(rows, screen));
      case JSON -> MachineText.json(rows, out);
      case CSV -> MachineText.csv(rows, out);
      case MARKDOWN -> out.print(MarkdownTable.of(rows));
    }
    out.flush();
  }

  /**
   * Whether rows are printed as they come, so that there may be more of them than fit in memory.
   */
  public boolean streams() {
    return format == Format.JSON || format == Format.CSV;
  }

  /**
   * Prints rows as they come.
   *
   * @param rows values of each row, as many as names
   * @throws IllegalStateException where the form of rows needs all of them at once
   */
  public void print(List<String> names, Iterator<List<@Nullable Object>> rows) {
    progress.hide();
    switch (format) {
      case JSON -> MachineText.json(names, rows, out);
      case CSV -> MachineText.csv(names, rows, out);
      case TABLE, MARKDOWN -> throw new IllegalStateException(format + " needs all rows at once");
    }
    out.flush();
  }

  /** Prints an explanation or a message, which ends its own lines. */
  public void say(String text) {
    progress.hide();
    PrintWriter writer = isTable() ? out : err;
    writer.print(text);
    writer.flush();
  }
}
