package dev.ridgeline.calibrate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.ridgeline.catalog.CatalogDirectories;
import dev.ridgeline.catalog.Catalogs;
import dev.ridgeline.catalog.Engine;
import dev.ridgeline.catalog.EntryYaml;
import dev.ridgeline.catalog.Era;
import dev.ridgeline.catalog.KernelKind;
import dev.ridgeline.catalog.Precision;
import dev.ridgeline.catalog.StepFit;
import dev.ridgeline.check.PointResolver;
import dev.ridgeline.measurement.ConventionSet;
import dev.ridgeline.measurement.MeasurementFiles;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Fits of the constants of an engine to points of servers. */
class CalibratorTest {

  private static final Path DIRECTORY = Path.of("../../catalogs");
  private static final Catalogs CATALOGS = Catalogs.read(DIRECTORY);
  private static final Engine VLLM = CATALOGS.engines().find("vllm-fitted").orElseThrow();
  private static final LocalDate DAY = LocalDate.of(2026, 11, 27);

  @TempDir private Path directory;
  private String day = "";

  /** Points of Llama 3.1 8B on an H100 at these numbers of requests in flight. */
  private List<Observation> observed(double slower, int... inFlight) throws IOException {
    StringBuilder rows =
        new StringBuilder(
            "id,source,configuration,model,accelerator,accelerators,quantization,engine,tp,ep,"
                + "input_tokens,output_tokens,day,concurrency,tpot_mean_s\n");
    for (int requests : inFlight) {
      rows.append(requests).append(",mine,c").append(requests);
      rows.append(",llama-3.1-8b,h100-sxm,1,bf16,vllm,1,1,1000,500,").append(day).append(',');
      rows.append(requests).append(",1\n");
    }
    Path file = directory.resolve("points.csv");
    Files.writeString(file, rows);
    PointResolver resolver = PointResolver.of(CATALOGS, ConventionSet.NONE).withEngine(VLLM);
    List<Observation> asked = Observation.of(MeasurementFiles.read(file, Map.of()), resolver);
    List<double[]> predicted = EngineFit.predict(asked, Coefficients.of(Coefficients.of(VLLM)));
    List<Observation> observed = new ArrayList<>();
    for (int i = 0; i < asked.size(); i++) {
      observed.add(
          new Observation(
              asked.get(i).setting(), slower * predicted.get(i)[0], OptionalDouble.empty()));
    }
    return observed;
  }

  /** One point says how much slower a server is, and nothing else. */
  @Test
  void onePointGivesOneFactor() throws IOException {
    List<Observation> one = observed(1.2, 16);
    Calibration calibration = new Calibrator(one, VLLM, false).fit("one.csv", DAY);
    double before = launch(VLLM);
    double after = launch(calibration.engine());

    assertThat(calibration.heldOut()).isEmpty();
    assertThat(after / before).isCloseTo(1.2, within(0.1));
    assertThat(calibration.fitted().tpotMean()).isLessThan(calibration.before().tpotMean() / 2);
    assertThat(calibration.engine().fit())
        .isEqualTo("vllm-fitted fitted to 1 points of one.csv on 2026-11-27, no point held out");
  }

  private static double launch(Engine engine) {
    return engine.step().kernels().get(KernelKind.EXPERTS).get(Precision.FP4).launch();
  }

  /** Six points of a server that is a fifth slower predict others of it within 8 %. */
  @Test
  void sixPointsPredictTheOthers() throws IOException {
    List<Observation> six = observed(1.2, 1, 4, 8, 16, 32, 64);
    Calibration calibration = new Calibrator(six, VLLM, false).fit("six.csv", DAY);
    List<Observation> others = observed(1.2, 2, 12, 48, 96);
    double[] fitted = Coefficients.of(calibration.engine());

    assertThat(calibration.heldOut().orElseThrow().points()).isEqualTo(6);
    StepFit fit = calibration.engine().step().fitted().orElseThrow();
    assertThat(fit.accelerators()).containsExactly("h100-sxm");
    assertThat(fit.configurationError())
        .isCloseTo(calibration.heldOut().orElseThrow().tpotMean(), within(1e-4));
    assertThat(calibration.engine().fit()).contains(" % on configurations and ", " on models left");
    assertThat(Errors.of(others, EngineFit.predict(others, Coefficients.of(fitted))).tpotMean())
        .isLessThan(0.08);
    assertThat(calibration.unidentified())
        .contains(Coefficient.EXPERTS, Coefficient.GEMM_LAUNCH_FP4, Coefficient.COLLECTIVES);
  }

  /**
   * A model with enough points has constants of its own, which are nearer to them than those that
   * the engine has for all other models. They are read back as written.
   */
  @Test
  void aModelWithManyPointsHasItsOwnConstants() throws IOException {
    List<Observation> slow = observed(2, 1, 2, 3, 4, 6, 8, 10, 12, 16, 20, 24, 32, 48, 64, 96);
    Calibration calibration = new Calibrator(slow, VLLM, true).fit("slow.csv", DAY);
    Engine fitted = calibration.engine();

    assertThat(fitted.models()).containsOnlyKeys("llama-3.1-8b");
    Coefficients ofOthers = Coefficients.of(Coefficients.of(fitted));
    double left = Errors.of(slow, EngineFit.predict(slow, ofOthers)).tpotMean();
    assertThat(calibration.fitted().tpotMean()).isLessThan(0.8 * left);
    assertThat(fitted.serving("llama-3.1-8b").fit()).isEqualTo(fitted.fit());
    assertThat(calibration.byModel()).containsOnlyKeys("llama-3.1-8b");
    assertThat(calibration.byAccelerator()).containsOnlyKeys("h100-sxm");
    assertThat(CalibrationReport.of(calibration)).contains("accelerators left out");
    Path file = directory.resolve("engines").resolve("vllm-fitted.yaml");
    Files.createDirectories(file.getParent());
    Files.writeString(file, EntryYaml.of(fitted));
    CatalogDirectories both = new CatalogDirectories(DIRECTORY, List.of(directory));
    assertThat(both.read().engines().find("vllm-fitted")).contains(fitted);
  }

  /**
   * Cell 129. Four points of a quarter are 1.2 times as slow as predicted, and three count beside
   * them as if nothing had changed: the factor is exp(4 ln 1.2 / 7) = 1.1098. Points without a day
   * are of no era.
   */
  @Test
  void anEraIsWhatItsPointsLeaveOfPredictions() throws IOException {
    day = "2026-02-03";
    List<Observation> points = new ArrayList<>(observed(1.2, 4, 8, 16, 32));
    day = "2026-04-01";
    points.addAll(observed(1.2, 4, 8, 16));
    day = "";
    points.addAll(observed(1.5, 4, 8, 16, 32, 64));

    assertThat(Eras.of(points, Coefficients.of(Coefficients.of(VLLM))))
        .as("cell 129")
        .containsExactly(
            new Era(
                "vllm", "h100-sxm", LocalDate.of(2026, 1, 1), LocalDate.of(2026, 4, 1), 1.1098));
  }

  /** Measurements of another engine alone fit nothing. */
  @Test
  void anEngineNeedsPoints() throws IOException {
    List<Observation> points = observed(1, 4);
    Engine other = CATALOGS.engines().find("sglang-fitted").orElseThrow();

    assertThatThrownBy(() -> new Calibrator(points, other, false).fit("x", DAY))
        .hasMessage("no point was measured with sglang-fitted");
  }

  /** (x - 3)^2 + (x y - 6)^2 is least at 3 and 2; with x at most 2, at 2 and 3. */
  @Test
  void boundsHoldTheLeastSum() {
    LeastSquares.Deviations deviations = x -> new double[] {x[0] - 3, x[0] * x[1] - 6};
    double[] ones = {1, 1};
    double[] free =
        LeastSquares.minimize(deviations, ones, ones, new double[] {0, 0}, new double[] {9, 9});
    double[] bounded =
        LeastSquares.minimize(deviations, ones, ones, new double[] {0, 0}, new double[] {2, 9});

    assertThat(free[0]).isCloseTo(3, within(1e-3));
    assertThat(free[1]).isCloseTo(2, within(1e-3));
    assertThat(bounded[0]).isCloseTo(2, within(1e-6));
    assertThat(bounded[1]).isCloseTo(3, within(1e-3));
  }
}
