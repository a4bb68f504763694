package dev.ridgeline.shell;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;
import org.jline.reader.EndOfFileException;
import org.jline.reader.LineReader;
import org.jline.reader.LineReaderBuilder;
import org.jline.reader.UserInterruptException;
import org.jline.terminal.Terminal;
import org.jline.terminal.Terminal.Signal;
import org.jline.terminal.TerminalBuilder;

/** Statements and commands that a user types, with a history and with completion. */
public final class TerminalLines implements Lines {

  private static final String PROMPT = "ridgeline> ";
  private static final String FURTHER = "%P       -> ";

  private final Terminal terminal;
  private final LineReader reader;

  /**
   * Lines of a terminal.
   *
   * @param names what can be completed
   * @param history file of earlier lines
   */
  TerminalLines(Terminal terminal, SqlNames names, Path history) {
    this.terminal = terminal;
    this.reader =
        LineReaderBuilder.builder()
            .appName("ridgeline")
            .terminal(terminal)
            .parser(new StatementParser())
            .completer(new SqlCompleter(names))
            .variable(LineReader.HISTORY_FILE, history)
            .variable(LineReader.SECONDARY_PROMPT_PATTERN, FURTHER)
            // An exclamation mark is SQL, and no event of the history.
            .option(LineReader.Option.DISABLE_EVENT_EXPANSION, true)
            .option(LineReader.Option.CASE_INSENSITIVE, true)
            .build();
  }

  /**
   * The terminal of this process; empty where its input is none. The interrupt key stops what is
   * being answered.
   *
   * @param names what can be completed
   * @param history file of earlier lines
   * @param cancel what the interrupt key does during an answer
   */
  public static Optional<Lines> open(SqlNames names, Path history, Runnable cancel) {
    try {
      // The programs stty and tty serve all JVMs, and no native library warns of itself.
      Terminal terminal =
          TerminalBuilder.builder().system(true).dumb(false).exec(true).jni(false).build();
      terminal.handle(Signal.INT, signal -> cancel.run());
      return Optional.of(new TerminalLines(terminal, names, history));
    } catch (IOException | IllegalStateException e) {
      return Optional.empty(); // JLine says in this way that the input is no terminal.
    }
  }

  /** An interrupt at the prompt drops the line. The key for the end of a file leaves. */
  @Override
  public Optional<String> next() {
    try {
      return Optional.of(reader.readLine(PROMPT));
    } catch (UserInterruptException e) {
      return Optional.of("");
    } catch (EndOfFileException e) {
      return Optional.empty();
    }
  }

  @Override
  public boolean isDialogue() {
    return true;
  }

  @Override
  public void close() {
    try {
      terminal.close();
    } catch (IOException e) {
      // The terminal is gone, and so is its user.
    }
  }
}
