package dev.ridgeline.shell;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PipedInputStream;
import java.io.PipedOutputStream;
import java.io.StringReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import org.jline.reader.Candidate;
import org.jline.terminal.Terminal;
import org.jline.terminal.TerminalBuilder;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What a user of the shell types becomes statements, commands and completed words. */
class DialogueTest {

  private static final SqlNames NAMES =
      new SqlNames() {
        @Override
        public Collection<String> tables() {
          return List.of("cells", "best");
        }

        @Override
        public Collection<String> columns() {
          return List.of("cell", "decode", "decode_tpot_s", "model");
        }

        @Override
        public Collection<String> functions() {
          return List.of("count", "max");
        }

        @Override
        public Collection<String> values(String column) {
          return column.equals("decode") ? List.of("b200", "mi300x") : List.of();
        }

        @Override
        public Collection<String> commands() {
          return List.of("choose", "d", "q");
        }
      };

  /** Answers that remember what they were asked. The text FAIL fails with the code 2. */
  private static final class Asked implements Dialogue.Answers {

    private final List<String> all = new ArrayList<>();

    @Override
    public int sql(String statements) {
      all.add(statements.strip());
      return statements.contains("FAIL") ? 2 : 0;
    }

    @Override
    public int command(String name, List<String> words) {
      all.add(name + words);
      return 0;
    }
  }

  private static List<String> asked(String text) {
    Asked asked = new Asked();
    new Dialogue(new PipedLines(new BufferedReader(new StringReader(text))), asked).run();
    return asked.all;
  }

  @Test
  void aStatementEndsWithASemicolonThatStandsInNoQuoteAndNoComment() {
    assertThat(asked("SELECT 1;\nSELECT ';' -- ; no end\n, 2;\nSELECT 3"))
        .containsExactly("SELECT 1;", "SELECT ';' -- ; no end\n, 2;", "SELECT 3");
  }

  @Test
  void aCommandIsALineWhoseQuotesHoldWordsTogether() {
    assertThat(asked("\\choose --where \"status = 'OK'\" --ttft 2s\n\\\n\n \\d cells"))
        .containsExactly("choose[--where, status = 'OK', --ttft, 2s]", "?[]", "d[cells]");
  }

  @ParameterizedTest
  @CsvSource({"\\q", "\\quit", "exit;", "QUIT"})
  void aWordOfItsOwnEnds(String word) {
    assertThat(asked("SELECT 1;\n" + word + "\n;SELECT 2;")).containsExactly("SELECT 1;");
  }

  @Test
  void aFileEndsWithTheFirstThatFails() {
    Asked asked = new Asked();
    Lines lines = new PipedLines(new BufferedReader(new StringReader("FAIL;\nSELECT 1;")));
    assertThat(new Dialogue(lines, asked).run()).isEqualTo(2);
    assertThat(asked.all).containsExactly("FAIL;");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '"',
      value = {
        "SELECT dec | decode",
        "SELECT max(decode_ | decode_tpot_s",
        "SELECT * FROM  | best",
        "SELECT * FROM cells WHERE decode = ' | b200'",
        "SELECT * FROM cells WHERE decode IN ('b200', ' | mi300x'",
        "SELECT cou | count",
        "\\ch | \\choose",
        "\\d c | cells",
        "SELECT 'it''s' AS dec | decode"
      })
  void aWordIsCompleted(String typed, String completed) {
    String line = typed.endsWith("FROM") ? typed + " " : typed;
    List<Candidate> candidates = new ArrayList<>();
    new SqlCompleter(NAMES)
        .complete(null, StatementParser.Word.at(line, line.length()), candidates);
    assertThat(candidates).extracting(Candidate::value).contains(completed);
  }

  @Test
  void noColumnIsOfferedWhereATextStands() {
    List<Candidate> candidates = new ArrayList<>();
    String line = "SELECT * FROM cells WHERE model = '";
    new SqlCompleter(NAMES)
        .complete(null, StatementParser.Word.at(line, line.length()), candidates);
    assertThat(candidates).isEmpty();
  }

  /** A terminal without a window: what is typed goes through the editor of lines. */
  @Test
  void aTerminalGoesOnUntilTheSemicolonCompletesWordsAndRemembersLines(@TempDir Path folder)
      throws IOException {
    Path history = folder.resolve("state/history");
    try (PipedOutputStream keys = new PipedOutputStream();
        Terminal terminal =
            TerminalBuilder.builder()
                .system(false)
                .type("ansi")
                .streams(new PipedInputStream(keys), new ByteArrayOutputStream())
                .build();
        TerminalLines lines = new TerminalLines(terminal, NAMES, history)) {
      keys.write(
          "SELECT mod\t\nFROM cells\nWHERE decode = 'mi\t;\n".getBytes(StandardCharsets.UTF_8));
      keys.write("\\choose --ttft 2s\n\u0004".getBytes(StandardCharsets.UTF_8));
      keys.flush();
      assertThat(lines.next().map(text -> text.replaceAll("\\s+", " ")))
          .contains("SELECT model FROM cells WHERE decode = 'mi300x' ;");
      assertThat(lines.next()).contains("\\choose --ttft 2s");
      assertThat(lines.next()).isEqualTo(Optional.empty());
    }
    assertThat(Files.readString(history)).contains("SELECT model", "choose --ttft 2s");
  }
}
