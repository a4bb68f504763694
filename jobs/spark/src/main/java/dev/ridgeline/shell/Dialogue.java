package dev.ridgeline.shell;

import dev.ridgeline.sql.SqlScript;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;

/**
 * A dialogue of statements and commands. A statement ends with a semicolon and may have many lines.
 * A command is a line that begins with a backslash.
 */
public final class Dialogue {

  /** Words of a command: quotes of both kinds hold words together. */
  private static final Pattern WORD = Pattern.compile("\"([^\"]*)\"|'([^']*)'|[^\\s\"']+");

  /** What answers the user. */
  public interface Answers {

    /** Answers statements, and returns 0 or the exit code of what failed. */
    int sql(String statements);

    /** Does a command, and returns 0 or the exit code of what failed. */
    int command(String name, List<String> words);
  }

  private final Lines lines;
  private final Answers answers;

  public Dialogue(Lines lines, Answers answers) {
    this.lines = lines;
    this.answers = answers;
  }

  /** Whether a user is done with a statement or command, or has more lines of it. */
  static boolean isComplete(String text) {
    return text.isBlank() || isCommand(text) || isEnd(text) || SqlScript.isComplete(text);
  }

  static boolean isCommand(String text) {
    return text.stripLeading().startsWith("\\");
  }

  /**
   * Answers until the user leaves or nothing more comes. Where the lines are no dialogue but a
   * file, the first that fails ends it.
   *
   * @return 0, or the exit code of what failed in a file
   */
  public int run() {
    for (Optional<String> text = lines.next(); text.isPresent(); text = lines.next()) {
      if (text.get().isBlank()) {
        continue;
      }
      if (isEnd(text.get())) {
        return 0;
      }
      int code = isCommand(text.get()) ? command(text.get()) : answers.sql(text.get());
      if (code != 0 && !lines.isDialogue()) {
        return code;
      }
    }
    return 0;
  }

  private static boolean isEnd(String text) {
    String word = text.strip().toLowerCase(Locale.ROOT).replaceFirst("\\s*;$", "");
    return word.equals("\\q")
        || word.equals("\\quit")
        || word.equals("quit")
        || word.equals("exit");
  }

  private int command(String text) {
    List<String> words = words(text.strip().substring(1));
    return words.isEmpty()
        ? answers.command("?", List.of())
        : answers.command(words.get(0), words.subList(1, words.size()));
  }

  /** The words of a command, without their quotes. */
  static List<String> words(String text) {
    return WORD.matcher(text).results().map(Dialogue::unquoted).toList();
  }

  private static String unquoted(MatchResult word) {
    if (word.group(1) != null) {
      return word.group(1);
    }
    return word.group(2) != null ? word.group(2) : word.group();
  }
}
