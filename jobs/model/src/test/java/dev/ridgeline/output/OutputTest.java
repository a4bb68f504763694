package dev.ridgeline.output;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.math.BigDecimal;
import java.math.MathContext;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/** Rows in each form, and how tables fit a screen. */
class OutputTest {

  private static final Screen SCREEN = Screen.UNKNOWN;

  private static final Rows MIXED =
      Rows.of(
          List.of("name", "share", "count", "fits", "parts"),
          List.of(
              Rows.row("a, \"b\"", 0.1, 3L, true, List.of("x", "y")),
              Rows.row("", null, null, null, null),
              Rows.row("c|d\ne", 1e-7, -12L, false, List.of())));

  private static String text(Format format, Rows rows) {
    StringWriter text = new StringWriter();
    PrintWriter out = new PrintWriter(text);
    new Output(format, SCREEN, out, out).print(rows);
    return text.toString();
  }

  @Test
  void jsonIsOneArrayWithAnObjectALine() throws IOException {
    String json = text(Format.JSON, MIXED);
    assertThat(json)
        .isEqualTo(
            """
            [
              {"name": "a, \\"b\\"", "share": 0.1, "count": 3, "fits": true, "parts": ["x", "y"]},
              {"name": "", "share": null, "count": null, "fits": null, "parts": null},
              {"name": "c|d\\ne", "share": 1.0E-7, "count": -12, "fits": false, "parts": []}
            ]
            """);
    JsonNode read = new ObjectMapper().readTree(json);
    assertThat(read.get(2).get("share").doubleValue()).isEqualTo(1e-7);
    assertThat(text(Format.JSON, Rows.of(List.of("a"), List.of()))).isEqualTo("[]\n");
  }

  /** JSON has no such numbers, and Spark writes them as the same texts. */
  @Test
  void numbersThatJsonLacksAreTexts() {
    Rows rows =
        Rows.of(
            List.of("a", "b", "c", "d"),
            List.of(
                Rows.row(
                    Double.POSITIVE_INFINITY,
                    Double.NaN,
                    new BigDecimal("1e400"),
                    Map.of("k", 2.5f))));
    assertThat(text(Format.JSON, rows))
        .contains("{\"a\": \"Infinity\", \"b\": \"NaN\", \"c\": 1E+400, \"d\": {\"k\": 2.5}}");
  }

  @Test
  void anObjectOfJsonHasAKeyOnce() {
    Rows rows = Rows.of(List.of("a", "b", "a"), List.of());
    assertThat(rows.repeatedName()).contains("a");
    assertThatThrownBy(() -> text(Format.JSON, rows)).hasMessageContaining("a");
    assertThat(text(Format.CSV, rows)).isEqualTo("a,b,a\r\n");
  }

  /** RFC 4180, section 2: quotes double within quotes, lines end in CRLF. */
  @Test
  void csvQuotesWhatItMust() {
    assertThat(text(Format.CSV, MIXED))
        .isEqualTo(
            "name,share,count,fits,parts\r\n"
                + "\"a, \"\"b\"\"\",0.1,3,true,\"[\"\"x\"\", \"\"y\"\"]\"\r\n"
                + "\"\",,,,\r\n"
                + "\"c|d\ne\",1.0E-7,-12,false,[]\r\n");
  }

  static Stream<Double> anyNumbers() {
    SplittableRandom random = new SplittableRandom(18);
    return Stream.generate(() -> Double.longBitsToDouble(random.nextLong()))
        .filter(Double::isFinite)
        .limit(200);
  }

  /** The JDK of this project writes 2.0E-3 where 0.002 would do, and too many digits elsewhere. */
  @ParameterizedTest
  @MethodSource("anyNumbers")
  void machinesReadTheSameNumberFromTheFewestDigits(double number) throws IOException {
    Rows rows = Rows.of(List.of("a"), List.of(Rows.row(number)));
    String csv = text(Format.CSV, rows).lines().skip(1).findFirst().orElseThrow();
    assertThat(Double.parseDouble(csv)).isEqualTo(number);
    JsonNode json = new ObjectMapper().readTree(text(Format.JSON, rows));
    assertThat(json.get(0).get("a").doubleValue()).isEqualTo(number);
    BigDecimal written = new BigDecimal(csv).stripTrailingZeros();
    assertThat(written.precision()).isLessThanOrEqualTo(17);
    assertThat(written.round(new MathContext(written.precision() - 1)).doubleValue())
        .as("fewer digits")
        .isNotEqualTo(written.precision() > 1 ? number : Double.NaN);
  }

  @Test
  void markdownEscapesBars() {
    assertThat(text(Format.MARKDOWN, MIXED))
        .isEqualTo(
            """
            | name | share | count | fits | parts |
            |---|---:|---:|---|---|
            | a, "b" | 0.1 | 3 | true | x; y |
            |  | - | - | - | - |
            | c\\|d\\\\ne | 1e-7 | -12 | false |  |
            """);
  }

  @ParameterizedTest
  @CsvSource({
    "0.0, 0",
    "80.0, 80",
    "0.1234567, 0.12346",
    "-2.5, -2.5",
    "123456.7, 123457",
    "99999.96, 100000",
    "1234567890123, 1234567890123",
    "1.23456789e18, 1.2346e18",
    "0.00001234567, 0.000012346",
    "0.000001234567, 1.2346e-6",
    "Infinity, Infinity"
  })
  void peopleReadFiveDigits(double number, String text) {
    assertThat(HumanText.of(number)).isEqualTo(text);
  }

  @Test
  void valuesOfSectionsAreInTheirHeadings() {
    Rows rows =
        Rows.of(
            List.of("model", "tariff", "cell"),
            List.of(Rows.row("a", "x", 1), Rows.row("b", "x", 22), Rows.row("a", "y", null)));

    assertThat(TextTable.of(rows.withSections(List.of("tariff")), SCREEN))
        .isEqualToNormalizingNewlines(
            """
            Tariff x:
            model  cell
            a         1
            b        22

            Tariff y:
            model  cell
            a         -
            """);
  }

  @Test
  void headingsFitTheScreen() {
    Rows rows =
        Rows.of(List.of("tariff", "cell"), List.of(Rows.row("on demand ".repeat(9).strip(), 1)));
    assertThat(TextTable.of(rows.withSections(List.of("tariff")), SCREEN).lines())
        .hasSize(4)
        .allMatch(line -> line.length() <= 80);
  }

  private static Rows mixes(int width) {
    return Rows.of(
        List.of("mix", "dollars_per_1k", "cell"), List.of(Rows.row("m".repeat(width), 1.5, 2)));
  }

  @Test
  void namesBreakOnlyWhereATableIsTooWide() {
    assertThat(TextTable.of(mixes(58), SCREEN).lines())
        .containsExactly(
            "mix" + " ".repeat(55) + "  dollars_per_1k  cell",
            "m".repeat(58) + "             1.5     2");
    assertThat(TextTable.of(mixes(59), SCREEN).lines())
        .containsExactly(
            " ".repeat(59) + "  dollars_",
            "mix" + " ".repeat(56) + "    per_1k  cell",
            "m".repeat(59) + "       1.5     2");
  }

  /** What a narrow screen lacks room for is named. */
  @Test
  void optionalColumnsAreLeftOutTheLastFirst() {
    Rows rows =
        Rows.of(
                List.of("mix", "ttft", "regret", "cell"),
                List.of(Rows.row("m".repeat(65), 1.5, 2.5, 3)))
            .withOptional(List.of("ttft", "regret"));
    assertThat(TextTable.of(rows, SCREEN).lines())
        .containsExactly(
            "mix" + " ".repeat(62) + "  ttft  cell",
            "m".repeat(65) + "   1.5     3",
            "Left out, as the screen is narrow: regret.");
    assertThat(TextTable.of(rows, new Screen(73, false)).lines())
        .last()
        .isEqualTo("Left out, as the screen is narrow: ttft, regret.");
  }

  @Test
  void rowsThatDoNotFitBecomeBlocks() {
    Rows rows =
        Rows.of(
            List.of("mix", "note"),
            List.of(
                Rows.row("m".repeat(60), "many words that go on until the line is full, and on"),
                Rows.row("n", null)));
    assertThat(TextTable.of(rows, new Screen(40, false)))
        .isEqualToNormalizingNewlines(
            """
            mix   mmmmmmmmmmmmmmmmmmmmmmmmmmmmmmmmmm
                  mmmmmmmmmmmmmmmmmmmmmmmmmm
            note  many words that go on until the
                  line is full, and on

            mix   n
            note  -
            """);
  }

  static Stream<Rows> anyRows() {
    SplittableRandom random = new SplittableRandom(19);
    return Stream.generate(() -> rows(random)).limit(100);
  }

  private static Rows rows(SplittableRandom random) {
    int columns = random.nextInt(1, 12);
    List<String> names = new ArrayList<>();
    for (int i = 0; i < columns; i++) {
      names.add("c" + i + "_x".repeat(random.nextInt(12)));
    }
    List<List<Object>> values = new ArrayList<>();
    for (int row = random.nextInt(4); row >= 0; row--) {
      Object[] line = new Object[columns];
      for (int i = 0; i < columns; i++) {
        line[i] =
            switch (random.nextInt(4)) {
              case 0 -> null;
              case 1 -> random.nextDouble();
              case 2 -> "w ".repeat(random.nextInt(50)).strip();
              default -> "v" + "v".repeat(random.nextInt(90));
            };
      }
      values.add(Arrays.asList(line));
    }
    return Rows.of(names, values).withOptional(names.subList(0, random.nextInt(columns)));
  }

  /** Whatever the rows are, no line is wider than the screen, and no value is cut. */
  @ParameterizedTest
  @MethodSource("anyRows")
  void linesFitAndNothingIsCut(Rows rows) {
    String table = TextTable.of(rows, SCREEN);
    assertThat(table.lines().filter(line -> !line.startsWith("Left out")))
        .allMatch(line -> line.length() <= 80);
    String letters = table.replaceAll("\\s", "");
    for (int column = 0; column < rows.names().size(); column++) {
      String name = rows.names().get(column);
      boolean leftOut = table.matches("(?s).*Left out.*\\b" + name + "\\b.*");
      for (List<Object> row : rows.values()) {
        String value = HumanText.of(row.get(column)).replaceAll("\\s", "");
        assertThat(leftOut || letters.contains(value)).as(value).isTrue();
      }
    }
  }

  @Test
  void coloursAreForTerminalsAlone() {
    Rows rows = Rows.of(List.of("a"), List.of(Rows.row("\u001b[31mred")));
    assertThat(TextTable.of(rows, SCREEN)).doesNotContain("\u001b");
    assertThat(TextTable.of(rows, new Screen(80, true)))
        .startsWith("\u001b[1ma\u001b[0m")
        .doesNotContain("\u001b[31m");
  }

  @ParameterizedTest
  @CsvSource({"120, 120", "0, 80", "-5, 80", "wide, 80", "'', 80", "3, 20", ", 80"})
  void theWidthIsThatOfTheTerminal(String columns, int width) {
    assertThat(Screen.of(columns, false).width()).isEqualTo(width);
  }

  /** A program reads the data alone, and a person reads all in one place. */
  @Test
  void messagesGoBesideTheDataOfPrograms() {
    for (Format format : Format.values()) {
      StringWriter out = new StringWriter();
      StringWriter err = new StringWriter();
      Output output = new Output(format, SCREEN, new PrintWriter(out), new PrintWriter(err));
      output.say("a message");
      assertThat(format == Format.TABLE ? out : err).hasToString("a message");
      assertThat(format == Format.TABLE ? err : out).hasToString("");
    }
  }

  @Test
  void proseIsBrokenAtBlanks() {
    assertThat(Prose.wrapped("  four words are here\nshort", new Screen(20, false), 2))
        .isEqualTo("  four words are\n    here\nshort");
  }
}
