package dev.ridgeline.catalog;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ridgeline.config.ConfigException;
import dev.ridgeline.config.CsvTable;
import dev.ridgeline.config.Document;
import dev.ridgeline.config.Problem;
import dev.ridgeline.config.Source;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** A table of prices with the headers that people use, and what is said of its mistakes. */
class PriceCsvTest {

  private static final List<String> KNOWN = List.of("h100-sxm", "h200-sxm", "mi300x");

  private final List<Problem> problems = new ArrayList<>();

  private List<PriceBook> books(String text) {
    return CsvTable.parse(new Source("my.csv", text), problems)
        .map(table -> PriceCsv.read(table, KNOWN, problems))
        .orElse(List.of())
        .stream()
        .map(Document::value)
        .toList();
  }

  private String problemsOf(String text) {
    books(text);
    return new ConfigException(problems).getMessage();
  }

  @Test
  void everyColumnHasItsMeaning() {
    PriceBook book =
        books(
                """
                # what we pay
                accelerator,tariff,dollars_per_hour,purchase_price,accelerators,currency,date,provider,region,source,note
                h100-sxm,vendor-b 3y,24.00,"240000",8,USD,2026-11-02,Vendor B,eu-1,"quote 17, page 2",negotiable
                """)
            .get(0);
    assertThat(problems).isEmpty();
    PriceBook.Price price = book.tariffs().get("vendor-b 3y");
    assertThat(price.dollarsPerHour()).isEqualTo(3.00); // 24 $ for 8 accelerators
    assertThat(price.asOf()).isEqualTo(LocalDate.of(2026, 11, 2));
    assertThat(price.source()).isEqualTo("quote 17, page 2, Vendor B, eu-1, negotiable");
    assertThat(book.capital().dollars()).isEqualTo(30_000);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "accelerator,dollars_per_hour",
        "GPU,Price",
        "gpu_type,hourly",
        "Device,USD per hour",
        "gpu model,$/GPU-hr",
        "chip,Price ($/h)",
        "gpu_name,hourly_rate_usd",
        "Hardware,cost per gpu hour",
        "gpu,usd_per_hour",
      })
  void headersOfPeopleAreUnderstood(String header) {
    PriceBook book = books(header + "\nH200_SXM,2.50\n").get(0);
    assertThat(problems).isEmpty();
    assertThat(book.id()).isEqualTo("h200-sxm");
    assertThat(book.tariffs().get("on-demand").dollarsPerHour()).isEqualTo(2.50);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"2.5", "$2.50", "2.50 USD", "US$ 2.5", "2.50 $/h", "2.50/hr", "2.5 per hour"})
  void amountsOfDollarsAreUnderstood(String amount) {
    assertThat(books("gpu,price\nmi300x," + amount.replace(" $/h", "/h") + "\n"))
        .singleElement()
        .satisfies(
            book -> assertThat(book.tariffs().get("on-demand").dollarsPerHour()).isEqualTo(2.5));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "h101-sxm,ours,2,2026-01-01,USD | gpu: unknown accelerator 'h101-sxm' (line 2). Known: h100-sxm, h200-sxm, mi300x. Maybe you meant 'h100-sxm'.",
        "h100-sxm,ours,€2,2026-01-01,USD | price: is '€2' (line 2). Allowed: an amount of US dollars, such as 2.50.",
        "h100-sxm,ours,'1,250.00',2026-01-01,USD | price: is '1,250.00' (line 2). Allowed: an amount of US dollars, such as 2.50.",
        "h100-sxm,ours,NaN,2026-01-01,USD | price: is 'NaN' (line 2).",
        "h100-sxm,ours,-2,2026-01-01,USD | price: is '-2' (line 2).",
        "h100-sxm,ours,0,2026-01-01,USD | price: is '0' (line 2). Allowed for the price of an accelerator's hour: from 0.001 to 1000 dollars an hour",
        "h100-sxm,ours,2,2026-01-01,EUR | currency: is 'EUR' (line 2). Allowed: USD. Maybe convert the prices first.",
        "h100-sxm,ours,2,01.02.2026,USD | date: is '01.02.2026' (line 2). Allowed: a day of this century, such as 2026-09-19.",
        "h100-sxm,a;b,2,2026-01-01,USD | plan: is 'a;b' (line 2). Allowed: a name of 1 to 60 letters",
        "h100-sxm,ours,,2026-01-01,USD | gpu: has no price (line 2). Allowed: a price of an hour or to buy.",
        ",ours,2,2026-01-01,USD | gpu: is empty (line 2).",
        "h100-sxm,ours,2,2026-01-01 | has a row of 4 fields (line 2). Allowed: 5, as in the header.",
      })
  void aWrongRowIsReportedByLineAndColumn(String row, String expected) {
    assertThat(problemsOf("gpu,plan,price,date,currency\n" + row.replace('\'', '"') + "\n"))
        .contains("my.csv: 1 problem")
        .contains(expected);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "gpu,pirce | Maybe you meant 'price'.",
        "gpu,price_eur | price_eur: is in another currency (line 1). Allowed: US dollars.",
        "gpu,price (€/h) | is in another currency (line 1).",
        "gpu,price,hourly | hourly: is a second column of dollars_per_hour (line 1). Allowed: one.",
        "price | has no column 'accelerator' (line 1).",
        "gpu | has no column 'dollars_per_hour' or 'purchase_price' (line 1).",
        "gpu;price | has one column (line 1). Allowed: columns separated by commas.",
        "gpu,price,gpu | gpu: is a second 'gpu' (line 1). Allowed: each name once.",
      })
  void aWrongHeaderIsReported(String header, String expected) {
    assertThat(problemsOf(header + "\n")).contains("my.csv: ").contains(expected);
  }

  @Test
  void twoPricesOfOneTariffAreAMistake() {
    assertThat(
            problemsOf(
                """
                gpu,price,region
                h100-sxm,2.00,us-east
                h100-sxm,2.20,eu-west
                """))
        .contains(
            "is a second price in tariff 'on-demand' of h100-sxm beside that of line 2 (line 3)."
                + " Maybe name the tariffs apart, such as 'on-demand us-east'.");
  }

  @Test
  void allProblemsAreReportedTogether() {
    assertThat(problemsOf("gpu,price\nh1,2\nh100-sxm,two\n")).contains("my.csv: 2 problems");
  }

  /** RFC 4180: quotes, commas, line breaks and quotation marks in fields; a byte order mark. */
  @Test
  void quotedFieldsAreReadAsWritten() {
    PriceBook book =
        books("\uFEFFgpu,price,source\r\n\r\nh100-sxm,2,\"said \"\"firm\"\",\nin writing\"\r\n")
            .get(0);
    assertThat(problems).isEmpty();
    assertThat(book.tariffs().get("on-demand").source()).isEqualTo("said \"firm\",\nin writing");
    assertThat(problemsOf("gpu,price\n\"h100-sxm,2\n"))
        .contains("has a quoted field that does not end (line 2).");
    problems.clear();
    assertThat(problemsOf("gpu,price\n\"h100-sxm\"x,2\n"))
        .contains("has text after a quoted field (line 2).");
    problems.clear();
    assertThat(problemsOf("# nothing\n")).contains("is empty");
  }
}
