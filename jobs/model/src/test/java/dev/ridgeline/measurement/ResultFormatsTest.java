package dev.ridgeline.measurement;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.ridgeline.config.ConfigException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Files of benchmarks, typed by hand in the shape that each tool writes. */
class ResultFormatsTest {

  private static final Path GOLDEN = Path.of("src/test/resources/dev/ridgeline/measurement");

  @TempDir private Path directory;

  private static List<MeasuredPoint> read(String file, String... given) {
    Map<String, String> values = new java.util.HashMap<>();
    for (int i = 0; i < given.length; i += 2) {
      values.put(given[i], given[i + 1]);
    }
    return MeasurementFiles.read(GOLDEN.resolve(file), values);
  }

  private static double value(MeasuredPoint point, Metric metric, Statistic statistic) {
    return point.measured().of(metric, statistic).orElseThrow();
  }

  /** 200,000 tokens of 200 prompts are 1,000 each; 500 tokens/s of 2 accelerators are 250. */
  @Test
  void vllmSaysTheLoadAndMetadataTheRest() {
    MeasuredPoint point = read("vllm-bench.json", "quantization", "fp8").get(0);
    assertThat(point.model().model()).isEqualTo("meta-llama/Llama-3.1-8B-Instruct");
    assertThat(point.machine().accelerator()).isEqualTo("h100-sxm");
    assertThat(point.software().engine()).isEqualTo("vllm");
    assertThat(point.software().day()).contains(LocalDate.of(2026, 11, 26));
    assertThat(point.layout().tp()).isEqualTo(2);
    assertThat(point.load().inputTokens()).hasValue(1000);
    assertThat(point.load().outputTokens()).hasValue(250);
    assertThat(point.load().concurrency()).hasValue(32);
    assertThat(point.load().requestsPerSecond()).isEmpty();
    assertThat(value(point, Metric.TTFT, Statistic.MEAN)).isCloseTo(0.1205, within(1e-12));
    assertThat(value(point, Metric.TTFT, Statistic.P99)).isCloseTo(0.3, within(1e-12));
    assertThat(value(point, Metric.TPOT, Statistic.MEAN)).isCloseTo(0.00825, within(1e-12));
    assertThat(value(point, Metric.TPOT, Statistic.P50)).isCloseTo(0.008, within(1e-12));
    assertThat(value(point, Metric.LATENCY, Statistic.MEAN)).isCloseTo(2.18, within(1e-12));
    assertThat(value(point, Metric.OUTPUT_THROUGHPUT, Statistic.MEAN)).isEqualTo(250);
    assertThat(value(point, Metric.TOTAL_THROUGHPUT, Statistic.MEAN)).isEqualTo(1250);
  }

  /** With attention data parallelism, 8 groups of one accelerator; without, 2 replicas. */
  @Test
  void sglangCarriesTheArgumentsOfTheServer() {
    List<MeasuredPoint> points = read("sglang-bench.jsonl", "accelerator", "h200-sxm");
    MeasuredPoint first = points.get(0);
    assertThat(first.layout().tp()).isEqualTo(1);
    assertThat(first.layout().dp()).isEqualTo(8);
    assertThat(first.layout().ep()).isEqualTo(8);
    assertThat(first.machine().count()).hasValue(8);
    assertThat(first.model().kvBits()).hasValue(8);
    assertThat(first.settings().chunkTokens()).hasValue(32768);
    assertThat(first.settings().memoryFraction()).hasValue(0.85);
    assertThat(first.load().inputTokens()).hasValue(1024);
    assertThat(first.load().concurrency()).hasValue(16);
    assertThat(first.load().requestsPerSecond()).isEmpty();
    assertThat(value(first, Metric.LATENCY, Statistic.MEAN)).isEqualTo(3);
    assertThat(value(first, Metric.OUTPUT_THROUGHPUT, Statistic.MEAN)).isEqualTo(64);
    MeasuredPoint second = points.get(1);
    assertThat(second.software().engine()).isEqualTo("sglang");
    assertThat(second.machine().count()).hasValue(2);
    assertThat(second.layout().dp()).isEqualTo(1);
    assertThat(second.model().kvBits()).isEmpty();
    assertThat(second.settings().chunkTokens()).isEmpty();
    assertThat(second.load().concurrency()).isEmpty();
    assertThat(second.load().requestsPerSecond()).hasValue(4);
  }

  /** The mean length is 0.9 of the nominal 1,000. */
  @Test
  void inferenceXSaysEverythingButTheModelsId() {
    List<MeasuredPoint> points = read("inferencex.json");
    MeasuredPoint first = points.get(0);
    assertThat(first.label().source()).isEqualTo("InferenceX");
    assertThat(first.machine().accelerator()).isEqualTo("b200");
    assertThat(first.machine().count()).hasValue(8);
    assertThat(first.layout().tp()).isEqualTo(1);
    assertThat(first.layout().dp()).isEqualTo(8);
    assertThat(first.layout().deployment()).isEqualTo("colocated");
    assertThat(first.load().inputTokens().orElseThrow()).isCloseTo(900, within(1e-9));
    assertThat(first.load().outputTokens().orElseThrow()).isCloseTo(450, within(1e-9));
    assertThat(value(first, Metric.TPOT, Statistic.MEAN)).isEqualTo(0.012);
    assertThat(value(first, Metric.TTFT, Statistic.P50)).isEqualTo(0.35);
    assertThat(value(first, Metric.OUTPUT_THROUGHPUT, Statistic.MEAN)).isEqualTo(500);
    MeasuredPoint second = points.get(1);
    assertThat(second.layout().tp()).isEqualTo(4);
    assertThat(second.layout().dp()).isEqualTo(1);
    assertThat(second.layout().drafts()).isEqualTo("none");
  }

  /** 35,200 us are 35.2 ms. */
  @Test
  void aiperfStatesUnits() {
    MeasuredPoint point = read("aiperf.json", "accelerator", "b200", "quantization", "fp8").get(0);
    assertThat(point.model().model()).isEqualTo("Qwen/Qwen3-32B");
    assertThat(point.load().concurrency()).hasValue(4);
    assertThat(point.load().inputTokens()).hasValue(256);
    assertThat(value(point, Metric.TTFT, Statistic.P95)).isCloseTo(0.252, within(1e-12));
    assertThat(value(point, Metric.TPOT, Statistic.MEAN)).isCloseTo(0.0352, within(1e-12));
    assertThat(point.measured().of(Metric.TPOT, Statistic.P95)).isEmpty();
    assertThat(value(point, Metric.OUTPUT_THROUGHPUT, Statistic.MEAN)).isEqualTo(128);
  }

  @Test
  void genAiPerfWritesThousandsWithCommas() {
    MeasuredPoint point =
        read(
                "genai-perf.csv",
                "model",
                "llama-3.1-8b",
                "accelerator",
                "h100-sxm",
                "quantization",
                "fp8",
                "concurrency",
                "20",
                "tp",
                "2")
            .get(0);
    assertThat(value(point, Metric.TTFT, Statistic.MEAN)).isCloseTo(1.14631, within(1e-12));
    assertThat(value(point, Metric.TPOT, Statistic.P90)).isCloseTo(0.03253, within(1e-12));
    assertThat(value(point, Metric.LATENCY, Statistic.P50)).isCloseTo(5.69023, within(1e-12));
    assertThat(point.load().inputTokens()).hasValue(3000.05);
    assertThat(value(point, Metric.OUTPUT_THROUGHPUT, Statistic.MEAN)).isEqualTo(272);
  }

  @Test
  void guideLlmHasABenchmarkForEachLoad() {
    List<MeasuredPoint> points =
        read("guidellm.json", "accelerator", "h100-sxm", "quantization", "fp8", "tp", "4");
    MeasuredPoint closed = points.get(0);
    assertThat(closed.model().model()).isEqualTo("meta-llama/Llama-3.1-70B-Instruct");
    assertThat(closed.load().concurrency()).hasValue(8);
    assertThat(value(closed, Metric.TPOT, Statistic.P90)).isCloseTo(0.022, within(1e-12));
    assertThat(value(closed, Metric.LATENCY, Statistic.MEAN)).isEqualTo(4.13);
    assertThat(value(closed, Metric.TOTAL_THROUGHPUT, Statistic.MEAN)).isEqualTo(570);
    MeasuredPoint open = points.get(1);
    assertThat(open.load().requestsPerSecond()).hasValue(2);
    assertThat(open.load().concurrency()).hasValue(9.5);
  }

  @Test
  void trtllmBenchSaysFormatsAndLayout() {
    MeasuredPoint point = read("trtllm-bench.json", "accelerator", "h200-sxm").get(0);
    assertThat(point.model().quantization()).isEqualTo("FP8");
    assertThat(point.model().kvBits()).hasValue(8);
    assertThat(point.layout().tp()).isEqualTo(4);
    assertThat(point.layout().ep()).isEqualTo(1);
    assertThat(point.settings().chunkTokens()).hasValue(4096);
    assertThat(point.settings().memoryFraction()).hasValue(0.95);
    assertThat(point.load().concurrency()).hasValue(61.5);
    assertThat(value(point, Metric.TPOT, Statistic.MEAN)).isCloseTo(0.0196, within(1e-12));
    assertThat(value(point, Metric.OUTPUT_THROUGHPUT, Statistic.MEAN)).isEqualTo(768);
  }

  /** A batch of 8 in each of 8 attention groups makes 64 requests. */
  @Test
  void aSiliconSampleCountsBatchesByGroup() {
    List<MeasuredPoint> points = read("silicon-sample.csv");
    assertThat(points.get(0).load().concurrency()).hasValue(64);
    assertThat(points.get(0).layout().dp()).isEqualTo(8);
    assertThat(points.get(0).layout().ep()).isEqualTo(8);
    assertThat(value(points.get(0), Metric.TTFT, Statistic.MEAN)).isCloseTo(0.8, within(1e-12));
    assertThat(points.get(1).layout().deployment()).isEqualTo("disaggregated");
    assertThat(points.get(1).load().concurrency()).isEmpty();
  }

  @Test
  void publishedRowsKeepTheirLabels() {
    List<MeasuredPoint> points = read("published-rows.csv");
    MeasuredPoint first = points.get(0);
    assertThat(first.label().configuration()).isEqualTo("one");
    assertThat(first.label().clean()).contains(true);
    assertThat(first.machine().count()).hasValue(2);
    assertThat(first.software().day()).contains(LocalDate.of(2026, 1, 31));
    assertThat(value(first, Metric.TPOT, Statistic.MEAN)).isCloseTo(0.0165, within(1e-12));
    assertThat(value(first, Metric.POWER, Statistic.MEAN)).isEqualTo(612.5);
    assertThat(points.get(1).measured().of(Metric.POWER, Statistic.MEAN)).isEmpty();
    assertThat(new PointSelection(Optional.of("dev"), false).of("f", points)).hasSize(1);
    assertThat(new PointSelection(Optional.empty(), true).of("f", points)).hasSize(1);
    assertThatThrownBy(() -> new PointSelection(Optional.of("devel"), false).of("f", points))
        .hasMessageContaining("Unknown split 'devel'. Known: dev, other. Maybe you meant 'dev'.");
  }

  @Test
  void ownTablesLeaveUnknownEmpty() {
    List<MeasuredPoint> points = read("own.csv");
    MeasuredPoint first = points.get(0);
    assertThat(first.label().id()).isEqualTo("one, quoted");
    assertThat(first.load().cachedTokens()).hasValue(400);
    assertThat(first.measured().typical(Metric.TPOT)).hasValue(0.01);
    assertThat(value(first, Metric.OUTPUT_THROUGHPUT, Statistic.MEAN)).isEqualTo(750);
    MeasuredPoint second = points.get(1);
    assertThat(second.machine().count()).isEqualTo(OptionalInt.empty());
    assertThat(second.model().kvBits()).isEqualTo(OptionalDouble.empty());
    assertThat(second.measured().typical(Metric.TTFT)).isEmpty();
  }

  @Test
  void whatAFileLacksIsNamedWithTheFlagsThatGiveIt() {
    assertThatThrownBy(() -> read("vllm-bench.json"))
        .isInstanceOf(ConfigException.class)
        .hasMessageContaining("does not say quantization")
        .hasMessageContaining("--set quantization=fp8");
    assertThatThrownBy(() -> read("genai-perf.csv"))
        .hasMessageContaining("does not say accelerator, model, quantization, concurrency")
        .hasMessageContaining("--set accelerator=h200-sxm");
    assertThatThrownBy(() -> read("own.csv", "acelerator", "h100-sxm"))
        .hasMessageContaining("Maybe you meant 'accelerator'");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "tp | 0 | 0 | is '0' (line 2). Allowed: a whole number from 1 to 4096 ways",
        "tp | 1.5 | 1.5 | is '1.5' (line 2). Allowed: a whole number",
        "day | 31.1. | 31.1. | is '31.1.' (line 2). Allowed: a day of this century",
        "tpot_mean_s | -1 | -1 | is '-1' (line 2). Allowed: seconds, such as '5 us' or '0.2 s', from 1 us to 1000 s",
        "tpot_mean_s | fast | fast | is 'fast' (line 2)",
        "clean | maybe | maybe | Allowed: true or false",
        "tpoint | 1 | 1 | is not a column of measured points",
        "tp | '1,2' | x | has a row of 7 fields (line 2). Allowed: 6, as in the header."
      })
  void aWrongFieldIsLocated(String column, String value, String ignored, String message)
      throws IOException {
    Path file =
        Files.writeString(
            directory.resolve("bad.csv"),
            "model,accelerator,quantization,input_tokens,output_tokens,"
                + column
                + "\nllama-3.1-8b,h100-sxm,fp8,1000,100,"
                + value
                + "\n");
    assertThatThrownBy(() -> MeasurementFiles.read(file, Map.of()))
        .isInstanceOf(ConfigException.class)
        .hasMessageStartingWith(file + ": 1 problem")
        .hasMessageContaining(message);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "{", "[1, 2]", "{\"a\": 1}", "hello", "a,b\n1,2\n"})
  void aFileOfNoKnownFormatIsNoPoint(String text) throws IOException {
    Path file = Files.writeString(directory.resolve("some.json"), text);
    assertThatThrownBy(() -> MeasurementFiles.read(file, Map.of()))
        .isInstanceOf(ConfigException.class)
        .hasMessageContaining("is in no known format. Known: ");
  }
}
