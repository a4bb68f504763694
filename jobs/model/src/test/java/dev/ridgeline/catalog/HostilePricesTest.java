package dev.ridgeline.catalog;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ridgeline.config.CsvTable;
import dev.ridgeline.config.Problem;
import dev.ridgeline.config.Source;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/**
 * A good table of prices with each field made wrong in each way: a problem at its line and column.
 */
class HostilePricesTest {

  private static final List<String> HEADER =
      List.of(
          "accelerator",
          "tariff",
          "dollars_per_hour",
          "purchase_price",
          "accelerators",
          "currency",
          "date",
          "source");

  private static final List<List<String>> ROWS =
      List.of(
          List.of("h100-sxm", "ours", "2.10", "25000", "1", "USD", "2026-10-01", "contract"),
          List.of("H200 SXM", "vendor-b 3y", "28", "", "8", "USD", "2026-11-02", "quote 17"),
          List.of("mi300x", "", "$2.40/h", "", "", "", "", ""));

  private static final List<String> NO_AMOUNT =
      List.of(
          "-1",
          "0",
          "NaN",
          "Infinity",
          "1e9",
          "many",
          "2.5.0",
          "2.50 EUR",
          "0x10",
          "1000000000",
          "0.0000001",
          "--2",
          "2 parsec",
          "\u0662",
          "2.50 2.50");

  /** Texts that no field of a column may have. */
  private static final Map<String, List<String>> WRONG =
      Map.of(
          "accelerator",
              List.of("", "h100-sxn", "7", "h100-sxm; h200-sxm", "../h100-sxm", "\u0000"),
          "tariff", List.of("a;b", "a:b", "../x", "x".repeat(400), "\u0000", "#"),
          "dollars_per_hour", NO_AMOUNT,
          "purchase_price", NO_AMOUNT,
          "accelerators", List.of("0", "-8", "8.5", "many", "99999999", "1e1", "8 GPUs each"),
          "currency", List.of("EUR", "yen", "7", "US", "dollar cents"),
          "date",
              List.of(
                  "2026-13-01",
                  "yesterday",
                  "1.2.2026",
                  "0001-01-01",
                  "2999-01-01",
                  "2026",
                  "2026-02-30"));

  private static List<Problem> problems(List<String> header, List<List<String>> rows) {
    StringBuilder text = new StringBuilder(String.join(",", header)).append('\n');
    rows.forEach(row -> text.append(String.join(",", row)).append('\n'));
    return problems(text.toString());
  }

  private static List<Problem> problems(String text) {
    List<Problem> problems = new ArrayList<>();
    CsvTable.parse(new Source("my.csv", text), problems)
        .ifPresent(
            table -> PriceCsv.read(table, List.of("h100-sxm", "h200-sxm", "mi300x"), problems));
    return problems;
  }

  @Test
  void everyWrongFieldIsLocated() {
    assertThat(problems(HEADER, ROWS)).isEmpty();
    int tried = 0;
    for (int line = 0; line < ROWS.size(); line++) {
      for (int column = 0; column < HEADER.size(); column++) {
        for (String wrong : WRONG.getOrDefault(HEADER.get(column), List.of())) {
          List<List<String>> rows = new ArrayList<>(ROWS);
          List<String> row = new ArrayList<>(ROWS.get(line));
          row.set(column, wrong);
          rows.set(line, row);
          String name = HEADER.get(column);
          int at = line + 2;
          assertThat(problems(HEADER, rows))
              .as("line %d, %s is '%s'", at, name, wrong)
              .anyMatch(problem -> problem.path().equals(name) && problem.line() == at)
              .allMatch(problem -> !problem.message().contains("Exception"));
          tried++;
        }
      }
    }
    assertThat(tried).isEqualTo(183);
  }

  @Test
  void aTableOfAnotherFormIsLocatedToo() {
    String good = String.join(",", HEADER) + "\n" + String.join(",", ROWS.get(0)) + "\n";
    for (String wrong :
        List.of(
            good.replace(",", ";"),
            good.replace("accelerator,", "acelerator,"),
            good.replace("dollars_per_hour", "euros_per_hour"),
            good.replace("tariff", "accelerator"),
            good.replace("tariff", ""),
            good.replace("2.10,", "2.10"),
            good.replace("2.10", "2,10"),
            good.replace("contract", "\"contract"),
            good.replace("contract", "\"contract\" x"),
            good + String.join(",", ROWS.get(0)) + "\n",
            good.replace("dollars_per_hour,purchase_price", "note,region"),
            "",
            "\n\n",
            "# only a comment\n",
            "accelerator\nh100-sxm\n")) {
      assertThat(problems(wrong)).as(wrong).isNotEmpty();
      assertThat(problems(wrong))
          .allMatch(problem -> problem.file().equals("my.csv"))
          .allMatch(problem -> !problem.message().contains("Exception"));
    }
  }
}
