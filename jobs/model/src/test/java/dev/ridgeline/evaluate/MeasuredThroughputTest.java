package dev.ridgeline.evaluate;

import static dev.ridgeline.testing.Plans.ROUNDING;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.assertj.core.api.Assertions.within;

import dev.ridgeline.catalog.CatalogKind;
import dev.ridgeline.catalog.Catalogs;
import dev.ridgeline.catalog.PriceBook;
import dev.ridgeline.config.ConfigException;
import dev.ridgeline.space.DesignSpace;
import dev.ridgeline.sweep.Sweep;
import dev.ridgeline.testing.Plans;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * Published throughputs in place of predictions: with a price of an hour they give published
 * dollars of a million tokens.
 */
class MeasuredThroughputTest {

  private static PriceBook book(String accelerator, Map<String, Double> dollarsPerHour) {
    Map<String, PriceBook.Price> tariffs = new HashMap<>();
    dollarsPerHour.forEach(
        (tariff, dollars) ->
            tariffs.put(tariff, new PriceBook.Price(dollars, null, "gpuadvisor.com, May 2026")));
    return new PriceBook(accelerator, tariffs, PriceBook.Capital.UNKNOWN);
  }

  private static final Catalogs CATALOGS =
      Plans.CATALOGS.with(
          CatalogKind.PRICES,
          List.of(
              book("h100-sxm", Map.of("Lambda", 2.49, "AWS", 33.86 / 8)),
              book("mi300x", Map.of("Lambda", 3.49, "CoreWeave", 4.69)),
              book("l40s", Map.of("Lambda", 1.40))));

  /** Output tokens a second of whole deployments, gpuadvisor.com/cost-to-serve-1m-tokens. */
  private static final String SWEEP =
      """
      name: published
      axes:
        models: [llama-3.1-8b, llama-3.1-70b, llama-3.1-405b, deepseek-r1, mixtral-8x7b]
        quantizations: [bf16, fp8, w4a16]
        hardware: [{colocated: [h100-sxm, mi300x, l40s]}]
        parallelism: [{tp: 8}]
        efficiency: [measured, calibrated]
        workflows: [chat]
        contextTokens: [mean]
        batch: [16]
        tariffs: [Lambda, CoreWeave, AWS]
      measured:
        - {model: llama-3.1-8b, quantization: bf16, accelerator: h100-sxm, outputTokensPerSecond: 5500, by: gpuadvisor, source: gpuadvisor.com}
        - {model: llama-3.1-8b, quantization: bf16, accelerator: mi300x, outputTokensPerSecond: 7000, by: gpuadvisor, source: gpuadvisor.com}
        - {model: llama-3.1-8b, quantization: bf16, accelerator: l40s, outputTokensPerSecond: 4200, by: gpuadvisor, source: gpuadvisor.com}
        - {model: llama-3.1-70b, quantization: bf16, accelerator: h100-sxm, accelerators: 2, outputTokensPerSecond: 2200, by: gpuadvisor, source: gpuadvisor.com}
        - {model: llama-3.1-70b, quantization: fp8, accelerator: h100-sxm, outputTokensPerSecond: 1800, by: gpuadvisor, source: gpuadvisor.com}
        - {model: llama-3.1-70b, quantization: bf16, accelerator: mi300x, outputTokensPerSecond: 3000, by: gpuadvisor, source: gpuadvisor.com}
        - {model: llama-3.1-405b, quantization: fp8, accelerator: h100-sxm, accelerators: 8, outputTokensPerSecond: 1000, by: gpuadvisor, source: gpuadvisor.com}
        - {model: llama-3.1-405b, quantization: fp8, accelerator: mi300x, accelerators: 4, outputTokensPerSecond: 1250, by: gpuadvisor, source: gpuadvisor.com}
        - {model: deepseek-r1, quantization: fp8, accelerator: mi300x, accelerators: 4, outputTokensPerSecond: 1050, by: gpuadvisor, source: gpuadvisor.com}
        - {model: deepseek-r1, quantization: w4a16, accelerator: h100-sxm, accelerators: 8, outputTokensPerSecond: 700, by: gpuadvisor, source: gpuadvisor.com}
        - {model: mixtral-8x7b, quantization: bf16, accelerator: h100-sxm, accelerators: 2, outputTokensPerSecond: 3200, by: gpuadvisor, source: gpuadvisor.com}
        - {model: mixtral-8x7b, quantization: bf16, accelerator: mi300x, outputTokensPerSecond: 4800, by: gpuadvisor, source: gpuadvisor.com}
      """;

  private static final DesignSpace SPACE = Sweep.parse("published.yaml", SWEEP, CATALOGS).space();
  private static final CellEvaluator CELLS = new CellEvaluator(SPACE);

  private static Object value(CellResult cell, String column) {
    return CellColumns.named(column).value(cell);
  }

  private static CellResult cell(String efficiency, String... names) {
    for (long cell = 0; cell < SPACE.grid().cells(); cell++) {
      CellResult result = CELLS.identify(cell);
      if (List.of(names)
              .equals(
                  List.of(
                      result.model.id(),
                      result.quantization.label(),
                      result.mix.decode().id(),
                      result.tariff.label()))
          && value(result, "efficiency").equals(efficiency)) {
        return CELLS.evaluate(cell);
      }
    }
    throw new AssertionError("no cell of " + List.of(names));
  }

  /** The dollars that the page prints, in cents, of its dollars an hour and tokens a second. */
  @ParameterizedTest
  @CsvSource({
    "llama-3.1-8b, bf16, h100-sxm, Lambda, 2.49, 5500, 0.13",
    "llama-3.1-8b, bf16, mi300x, Lambda, 3.49, 7000, 0.14",
    "llama-3.1-8b, bf16, l40s, Lambda, 1.40, 4200, 0.09",
    "llama-3.1-70b, bf16, h100-sxm, Lambda, 4.98, 2200, 0.63",
    "llama-3.1-70b, fp8, h100-sxm, Lambda, 2.49, 1800, 0.38",
    "llama-3.1-70b, bf16, mi300x, Lambda, 3.49, 3000, 0.32",
    "llama-3.1-70b, bf16, mi300x, CoreWeave, 4.69, 3000, 0.43",
    "llama-3.1-405b, fp8, h100-sxm, Lambda, 19.92, 1000, 5.53",
    "llama-3.1-405b, fp8, mi300x, Lambda, 13.96, 1250, 3.10",
    "llama-3.1-405b, fp8, h100-sxm, AWS, 33.86, 1000, 9.41",
    "deepseek-r1, fp8, mi300x, Lambda, 13.96, 1050, 3.69",
    "deepseek-r1, w4a16, h100-sxm, Lambda, 19.92, 700, 7.90",
    "deepseek-r1, fp8, mi300x, CoreWeave, 18.76, 1050, 4.96",
    "mixtral-8x7b, bf16, h100-sxm, Lambda, 4.98, 3200, 0.43",
    "mixtral-8x7b, bf16, mi300x, Lambda, 3.49, 4800, 0.20",
  })
  void publishedRatesGivePublishedDollars(
      String model,
      String quantization,
      String accelerator,
      String tariff,
      double dollarsPerHour,
      double tokensPerSecond,
      double published) {
    CellResult cell = cell("measured", model, quantization, accelerator, tariff);
    assertThat(cell.status()).isEqualTo(Status.MEASURED);
    double dollars = (Double) value(cell, "dollars_per_million_output_tokens_with_prefill");
    assertThat(dollars).isCloseTo(dollarsPerHour / (tokensPerSecond * 3600) * 1e6, ROUNDING);
    assertThat(dollars).isCloseTo(published, within(0.005));
  }

  @Test
  void aMeasuredCellSaysByWhomAndNothingThatIsNotKnown() {
    CellResult cell = cell("measured", "llama-3.1-70b", "bf16", "h100-sxm", "Lambda");
    assertThat(value(cell, "estimate_basis")).isEqualTo("measured by gpuadvisor");
    assertThat(value(cell, "status_detail")).isEqualTo("gpuadvisor.com");
    assertThat(value(cell, "price_basis")).isEqualTo("listed");
    assertThat(value(cell, "output_tokens_per_s_per_accelerator")).isEqualTo(1100.0);
    List<String> known =
        List.of(
            "estimate_basis",
            "price_basis",
            "output_tokens_per_s_per_accelerator",
            "dollars_per_million_output_tokens_with_prefill");
    for (CellColumn column : CellColumns.ALL) {
      if (column.availability() != Availability.ALWAYS && !known.contains(column.name())) {
        assertThat(column.value(cell)).as(column.name()).isNull();
      }
    }
  }

  @Test
  void cellsWithoutAFigureOrAPriceSaySo() {
    CellResult none = cell("measured", "llama-3.1-8b", "fp8", "h100-sxm", "Lambda");
    assertThat(none.status()).isEqualTo(Status.NOT_MEASURED);
    assertThat(value(none, "dollars_per_million_output_tokens_with_prefill")).isNull();
    assertThat(value(none, "estimate_basis")).isNull();
    CellResult noPrice = cell("measured", "llama-3.1-8b", "bf16", "l40s", "AWS");
    assertThat(noPrice.status()).isEqualTo(Status.MEASURED);
    assertThat(value(noPrice, "output_tokens_per_s_per_accelerator")).isEqualTo(4200.0);
    assertThat(value(noPrice, "dollars_per_million_output_tokens_with_prefill")).isNull();
    assertThat(value(noPrice, "price_basis")).isNull();
  }

  /** Predictions are those of a sweep without figures, whichever cell comes before. */
  @Test
  void predictionsBesideFiguresAreUnchanged() {
    String alone =
        SWEEP
            .substring(0, SWEEP.indexOf("measured:\n"))
            .replace("[measured, calibrated]", "[calibrated]");
    CellEvaluator predicted = new CellEvaluator(Sweep.parse("alone.yaml", alone, CATALOGS).space());
    int compared = 0;
    for (long cell = 0; cell < SPACE.grid().cells(); cell++) {
      CellResult both = CELLS.evaluate(cell);
      if (value(both, "efficiency").equals("calibrated")) {
        // Axes after efficiency have 1 x 1 x 1 x 1 x 3 values.
        long other = cell / 6 * 3 + cell % 3;
        CellResult one = predicted.evaluate(other);
        for (CellColumn column : CellColumns.ALL) {
          if (!column.name().equals("cell")) {
            assertThat(column.value(both)).as(column.name()).isEqualTo(column.value(one));
          }
        }
        compared++;
      }
    }
    assertThat(compared).isEqualTo(5 * 3 * 3 * 3);
  }

  /**
   * Cell 103. Eight accelerators at 3.20 $ read 40,000 tokens of prompts a second and write 8,000.
   * Whole dollars over each kind: 25.6 $ over 28.8, 144 and 172.8 million tokens an hour.
   */
  @Test
  void inputOutputAndTotalHaveDollarsEach() {
    DesignSpace space =
        Sweep.parse(
                "three.yaml",
                """
                name: three
                axes:
                  models: [llama-3.1-70b]
                  quantizations: [fp8]
                  hardware: [{colocated: [h100-sxm]}]
                  parallelism: [{tp: 8}]
                  efficiency: [measured]
                  workflows: [chat]
                  contextTokens: [mean]
                  batch: [64]
                  tariffs: [on-demand]
                measured:
                  - {model: llama-3.1-70b, accelerator: h100-sxm, accelerators: 8, inputTokensPerSecond: 40000,
                     outputTokensPerSecond: 8000, by: us, source: our log}
                """,
                Plans.CATALOGS)
            .space();
    CellResult cell = new CellEvaluator(space).evaluate(0);
    assertThat((Double) value(cell, "dollars_per_million_output_tokens_with_prefill"))
        .as("cell 103: over 8,000 x 3,600 tokens")
        .isCloseTo(25.6 / 28.8, ROUNDING);
    assertThat((Double) value(cell, "dollars_per_million_prompt_tokens_with_decode"))
        .as("cell 103: over 40,000 x 3,600 tokens")
        .isCloseTo(25.6 / 144, ROUNDING);
    assertThat((Double) value(cell, "dollars_per_million_total_tokens"))
        .as("cell 103: over both")
        .isCloseTo(25.6 / 172.8, ROUNDING);
    assertThat((Double) value(cell, "total_tokens_per_s_per_accelerator")).isEqualTo(6000);
    assertThat(Explanation.withColumns(space, 0)).contains("measured by us", "our log");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "model: llama-3.1-8b, quantization: bf16, accelerator: l40s | model: llama-3.1-8, accelerator: l40s | /measured/2/model: is 'llama-3.1-8', which is not on its axis. | Maybe you meant 'llama-3.1-8b'.",
        "quantization: bf16, accelerator: l40s | accelerator: l4 | /measured/2/accelerator: is 'l4', which is not on its axis. | Maybe you meant 'l40s'.",
        "quantization: bf16, accelerator: l40s | quantization: bf61, accelerator: l40s | /measured/2/quantization: is 'bf61', which is not on its axis. | Maybe you meant 'bf16'.",
        "accelerator: l40s | accelerator: l40s, batch: 17 | /measured/2/batch: is '17', which is not on its axis. | Known: 16.",
        "accelerator: l40s | accelerator: l40s, workflow: chta | /measured/2/workflow: is 'chta', which is not on its axis. | Maybe you meant 'chat'.",
        "outputTokensPerSecond: 4200 | accelerators: 1 | /measured/2: states no rate. | Allowed: inputTokensPerSecond",
        "outputTokensPerSecond: 4200 | outputTokensPerSecond: 0 | /measured/2/outputTokensPerSecond: is '0'. | tokens a second",
        "outputTokensPerSecond: 4200 | outputTokensPerSecond: 42, inputTokensPerSecond: 42, totalTokensPerSecond: 90 | /measured/2/totalTokensPerSecond: is 90.0, but input and output add up to 84.0. | 84",
        "outputTokensPerSecond: 4200 | outputTokensPerSecond: 42, totalTokensPerSecond: 20 | /measured/2/totalTokensPerSecond: is less than a part of it. | less",
        "quantization: bf16, accelerator: l40s | accelerator: h100-sxm | /measured/2: is of cells that have the throughput of measured/0, too. | Maybe state",
        "[measured, calibrated] | [calibrated] | /measured: is not used. | Maybe add 'measured'",
        "accelerator: l40s | acelerator: l40s | /measured/2/acelerator: unknown field 'acelerator'. | Maybe you meant 'accelerator'.",
      })
  void aWrongThroughputIsReportedAtItsPlace(
      String from, String to, String expected, String advice) {
    assertThat(SWEEP).contains(from);
    String message =
        catchThrowableOfType(
                ConfigException.class,
                () -> Sweep.parse("published.yaml", SWEEP.replace(from, to), CATALOGS))
            .getMessage()
            .replaceAll(" \\(line \\d+\\)", "");
    assertThat(message).contains(expected).contains(advice);
  }

  @Test
  void measuredWithoutFiguresIsAMistake() {
    String without = SWEEP.substring(0, SWEEP.indexOf("measured:\n"));
    assertThat(
            catchThrowableOfType(
                ConfigException.class, () -> Sweep.parse("published.yaml", without, CATALOGS)))
        .hasMessageContaining("has 'measured', but the sweep states no throughput in 'measured'");
  }
}
