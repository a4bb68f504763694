package dev.ridgeline.catalog;

import static dev.ridgeline.testing.ReplicaBuilder.aReplica;
import static org.assertj.core.api.Assertions.assertThat;

import dev.ridgeline.cost.StepModel;
import dev.ridgeline.deployment.Replica;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.stream.Stream;
import org.assertj.core.data.Percentage;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/** The sizes that follow from a model's dimensions, against what its makers publish. */
class ParameterCountTest {

  private static final Catalogs CATALOGS = Catalogs.read(Path.of("../../catalogs"));

  private static PublishedSize published(Model model) {
    return model.published().orElseThrow();
  }

  static Stream<Model> models() {
    return CATALOGS.models().entries().stream();
  }

  /** Within 1 %, or the entry says why not; names rounded to one digit are up to a tenth off. */
  private static Percentage tolerance(Model model) {
    return Percentage.withPercentage(published(model).difference().isEmpty() ? 1 : 10);
  }

  @ParameterizedTest
  @MethodSource("models")
  void totalParametersAgreeWithThePublishedOnes(Model model) {
    assertThat(model.totalParameters())
        .isCloseTo(published(model).totalParameters(), tolerance(model));
  }

  @ParameterizedTest
  @MethodSource("models")
  void activeParametersAgreeWithThePublishedOnes(Model model) {
    PublishedSize published = published(model);
    assertThat(model.activeParameters(published.activeConvention()))
        .isCloseTo(published.activeParameters(), tolerance(model));
  }

  /** An explanation stands where there is something to explain, and nowhere else. */
  @ParameterizedTest
  @MethodSource("models")
  void onlyDifferencesAreExplained(Model model) {
    PublishedSize published = published(model);
    double total = model.totalParameters() / published.totalParameters() - 1;
    double active =
        model.activeParameters(published.activeConvention()) / published.activeParameters() - 1;
    boolean differs = Math.max(Math.abs(total), Math.abs(active)) > 0.01;
    assertThat(published.difference().isEmpty()).isEqualTo(!differs);
  }

  @ParameterizedTest
  @MethodSource("models")
  void tensorGroupsHaveEveryParameterOnce(Model model) {
    assertThat(Arrays.stream(TensorGroup.values()).mapToDouble(model::parameters).sum())
        .isCloseTo(model.totalParameters(), Percentage.withPercentage(1e-9));
  }

  /** The operators and the parameter count are written apart, and must say the same. */
  @ParameterizedTest
  @MethodSource("models")
  void theOperatorsOfAnUnsplitModelHoldEveryParameterOnce(Model model) {
    Replica replica = aReplica(model).in("bf16").on("b200").build();
    assertThat(replica.weightBytes())
        .isCloseTo(2 * model.totalParameters(), Percentage.withPercentage(1e-9));
    assertThat(weightsOf(replica.prefill())).isEqualTo(weightsOf(replica.decode()));
  }

  private static double weightsOf(StepModel step) {
    return step.graph().operators().stream()
        .mapToDouble(op -> op.layers() * op.weightBytes())
        .sum();
  }

  @ParameterizedTest
  @CsvSource({
    "llama-2-70b, 327680",
    "gpt-3-175b, 4718592",
    "deepseek-v3, 70272",
    "gpt-oss-120b, 73728",
    "qwen3-next-80b-a3b, 24576",
    "kimi-linear-48b-a3b, 8064"
  })
  void stateOfATokenIsWhatServersLog(String id, double bf16Bytes) {
    Model model = CATALOGS.models().find(id).orElseThrow();
    assertThat(2 * model.stateElementsPerToken()).isEqualTo(bf16Bytes);
  }

  @Test
  void everyAcceleratorHasAnEfficiencyProfile() {
    assertThat(CATALOGS.efficiencies().byId().keySet())
        .isEqualTo(CATALOGS.accelerators().byId().keySet());
  }
}
