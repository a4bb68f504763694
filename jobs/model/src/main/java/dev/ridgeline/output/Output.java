package dev.ridgeline.output;

import java.io.PrintWriter;

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

  /** Prints an explanation or a message, which ends its own lines. */
  public void say(String text) {
    progress.hide();
    PrintWriter writer = isTable() ? out : err;
    writer.print(text);
    writer.flush();
  }
}
