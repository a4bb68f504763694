package dev.ridgeline.question;

import static dev.ridgeline.testing.Plans.ROUNDING;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import dev.ridgeline.catalog.CatalogKind;
import dev.ridgeline.catalog.Catalogs;
import dev.ridgeline.catalog.PriceBook;
import dev.ridgeline.choice.MixPattern;
import dev.ridgeline.config.ConfigException;
import dev.ridgeline.sweep.LatencyTargets;
import dev.ridgeline.testing.Plans;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Published throughputs beside the mixes of an answer. */
class MeasuredPricesTest {

  private static final Catalogs CATALOGS =
      Plans.CATALOGS.with(
          CatalogKind.PRICES,
          List.of(
              new PriceBook(
                  "h100-sxm",
                  Map.of("Lambda", new PriceBook.Price(2.49, null, "gpuadvisor.com, May 2026")),
                  PriceBook.Capital.UNKNOWN)));

  private static final String TABLE =
      """
      model,accelerator,accelerators,quantization,output_tokens_per_s,by
      llama-3.1-70b,h100-sxm,2,bf16,2200,gpuadvisor
      llama-3.1-70b,mi300x,,bf16,3000,gpuadvisor
      llama-3.1-8b,h100-sxm,,bf16,5500,gpuadvisor
      """;

  @TempDir private Path directory;

  private MeasuredPrices read(String table) throws IOException {
    return MeasuredPrices.read(Files.writeString(directory.resolve("mine.csv"), table), CATALOGS);
  }

  /** Cell 128. Two accelerators at 2.49 $ give 2,200 tokens/s: 4.98 $ over 7.92 million an hour. */
  @Test
  void aRateAndAPriceGiveDollarsOfAMillionTokens() throws IOException {
    MeasuredPrices prices = read(TABLE);
    MeasuredPrices.Row row = prices.of("llama-3.1-70b").get(0);
    assertThat(row.outputTokensPerSecond()).isEqualTo(1100);
    assertThat(prices.dollarsPerMillion(row, "Lambda").orElseThrow())
        .as("cell 128: 4.98 / 7.92")
        .isCloseTo(4.98 / 7.92, ROUNDING);
    assertThat(prices.dollarsPerMillion(prices.of("llama-3.1-70b").get(1), "Lambda")).isEmpty();
  }

  @Test
  void measuredAndPredictedPricesAreInOneTable() throws IOException {
    Question question =
        new Question(
            "llama-3.1-70b",
            "chat",
            "mean",
            List.of("fp8"),
            List.of(),
            MixPattern.parse("--hardware", "h100-sxm", CATALOGS),
            "Lambda",
            LatencyTargets.NONE,
            Optional.empty(),
            Optional.empty(),
            Optional.empty());
    BestAnswer answer = new BestSearch(CATALOGS, 1).answer(question);
    String table = read(TABLE).beside(answer, 5);
    assertThat(table)
        .contains("whose", "$/M output", "predicted ", "measured by gpuadvisor  h100-sxm", "0.629")
        .contains("no price")
        .doesNotContain("5,500");
    assertThat(
            read("model,accelerator,output_tokens_per_s\nllama-3.1-8b,l40s,7\n").beside(answer, 5))
        .contains("the table has no row of llama-3.1-70b");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "llama-3.1-70b,h100-sxm,2 | llama-3.1-70,h100-sxm,2 | model: unknown model 'llama-3.1-70' (line 2)",
        "h100-sxm,2,bf16 | h100,2,bf16 | accelerator: unknown accelerator 'h100' (line 2)",
        "2200 | -2200 | output_tokens_per_s: is '-2200' (line 2)",
        "2200 | fast | output_tokens_per_s: is 'fast' (line 2)",
        "2200 | NaN | output_tokens_per_s: is 'NaN' (line 2)",
        "2200 | 1e99 | output_tokens_per_s: is '1e99' (line 2)",
        "h100-sxm,2, | h100-sxm,0, | accelerators: is '0' (line 2)",
        "by | bye | bye: unknown column 'bye' (line 1)",
        "accelerator, | acelerator, | has no column 'accelerator' (line 1)",
        "bf16,2200 | bf16 2200 | has a row of 5 fields (line 2)",
      })
  void aWrongFieldIsLocated(String from, String to, String expected) {
    assertThat(TABLE).contains(from);
    assertThat(catchThrowable(() -> read(TABLE.replaceFirst(from, to))))
        .isInstanceOf(ConfigException.class)
        .hasMessageContaining("mine.csv: ")
        .hasMessageContaining(expected);
  }
}
