package dev.ridgeline.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ridgeline.testing.TestSweep;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Several questions in one process: a script of SQL, and a shell that reads a pipe. */
class ShellCommandTest {

  private static final String CATALOGS = CommandLineRun.CATALOGS;
  private static final String LOCAL = "--master=local[2]";

  @TempDir private Path directory;

  private static CommandLineRun typed(String lines, String... arguments) {
    InputStream real = System.in;
    System.setIn(new ByteArrayInputStream(lines.getBytes(StandardCharsets.UTF_8)));
    try {
      return CommandLineRun.of(arguments);
    } finally {
      System.setIn(real);
    }
  }

  @Test
  void aShellAnswersSqlAndCommandsInOneSession() throws IOException {
    String sweep = TestSweep.tiny(directory).toString();
    CommandLineRun shell =
        typed(
            """
            SELECT count(*) AS cells
            FROM cells; SELECT 'a;b' AS text;
            \\format csv
            \\d best
            \\explain --cell 0
            \\open %s
            \\d
            SELECT count(*) AS again FROM cells;
            """
                .formatted(sweep),
            "shell",
            sweep,
            CATALOGS,
            LOCAL);
    assertThat(shell.err()).doesNotContain("Exception", "problem");
    assertThat(shell.code()).as(shell.err()).isZero();
    assertThat(shell.out())
        .containsSubsequence(
            "cells",
            "a;b",
            "col_name,data_type,comment",
            "dollars_per_request,double",
            "Cell 0",
            "table,a_row_is",
            "cells,\"One row for each cell",
            "again");
  }

  @Test
  void whatIsWrongInAPipeEndsTheShellWithItsCode() throws IOException {
    String sweep = TestSweep.tiny(directory).toString();
    for (String wrong : new String[] {"SELECT nothing FROM cells;", "\\opn x", "\\rows many"}) {
      CommandLineRun shell =
          typed(wrong + "\nSELECT 'after' AS text;\n", "shell", sweep, CATALOGS, LOCAL);
      assertThat(shell.code()).as(wrong).isEqualTo(2);
      assertThat(shell.err()).contains("1 problem");
      assertThat(shell.out()).doesNotContain("after");
    }
  }

  @Test
  void aFileOfStatementsIsCheckedBeforeTheFirstRuns() throws IOException {
    String sweep = TestSweep.tiny(directory).toString();
    Path right =
        Files.writeString(directory.resolve("q.sql"), "SELECT 1 AS a;\n-- c;\nSELECT 2 AS b;");
    CommandLineRun done =
        CommandLineRun.of("sql", sweep, "--file=" + right, "--format=csv", CATALOGS, LOCAL);
    assertThat(done.code()).as(done.err()).isZero();
    assertThat(done.out()).isEqualToNormalizingNewlines("a\n1\n\nb\n2\n");

    Path wrong = Files.writeString(directory.resolve("w.sql"), "SELECT 1 AS a; DROP TABLE cells");
    CommandLineRun refused =
        CommandLineRun.of("sql", sweep, "-f", wrong.toString(), CATALOGS, LOCAL);
    assertThat(refused.code()).isEqualTo(2);
    assertThat(refused.err()).contains("w.sql, statement 2: 1 problem", "only reads");
    assertThat(refused.out()).isEmpty();

    Path none = Files.writeString(directory.resolve("n.sql"), "-- nothing\n");
    assertThat(CommandLineRun.of("sql", sweep, "-f", none.toString(), CATALOGS).err())
        .contains("n.sql: 1 problem", "has no statement");
    assertThat(CommandLineRun.of("sql", sweep, "-f", directory + "/no.sql", CATALOGS).err())
        .contains("no.sql: 1 problem", "does not exist");
    assertThat(CommandLineRun.of("sql", sweep, CATALOGS).err())
        .contains("sql needs either QUERY or --file, and not both.");
  }
}
