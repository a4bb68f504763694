package dev.ridgeline.shell;

import dev.ridgeline.shell.StatementParser.Word;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jline.reader.Candidate;
import org.jline.reader.Completer;
import org.jline.reader.LineReader;
import org.jline.reader.ParsedLine;

/**
 * Completes SQL: values of the column that a quote is compared with, tables after FROM and JOIN,
 * else columns, functions and words of SQL. After a backslash, it completes commands.
 */
final class SqlCompleter implements Completer {

  /** The column that the text in an open quote is compared with, in a comparison or an IN. */
  private static final Pattern COMPARED =
      Pattern.compile(
          "(?i)(\\w+)\\s*(?:=|<>|!=|<=>|\\bLIKE\\b|(?:\\bNOT\\s+)?\\bIN\\s*\\((?:\\s*'[^']*'\\s*,)*)"
              + "\\s*'$");

  private static final Pattern AFTER_FROM = Pattern.compile("(?is).*\\b(FROM|JOIN)\\s+$");

  private static final List<String> WORDS =
      List.of(
          "AND",
          "AS",
          "ASC",
          "BETWEEN",
          "BY",
          "CASE",
          "DESC",
          "DESCRIBE",
          "DISTINCT",
          "ELSE",
          "END",
          "EXCEPT",
          "EXPLAIN",
          "FROM",
          "GROUP",
          "HAVING",
          "IN",
          "INTERSECT",
          "IS",
          "JOIN",
          "LEFT",
          "LIKE",
          "LIMIT",
          "NOT",
          "NULL",
          "NULLS",
          "ON",
          "OR",
          "ORDER",
          "OVER",
          "PARTITION",
          "SELECT",
          "SHOW",
          "TABLES",
          "THEN",
          "UNION",
          "USING",
          "VALUES",
          "WHEN",
          "WHERE",
          "WITH");

  private final SqlNames names;

  SqlCompleter(SqlNames names) {
    this.names = names;
  }

  @Override
  public void complete(LineReader reader, ParsedLine line, List<Candidate> candidates) {
    complete((Word) line, candidates);
  }

  private void complete(Word word, List<Candidate> candidates) {
    if (word.quoted()) {
      Matcher compared = COMPARED.matcher(word.before());
      if (compared.find()) {
        names.values(compared.group(1).toLowerCase(Locale.ROOT)).stream()
            .map(value -> new Candidate(value + "'", value, "values", null, null, null, true))
            .forEach(candidates::add);
      }
    } else if (word.word().startsWith("\\")) {
      names.commands().forEach(name -> candidates.add(new Candidate("\\" + name)));
    } else if (Dialogue.isCommand(word.before()) || AFTER_FROM.matcher(word.before()).matches()) {
      add(candidates, "tables", names.tables());
    } else {
      add(candidates, "columns", names.columns());
      add(candidates, "tables", names.tables());
      if (!word.word().isEmpty()) {
        add(candidates, "words", WORDS);
        add(candidates, "functions", names.functions());
      }
    }
  }

  private static void add(List<Candidate> candidates, String group, Collection<String> all) {
    all.forEach(one -> candidates.add(new Candidate(one, one, group, null, null, null, true)));
  }
}
