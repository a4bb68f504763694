package dev.ridgeline.economics;

import static dev.ridgeline.testing.Plans.ROUNDING;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.ridgeline.catalog.TokenPriceBook.TokenPrice;
import dev.ridgeline.config.ConfigException;
import dev.ridgeline.evaluate.CellColumn;
import dev.ridgeline.evaluate.CellColumns;
import dev.ridgeline.evaluate.CellEvaluator;
import dev.ridgeline.evaluate.CellResult;
import dev.ridgeline.sweep.Sweep;
import dev.ridgeline.testing.Plans;
import dev.ridgeline.testing.WorkflowBuilder;
import dev.ridgeline.workload.Call;
import dev.ridgeline.workload.Request;
import dev.ridgeline.workload.Session;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What sellers take for tokens, beside what it costs to serve them. */
class TokenSalesTest {

  private static final TokenPrice PRICE = new TokenPrice(0.60, 0.10, 3.00, null, "made up");

  /** Cell 100. 3,072 new, 1,024 cached and 256 generated tokens at 0.60, 0.10 and 3.00 $/M. */
  @Test
  void aRequestIsPaidByItsTokens() {
    assertThat(TokenSales.dollarsPerRequest(PRICE, new Request(4096, 1024, 256)))
        .as("cell 100: (3,072 x 0.60 + 1,024 x 0.10 + 256 x 3.00) / 10^6")
        .isCloseTo(0.0027136, ROUNDING);
  }

  /**
   * Cell 101. Four turns from 1,000 tokens, each appending 200 and generating 50: prompts of 1,000,
   * 1,250, 1,500 and 1,750 tokens. Of the last three, 0.9 of 1,050, 1,300 and 1,550 are cached.
   */
  @Test
  void aTaskIsPaidByTheTokensOfItsTurns() {
    Session session =
        new Session(
            WorkflowBuilder.aWorkflow()
                .turns(4)
                .firstPromptTokens(1000)
                .appendedTokens(200)
                .outputTokens(50)
                .prefixReuse(0.9)
                .build());
    double cached = 0.9 * (1050 + 1300 + 1550);
    assertThat(session.cachedTokensOfTask()).as("cell 101: cached").isCloseTo(cached, ROUNDING);
    assertThat(session.promptTokensOfTask()).as("cell 101: prompts").isCloseTo(5500, ROUNDING);
    assertThat(TokenSales.dollarsPerTask(PRICE, session))
        .as("cell 101: 1,990 new, 3,510 cached and 200 generated tokens")
        .isCloseTo((1990 * 0.60 + 3510 * 0.10 + 200 * 3.00) / 1e6, ROUNDING);
  }

  /** The closed form of a task is the sum over its turns, for all workflows of ours. */
  @Test
  void aTaskIsTheSumOfItsTurns() {
    Plans.CATALOGS
        .workflows()
        .entries()
        .forEach(
            workflow -> {
              Session session = new Session(workflow);
              double sum = 0;
              for (Call call : session.calls(true)) {
                sum += TokenSales.dollarsPerRequest(PRICE, call.request());
              }
              assertThat(TokenSales.dollarsPerTask(PRICE, session))
                  .as(workflow.id())
                  .isCloseTo(sum, ROUNDING);
            });
  }

  private static final String SWEEP =
      """
      name: sales
      axes:
        models: [deepseek-v3, llama-3.1-8b]
        quantizations: [fp8]
        hardware: [{colocated: [h200-sxm]}]
        parallelism: [{tp: 8}]
        workflows: [coding]
        contextTokens: [mean]
        batch: [16]
        tariffs: [on-demand, {label: half, of: on-demand, utilization: 0.5}]
        fleets: [{limit: true}, {requestsPerSecond: 3}]
        tokenPrices: [none, deepseek-api]
      """;

  private static final CellEvaluator CELLS =
      new CellEvaluator(Sweep.parse("sales.yaml", SWEEP, Plans.CATALOGS).space());

  /** The cell of a model, a tariff, a fleet and a seller, by their places. */
  private static CellResult cell(int model, int tariff, int fleet, int seller) {
    return CELLS.evaluate(((model * 2 + tariff) * 2 + fleet) * 2 + seller);
  }

  private static double value(CellResult cell, String column) {
    return (Double) CellColumns.named(column).value(cell);
  }

  /**
   * Cell 102. DeepSeek-V3 at 0.27, 0.07 and 1.10 $/M, on a fleet that is busy half of the year: it
   * sells for half of 8,760 hours, and pays for all of them.
   */
  @Test
  void aFleetEarnsWhatIsLeftOfItsSales() {
    CellResult cell = cell(0, 1, 1, 1);
    Request request = cell.request();
    double sales =
        (request.newTokens() * 0.27 + request.cachedTokens() * 0.07 + request.outputTokens() * 1.10)
            / 1e6;
    assertThat(value(cell, "sales_dollars_per_request"))
        .as("cell 102: sales of a request")
        .isCloseTo(sales, ROUNDING);
    assertThat(value(cell, "margin_dollars_per_request"))
        .as("cell 102: less its cost")
        .isCloseTo(sales - value(cell, "dollars_per_request"), ROUNDING);
    double paidEachHour = 0.5 * value(cell, "fleet_dollars_per_hour");
    double soldEachHour = 0.5 * 3 * 3600 * sales;
    assertThat(value(cell, "margin_dollars_per_gigawatt_year"))
        .as("cell 102: of 10^9 W for 8,760 h")
        .isCloseTo(
            (soldEachHour - paidEachHour) * 8760 / value(cell, "fleet_watts") * 1e9, ROUNDING);
    assertThat(CellColumns.named("sales_basis").value(cell)).isEqualTo("listed");
  }

  /** At the utilization of break-even, cost and sales are equal; it is the same at any tariff. */
  @Test
  void breakEvenIsWhereServingCostsWhatTheSellerTakes() {
    CellResult full = cell(0, 0, 0, 1);
    double breakEven = value(full, "break_even_utilization");
    assertThat(value(full, "dollars_per_request") / breakEven)
        .isCloseTo(value(full, "sales_dollars_per_request"), ROUNDING);
    assertThat(value(cell(0, 1, 0, 1), "break_even_utilization")).isCloseTo(breakEven, ROUNDING);
  }

  /** Without a seller, or where it has no price of the model, nothing is claimed. */
  @Test
  void whereNoBookAppliesSalesAreNull() {
    for (CellResult cell : List.of(cell(0, 0, 0, 0), cell(1, 0, 0, 1))) {
      for (CellColumn column : CellColumns.ALL) {
        if (column.name().matches("(sales|margin)_dollars_.*|break_even_utilization")) {
          assertThat(column.value(cell)).as(column.name()).isNull();
        }
      }
      assertThat(CellColumns.named("sales_basis").value(cell)).isEqualTo("none");
      assertThat(CellColumns.named("dollars_per_request").value(cell)).isNotNull();
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"deepseek", "deepseek-ap", "Deepseek-API"})
  void anUnknownSellerIsNamedWithTheNearest(String seller) {
    String sweep = SWEEP.replace("none, deepseek-api", seller);
    assertThat(
            catchThrowableOfType(
                ConfigException.class, () -> Sweep.parse("sales.yaml", sweep, Plans.CATALOGS)))
        .hasMessageContaining("/axes/tokenPrices/0: unknown seller of tokens '" + seller + "'")
        .hasMessageContaining("Maybe you meant 'deepseek-api'.");
  }
}
