package dev.ridgeline.space;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.ridgeline.catalog.CatalogKind;
import dev.ridgeline.catalog.Catalogs;
import dev.ridgeline.catalog.PriceBasis;
import dev.ridgeline.catalog.PriceBook;
import dev.ridgeline.config.ConfigException;
import dev.ridgeline.evaluate.CellColumns;
import dev.ridgeline.evaluate.CellEvaluator;
import dev.ridgeline.sweep.Sweep;
import dev.ridgeline.testing.Plans;
import java.util.List;
import java.util.Map;
import org.assertj.core.data.Percentage;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Terms of a sweep: tariffs by any name, rented hours that are partly used, owners. */
class TariffsTest {

  private static final Percentage EXACT = Percentage.withPercentage(1e-13);

  private static final Catalogs CATALOGS =
      Plans.CATALOGS.with(
          CatalogKind.PRICES,
          List.of(
              new PriceBook(
                  "h100-sxm",
                  Map.of(
                      "on-demand", new PriceBook.Price(3.20, null, "made up for this test"),
                      "vendor-b 3y", new PriceBook.Price(1.60, null, "made up for this test")),
                  PriceBook.Capital.UNKNOWN)));

  private static DesignSpace space(String axes) {
    return Sweep.parse(
            "rented.yaml",
            """
            name: rented
            axes:
              models: [llama-3.1-70b]
              quantizations: [fp8]
              hardware: [{colocated: [h100-sxm], tier: [host-ddr5]}]
              parallelism: [{tp: 4}]
              workflows: [chat]
              contextTokens: [mean]
              batch: [64]
            """
                + axes.indent(2),
            CATALOGS)
        .space();
  }

  private static double dollars(CellEvaluator evaluator, long cell, String column) {
    Object value = CellColumns.named(column).value(evaluator.evaluate(cell));
    return value instanceof Double number ? number : Double.NaN;
  }

  /**
   * Cell 99. Rented at 3.20 $ and used for 45 % of the hours, an hour of use costs 3.20 / 0.45 $.
   * The memory tier is paid for all hours, too, so that all dollars are 1 / 0.45 times as many.
   */
  @ParameterizedTest
  @CsvSource({
    "dollars_per_hour", "dollars_per_request", "dollars_per_million_output_tokens",
    "dollars_per_task", "fleet_dollars_per_hour", "dollars_per_million_total_tokens",
  })
  void rentedHoursCostMoreWhereTheyAreNotUsed(String column) {
    DesignSpace space =
        space("tariffs: [on-demand, {label: rented, of: on-demand, utilization: 0.45}]");
    CellEvaluator evaluator = new CellEvaluator(space);
    assertThat(dollars(evaluator, 1, column))
        .as("cell 99: " + column)
        .isCloseTo(dollars(evaluator, 0, column) / 0.45, EXACT);
    assertThat(CellColumns.TARIFF.value(evaluator.identify(1))).isEqualTo("rented");
  }

  @Test
  void tariffsHaveTheNamesOfUsers() {
    DesignSpace space =
        space("tariffs: [vendor-b 3y, {label: half, of: vendor-b 3y, utilization: 0.5}]");
    assertThat(space.tariffs().stream().map(PriceBasis::label))
        .containsExactly("vendor-b 3y", "half");
    CellEvaluator evaluator = new CellEvaluator(space);
    double tier =
        Plans.CATALOGS.memoryTiers().find("host-ddr5").orElseThrow().bytesPerAccelerator()
            / 1e9
            * Plans.CATALOGS.memoryTiers().find("host-ddr5").orElseThrow().dollarsPerGigabyteHour();
    assertThat(dollars(evaluator, 0, "dollars_per_hour")).isCloseTo(4 * (1.60 + tier), EXACT);
    assertThat(dollars(evaluator, 1, "dollars_per_hour")).isCloseTo(8 * (1.60 + tier), EXACT);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "[vendor-b 2y] | /axes/tariffs/0: unknown tariff 'vendor-b 2y'. Known: vendor-b 3y, owner, | Maybe you meant 'vendor-b 3y'.",
        "[on-demnd] | /axes/tariffs/0: unknown tariff 'on-demnd'. | Maybe you meant 'on-demand'.",
        "[{label: x, of: on-dmand, utilization: 0.5}] | /axes/tariffs/0/of: unknown tariff 'on-dmand'. | Maybe you meant 'on-demand'.",
        "[{label: x, of: on-demand, utilization: 45}] | /axes/tariffs/0/utilization: is 45.0. Allowed: a share | from 1e-6 to 1",
        "[{label: x, of: on-demand, utilization: half}] | /axes/tariffs/0/utilization: is 'half'. Allowed: a share | to 1",
        "[{label: x, of: on-demand}] | /axes/tariffs/0/utilization: is missing | missing",
        "[{label: x, utilization: 0.5}] | /axes/tariffs/0/of: is missing | missing",
        "[{of: on-demand, utilization: 0.5}] | /axes/tariffs/0/label: is missing | missing",
        "[{label: x, off: on-demand, utilization: 0.5}] | /axes/tariffs/0/off: unknown field 'off'. | Maybe you meant 'of'.",
        "[{label: 'a;b', of: on-demand, utilization: 0.5}] | /axes/tariffs/0/label: is 'a;b'. | letters",
        "[on-demand, {label: on-demand, of: on-demand, utilization: 0.5}] | /axes/tariffs/1: is a second 'on-demand'. | once",
        "[] | /axes/tariffs: is empty. | at least one",
        "[3] | /axes/tariffs/0: is 3. Allowed: the name of a tariff | object",
      })
  void wrongTermsAreReportedAtTheirPlace(String tariffs, String expected, String advice) {
    String message =
        catchThrowableOfType(ConfigException.class, () -> space("tariffs: " + tariffs))
            .getMessage()
            .replaceAll(" \\(line \\d+\\)", "");
    assertThat(message).contains(expected).contains(advice);
  }
}
