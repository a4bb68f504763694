package dev.ridgeline.check;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.ridgeline.catalog.CatalogKind;
import dev.ridgeline.catalog.Catalogs;
import dev.ridgeline.catalog.Engine;
import dev.ridgeline.measurement.ConventionSet;
import dev.ridgeline.measurement.MeasuredPoint;
import dev.ridgeline.measurement.MeasurementFiles;
import dev.ridgeline.measurement.Metric;
import dev.ridgeline.output.Rows;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Points that are predicted with the shipped catalogs, and what is said of them. */
class ChecksTest {

  private static final Path DIRECTORY = Path.of("../../catalogs");
  private static final Catalogs CATALOGS = Catalogs.read(DIRECTORY);
  private static final ConventionSet CONVENTIONS = ConventionSet.read(DIRECTORY);
  private static final PointResolver RESOLVER = PointResolver.of(CATALOGS, CONVENTIONS);

  private static final String HEADER =
      "id,source,configuration,model,accelerator,accelerators,quantization,engine,tp,ep,"
          + "input_tokens,output_tokens,concurrency,ttft_mean_s,tpot_mean_s,"
          + Metric.OUTPUT_THROUGHPUT.column(dev.ridgeline.measurement.Statistic.MEAN)
          + "\n";

  @TempDir private Path directory;

  private List<MeasuredPoint> points(String... rows) {
    try {
      Path file = directory.resolve("points.csv");
      Files.writeString(file, HEADER + String.join("\n", rows) + "\n");
      return MeasurementFiles.read(file, Map.of());
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }

  private PointPrediction predict(String row) {
    return Checks.of(points(row), RESOLVER).predicted().get(0).prediction();
  }

  private static String llama(int concurrency, double ttft, double tpot) {
    return "p,,,llama-3.1-8b,h100-sxm,1,fp8,vllm,1,1,1000,200,%d,%s,%s,"
        .formatted(concurrency, ttft, tpot);
  }

  /**
   * Little's law: in a closed loop, rate times latency is the number in flight. The latency of 200
   * tokens is TTFT + 200 TPOT.
   */
  @ParameterizedTest
  @CsvSource({"1", "8", "64", "256"})
  void rateTimesLatencyIsTheConcurrency(int concurrency) {
    PointPrediction point = predict(llama(concurrency, 1, 1));
    double latency = point.ttftSeconds() + 200 * point.tpotSeconds();
    assertThat(point.requestsPerSecond() * latency).isCloseTo(concurrency, within(1e-6));
  }

  /** 80 GB hold a few hundred sequences of 120,000 tokens less than are in flight: they queue. */
  @Test
  void requestsThatDoNotFitWait() {
    String row = "p,,,llama-3.1-8b,h100-sxm,1,fp8,vllm,1,1,100000,1000,%d,1,1,";
    PointPrediction few = predict(row.formatted(1));
    PointPrediction many = predict(row.formatted(64));
    assertThat(few.isClipped()).isFalse();
    assertThat(few.queueSeconds()).isZero();
    assertThat(many.isClipped()).isTrue();
    assertThat(many.running()).isLessThan(64).isGreaterThan(1);
    // 64 - R requests wait (64 - R) / R cycles; a cycle is R over the rate.
    double cycle = many.running() / many.requestsPerSecond();
    assertThat(many.queueSeconds())
        .isCloseTo((64 - many.running()) / many.running() * cycle, within(1e-9));
    double latency = many.ttftSeconds() + 1000 * many.tpotSeconds();
    assertThat(many.requestsPerSecond() * latency).isCloseTo(64, within(1e-6));
  }

  @Test
  void twoReplicasServeTwiceAsMuchAsOne() {
    PointPrediction one = predict("p,,,llama-3.1-8b,h100-sxm,1,fp8,vllm,1,1,1000,200,8,1,1,");
    PointPrediction two = predict("p,,,llama-3.1-8b,h100-sxm,2,fp8,vllm,1,1,1000,200,16,1,1,");
    assertThat(two.tpotSeconds()).isEqualTo(one.tpotSeconds());
    assertThat(two.requestsPerSecond()).isCloseTo(2 * one.requestsPerSecond(), within(1e-9));
    assertThat(two.outputTokensPerSecond()).isCloseTo(one.outputTokensPerSecond(), within(1e-9));
  }

  @ParameterizedTest
  @CsvSource({
    "llama-3.1-8b,h100-sxm,fp8,vllm,1,1",
    "deepseek-r1,b200,nvfp4-mla,trt,8,8",
    "qwen3-235b-a22b,h200-sxm,fp8,sglang,8,1"
  })
  void termsSumToThePrediction(
      String model, String accelerator, String format, String engine, int tp, int ep) {
    PointPrediction point =
        predict(
            "p,,,%s,%s,,%s,%s,%d,%d,1000,200,32,1,1,"
                .formatted(model, accelerator, format, engine, tp, ep));
    double tpot = point.tpotTerms().values().stream().mapToDouble(term -> term).sum();
    double ttft = point.ttftTerms().values().stream().mapToDouble(term -> term).sum();
    assertThat(tpot).isCloseTo(point.tpotSeconds(), within(1e-12));
    assertThat(ttft).isCloseTo(point.ttftSeconds(), within(1e-12));
    assertThat(point.tpotTerms().get(Term.ATTENTION)).isPositive();
    assertThat(point.tpotTerms().get(Term.EXPERTS) > 0).isEqualTo(!model.startsWith("llama"));
    assertThat(point.tpotTerms().get(Term.ALL_REDUCE) > 0).isEqualTo(tp > 1);
  }

  /** A slower host makes every step slower by as much. */
  @Test
  void anEngineCanBeChanged() {
    PointSetting setting = predict(llama(8, 1, 1)).setting();
    Engine engine = setting.engine();
    Engine slower =
        engine.with(
            engine.id(),
            engine.name(),
            new Engine.Host(engine.host().stepSeconds() + 0.01, engine.host().sequenceSeconds()),
            engine.step(),
            engine.sources());
    PointPredictor predictor = new PointPredictor();
    double before = predictor.predict(setting).orElseThrow().tpotSeconds();
    double after =
        predictor.predict(setting.with(slower, setting.profile())).orElseThrow().tpotSeconds();
    assertThat(after).isCloseTo(before + 0.01, within(1e-3));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "llama-9 | h100-sxm | fp8 | 1 | 1 | 8 | unknown model 'llama-9'",
        "llama-3.1-8b | h1 | fp8 | 1 | 1 | 8 | unknown accelerator 'h1'",
        "llama-3.1-8b | h100-sxm | fp9 | 1 | 1 | 8 | unknown quantization 'fp9'",
        "llama-3.1-8b | h100-sxm | '' | 1 | 1 | 8 | no quantization is stated",
        "llama-3.1-8b | h100-sxm | fp8 | 1 | 1 | '' | no concurrency is stated",
        "llama-3.1-8b | h100-sxm | fp8 | 3 | 1 | 8 | 32 heads cannot be split 3 ways",
        "llama-3.1-8b | h100-sxm | fp8 | 2 | 2 | 8 | expert parallelism 2 of a model without experts",
        "llama-3.1-405b | h100-sxm | bf16 | 1 | 1 | 8 | not even one request fits beside the weights"
      })
  void aPointThatCannotBePredictedSaysWhy(
      String model,
      String accelerator,
      String format,
      int tp,
      int ep,
      String concurrency,
      String reason) {
    Checks checks =
        Checks.of(
            points(
                "p,,,%s,%s,,%s,vllm,%d,%d,1000,200,%s,1,1,"
                    .formatted(model, accelerator, format, tp, ep, concurrency)),
            RESOLVER);
    assertThat(checks.missing()).isEqualTo(Map.of(reason, 1));
    assertThat(CheckReport.of(checks, List.of(CheckGroup.values())))
        .contains("1 measured points, 0 of them predicted")
        .contains("1 not: " + reason);
  }

  /** The newest engine that is not newer than the version; the oldest where all are newer. */
  @ParameterizedTest
  @CsvSource({
    "vllm, 0.12.0, vllm-0.10",
    "vllm, v0.29.1, vllm-0.29",
    "vllm, 0.5.0, vllm-0.6",
    "sglang, lmsysorg/sglang:v0.5.12-rocm700-mi35x, sglang-0.5"
  })
  void aVersionHasAnEngine(String family, String version, String id) {
    assertThat(
            new EngineVersions(CATALOGS.engines())
                .of(family, version, Optional.empty())
                .orElseThrow()
                .id())
        .isEqualTo(id);
  }

  @ParameterizedTest
  @CsvSource({
    "meta-llama/Llama-3.1-8B-Instruct, llama-3.1-8b",
    "meta-llama/Meta-Llama-3.1-70B-Instruct-FP8, llama-3.1-70b",
    "deepseek-ai/DeepSeek-R1-0528, deepseek-r1",
    "Qwen/Qwen3-235B-A22B-Instruct-2507-FP8, qwen3-235b-a22b",
    "deepseek-ai/DeepSeek-R1-Distill-Llama-70B, deepseek-ai/DeepSeek-R1-Distill-Llama-70B",
    "qwen3-32b, qwen3-32b"
  })
  void aPublishedNameIsThatOfAModelOnlyWhereTheShapeIs(String name, String id) {
    assertThat(PublishedNames.model(name, CATALOGS.models().byId().keySet())).isEqualTo(id);
  }

  /** TPOT of 10, 12 and 20 at 4, 8 and 16: ratios 1.2 and 2, whatever a factor on predictions. */
  @Test
  void aShapeIsTheRatioToTheLowestLoad() {
    Checks checks =
        Checks.of(points(llama(4, 1, 0.010), llama(8, 1, 0.012), llama(16, 1, 0.020)), RESOLVER);
    List<Shapes.Shape> shapes = Shapes.of(checks.predicted());
    assertThat(shapes).hasSize(2);
    assertThat(shapes.get(0).ratio().measured()).isCloseTo(1.2, within(1e-12));
    assertThat(shapes.get(1).ratio().measured()).isCloseTo(2, within(1e-12));
    double lowest = checks.all().get(0).predicted(Metric.TPOT);
    assertThat(shapes.get(1).ratio().predicted())
        .isCloseTo(checks.all().get(2).predicted(Metric.TPOT) / lowest, within(1e-12));
  }

  /** 10, 12 and 14 ms at one load: each is predicted by the mean of the two others. */
  @Test
  void repeatsBoundWhatAModelCanReach() {
    List<ErrorSummary.Pair> repeats =
        Repeats.of(
            points(llama(4, 1, 10), llama(4, 2, 12), llama(4, 3, 14), llama(8, 1, 99)),
            Metric.TPOT);
    assertThat(repeats)
        .containsExactly(
            new ErrorSummary.Pair(10, 13),
            new ErrorSummary.Pair(12, 12),
            new ErrorSummary.Pair(14, 11));
  }

  /**
   * Two layouts at TPOT that all meet 100 ms: the model prefers one accelerator over two, since it
   * predicts more tokens/s an accelerator. Measured, two are 1.25 times as good: 600 over 480.
   */
  @Test
  void regretIsWhatFollowingThePredictionCosts() {
    Checks checks =
        Checks.of(
            points(
                "a,,,llama-3.1-8b,h100-sxm,1,fp8,vllm,1,1,1000,200,64,1,0.095,480",
                "b,,,llama-3.1-8b,h100-sxm,2,fp8,vllm,2,1,1000,200,64,1,0.07,600"),
            RESOLVER);
    Decisions decisions = Decisions.of(checks.predicted()).orElseThrow();
    assertThat(decisions.decisions()).isEqualTo(1);
    assertThat(decisions.meanRegret()).isCloseTo(1.25, within(1e-12));
    assertThat(decisions.rightShare()).isZero();
    assertThat(decisions.missedShare()).isZero();
  }

  /**
   * Latencies of 8 requests in flight make 535 tokens/s. A published rate of 100 is not that of the
   * same run, and does not count; one of 500 does.
   */
  @Test
  void aRateThatContradictsItsLatenciesDoesNotCount() {
    Checks checks =
        Checks.of(points(llama(8, 1, 0.01) + "100", llama(8, 1, 0.01) + "500"), RESOLVER);
    assertThat(checks.all().get(0).measuredOutputRate().orElseThrow())
        .isCloseTo(8 * 200 / (1 + 1.99), within(1e-9));
    assertThat(checks.all().get(1).measuredOutputRate().orElseThrow()).isEqualTo(500);
    assertThat(CheckReport.of(checks, List.of()))
        .contains("1 whose published tokens/s contradict their latencies");
  }

  /** Tables of facts that programs write have odd values: their rows are counted, not refused. */
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "conc | 0 | concurrency is '0'",
        "conc | NaN | no concurrency is stated",
        "conc | | no concurrency is stated",
        "conc | 1e15 | concurrency is '1e15'",
        "isl | nan | no length of the prompts is stated",
        "tp | x | tp is 'x'",
        "gpu | h99 | unknown accelerator 'h99'",
        "product_quantization | int3 | unknown quantization 'int3'",
        "framework | lmdeploy | ''",
        "framework_version | v99 | ''",
        "ttft_ms | nan | ''",
        "tpot_ms | 0 | ''"
      })
  void oddRowsOfATableAreCounted(String column, String value, String reason) throws IOException {
    Map<String, String> row = new LinkedHashMap<>();
    row.put("id", "one");
    row.put("model", "llama-3.1-8b");
    row.put("gpu", "h100-sxm");
    row.put("framework", "vllm");
    row.put("framework_version", "");
    row.put("product_quantization", "fp8");
    row.put("isl", "1000");
    row.put("osl", "200");
    row.put("conc", "8");
    row.put("tp", "1");
    row.put("ttft_ms", "50");
    row.put("tpot_ms", "8");
    row.put("tput_out_per_gpu", "");
    row.put("cfg", "c");
    row.put(column, value == null ? "" : value);
    Path file = directory.resolve("table.csv");
    Files.writeString(
        file, String.join(",", row.keySet()) + "\n" + String.join(",", row.values()) + "\n");
    Checks checks = Checks.of(MeasurementFiles.read(file, Map.of()), RESOLVER);
    assertThat(checks.missing()).isEqualTo(reason.isEmpty() ? Map.of() : Map.of(reason, 1));
    assertThat(CheckReport.of(checks, List.of(CheckGroup.values()))).contains("1 measured points");
  }

  /** The rows for programs have the numbers of the report. */
  @Test
  void errorsAreRowsToo() {
    Checks checks =
        Checks.of(points(llama(4, 1, 0.010), llama(8, 1, 0.012), llama(16, 1, 0.020)), RESOLVER);
    Rows rows = CheckReport.errors(checks, List.of(CheckGroup.CONCURRENCY));
    assertThat(rows.column("by"))
        .containsExactly("all", "concurrency", "concurrency", "concurrency");
    assertThat(rows.column("group")).containsExactly("", "4", "8", "16");
    assertThat((double) rows.column("tpot_mape").get(0))
        .isCloseTo(CheckReport.tpotMape(checks).orElseThrow(), within(1e-12));
    assertThat(rows.column("output_rate_mape")).containsOnlyNulls();
  }

  /** Without published rates, 8 requests of 200 tokens in 1 + 199 x 0.01 s make 535 tokens/s. */
  @Test
  void aRateFollowsFromLatencies() {
    Check check = Checks.of(points(llama(8, 1, 0.01)), RESOLVER).all().get(0);
    assertThat(check.measuredOutputRate().orElseThrow())
        .isCloseTo(8 * 200 / (1 + 1.99), within(1e-9));
  }

  /**
   * FP8 is measured and predicted faster than BF16 at 8; measured slower at 16, against all odds.
   */
  @Test
  void formatsAreComparedWhereNothingElseDiffers() {
    String row = "p,,,llama-3.1-8b,h100-sxm,1,%s,vllm,1,1,1000,200,%d,1,%s,";
    Checks checks =
        Checks.of(
            points(
                row.formatted("fp8", 8, "0.006"),
                row.formatted("bf16", 8, "0.009"),
                row.formatted("fp8", 16, "0.012"),
                row.formatted("bf16", 16, "0.010"),
                row.formatted("fp8", 32, "0.0100"),
                row.formatted("bf16", 32, "0.0101")),
            RESOLVER);
    assertThat(FormatOrder.of(checks.predicted())).isEqualTo(new FormatOrder(2, 1));
  }

  /** No configuration is predicted by constants that it was fitted on. */
  @Test
  void twoConstantsNeedOtherConfigurations() {
    Checks alone = Checks.of(points(llama(4, 1, 0.01), llama(8, 1, 0.02)), RESOLVER);
    assertThat(alone.all()).allMatch(one -> one.known().twoConstantsTpotSeconds().isEmpty());
    Checks two =
        Checks.of(
            points(llama(4, 1, 0.01), "q,,,qwen3-32b,h100-sxm,2,fp8,vllm,2,1,1000,200,4,1,0.02,"),
            RESOLVER);
    // The only sample of the other configuration makes all of its error stretch.
    Check first = two.all().get(0);
    Check second = two.all().get(1);
    double stretch = 0.02 / second.known().rooflineTpotSeconds();
    assertThat(first.known().twoConstantsTpotSeconds().orElseThrow())
        .isCloseTo(stretch * first.known().rooflineTpotSeconds(), within(1e-12));
  }

  /** SGLang on H200 keeps 16 bits and takes chunks of 32,768 tokens, by the launch scripts. */
  @Test
  void aPublisherKnowsWhatItDoesNotWrite() {
    String row = "p,%s,,deepseek-r1,h200-sxm,8,fp8,sglang,8,1,1000,200,8,1,0.02,";
    PointSetting stated = predict(row.formatted("InferenceX")).setting();
    assertThat(stated.quantization().kvBits()).isEqualTo(16);
    assertThat(stated.overrides().prefillTokenBudget()).isEqualTo(32768);
    PointSetting own = predict(row.formatted("my server")).setting();
    assertThat(own.quantization().kvBits()).isEqualTo(8);
    assertThat(own.overrides().prefillTokenBudget()).isNull();
  }

  /** Published names, formats and accelerators of results mean entries of the catalogs. */
  @ParameterizedTest
  @CsvSource({
    "inferencex.json, deepseek-r1, b200, fp8, 8",
    "trtllm-bench.json, llama-3.1-70b, h200-sxm, fp8, 8",
    "silicon-sample.csv, qwen3-235b-a22b, h100-sxm, fp8, 8"
  })
  void namesOfResultsMeanEntries(
      String file, String model, String accelerator, String format, double kvBits) {
    Path golden = Path.of("src/test/resources/dev/ridgeline/measurement").resolve(file);
    MeasuredPoint point =
        MeasurementFiles.read(
                golden, file.startsWith("trt") ? Map.of("accelerator", "h200") : Map.of())
            .get(0);
    PointSetting setting =
        Checks.of(List.of(point), RESOLVER).predicted().get(0).prediction().setting();
    assertThat(setting.model().id()).isEqualTo(model);
    assertThat(setting.accelerator().id()).isEqualTo(accelerator);
    assertThat(setting.quantization().id()).isEqualTo(format);
    assertThat(setting.quantization().kvBits()).isEqualTo(kvBits);
  }

  /** FP4 is another scheme on each vendor's accelerators, as the launch scripts name them. */
  @ParameterizedTest
  @CsvSource({"b200, nvfp4-mla", "mi355x, mxfp4-mla"})
  void aFormatDependsOnTheAccelerator(String accelerator, String format) {
    PointSetting setting =
        predict(
                "p,InferenceX,,deepseek-ai/DeepSeek-R1-0528,%s,8,fp4,sglang,8,1,1000,200,8,1,1,"
                    .formatted(accelerator))
            .setting();
    assertThat(setting.quantization().id()).isEqualTo(format);
  }

  /** The facts that come with the catalogs: all are read, and few cannot be predicted. */
  @Test
  void shippedMeasurementsArePredicted() {
    List<MeasuredPoint> facts =
        MeasurementFiles.read(DIRECTORY.resolve(ConventionSet.FOLDER), Map.of());
    assertThat(facts).hasSize(1290);
    Checks checks = Checks.of(facts, RESOLVER);
    assertThat(checks.predicted()).hasSizeGreaterThan(1280);
    assertThat(CheckReport.tpotMape(checks).orElseThrow()).isLessThan(0.2);
    String report = CheckReport.of(checks, List.of(CheckGroup.values()));
    assertThat(report)
        .contains("repeats of one measurement", "decision regret", "by accelerator", "mi355x")
        .contains("by sglang-fitted fitted to ");
    Check first = checks.all().get(0);
    CheckTable.CHECKS.columns().forEach(column -> assertThat(column.comment()).isNotEmpty());
    assertThat(CheckTable.CHECKS.column("tpot_attention_s").orElseThrow().value(first))
        .isEqualTo(first.prediction().tpotTerms().get(Term.ATTENTION));
    assertThat(facts)
        .allSatisfy(
            point ->
                assertThat(CatalogKind.MODELS.folder() + point.model().model())
                    .doesNotContain("gpt-oss", "minimax"));
  }
}
