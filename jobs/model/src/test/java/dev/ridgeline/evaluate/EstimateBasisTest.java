package dev.ridgeline.evaluate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.ridgeline.catalog.EfficiencyProfile.Basis;
import dev.ridgeline.catalog.Evidence;
import dev.ridgeline.catalog.KernelKind;
import dev.ridgeline.catalog.Precision;
import dev.ridgeline.catalog.Provenance;
import dev.ridgeline.cost.OperatorCost;
import dev.ridgeline.cost.StepCost;
import dev.ridgeline.deployment.ServingPlan;
import dev.ridgeline.operator.Phase;
import dev.ridgeline.space.DesignSpace;
import dev.ridgeline.sweep.Sweep;
import dev.ridgeline.testing.Plans;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * What the times and prices of a cell rest on: the weakest term, and the share that is measured.
 */
class EstimateBasisTest {

  private static CellResult cell(
      String model, String quantization, String hardware, String sharding, String more) {
    return new CellEvaluator(space(model, quantization, hardware, sharding, more)).evaluate(0);
  }

  private static DesignSpace space(
      String model, String quantization, String hardware, String sharding, String more) {
    String text =
        """
        name: basis
        axes:
          models: [%s]
          quantizations: [%s]
          hardware: [%s]
          parallelism: [%s]
          workflows: [chat]
          contextTokens: [4000]
          batch: [16]
        %s
        """
            .formatted(model, quantization, hardware, sharding, more);
    return Sweep.parse("basis.yaml", text, Plans.CATALOGS).space();
  }

  private static Object value(CellResult cell, String column) {
    return CellColumns.ALL.stream()
        .filter(one -> one.name().equals(column))
        .findFirst()
        .orElseThrow()
        .value(cell);
  }

  /** Kernel and format, networks within and beyond a domain of 8, and devices. */
  @ParameterizedTest
  @CsvSource({
    "llama-3.1-70b, fp8,    h100-sxm,  {tp: 8},         measured",
    "llama-3.1-70b, bf16,   h100-sxm,  {tp: 4},         measured",
    "llama-3.1-70b, w4a16,  h100-sxm,  {tp: 4},         class-default",
    "llama-3.1-70b, fp8,    a100-80g,  {tp: 8},         class-default",
    "llama-3.1-8b,  fp8-kv4, h100-sxm, {tp: 1},         class-default",
    "llama-3.1-8b,  bf16,   l40s,      {tp: 1},         measured",
    "deepseek-v3,   bf16,   l40s,      {tp: 32},        assumption",
    "deepseek-v3,   fp8,    h100-sxm,  {tp: 16},        assumption",
    "minimax-m1,    bf16,   b200,      {tp: 8},         class-default",
    "gpt-oss-20b,   bf16,   h100-sxm,  {tp: 1},         measured",
    "llama-3.1-8b,  bf16,   h20,       {tp: 1},         class-default",
    "llama-3.1-8b,  bf16,   tpu-v6e,   {tp: 1},         assumption",
  })
  void weakestTermIsNamed(
      String model, String quantization, String accelerator, String sharding, String basis) {
    String hardware = "{colocated: [" + accelerator + "]}";
    CellResult cell = cell(model, quantization, hardware, sharding, "");
    assertThat(value(cell, "estimate_basis")).isEqualTo(basis);
    double share = (double) value(cell, "estimate_basis_share");
    if (basis.equals("measured")) {
      assertThat(share).isCloseTo(1, within(1e-12));
    } else {
      assertThat(share).isBetween(0.0, 0.999);
    }
  }

  /**
   * A fitted engine says its fit. On an accelerator that no point of the fit was measured on, its
   * kernels are those of a class.
   */
  @ParameterizedTest
  @CsvSource({"h100-sxm, fitted", "a100-80g, class-default"})
  void aFittedEngineSaysWhatItWasFittedTo(String accelerator, String basis) {
    CellResult cell =
        new CellEvaluator(fittedEngine(accelerator, "llama-3.1-8b", "bf16")).evaluate(0);
    assertThat((String) value(cell, "estimate_basis"))
        .matches(
            basis
                + "; vllm-fitted fitted to \\d+ points of catalogs/measurements on 2026-\\d\\d-\\d\\d,"
                + " TPOT off by \\d+\\.\\d % on configurations and \\d+\\.\\d % on models left out");
    assertThat((double) value(cell, "estimate_basis_share")).isZero();
    assertThat(Explanation.of(fittedEngine(accelerator, "llama-3.1-8b", "bf16"), 0))
        .contains("vllm-fitted fitted to ");
  }

  private static DesignSpace fittedEngine(String accelerator, String model, String format) {
    String text =
        """
        name: fitted
        axes:
          models: [%s]
          quantizations: [%s]
          hardware: [{colocated: [%s]}]
          parallelism: [{tp: 1}]
          engines: [vllm-fitted]
          workflows: [chat]
          contextTokens: [4000]
          batch: [16]
        """
            .formatted(model, format, accelerator);
    return Sweep.parse("fitted.yaml", text, Plans.CATALOGS).space();
  }

  /**
   * Experts with weights of 4 bits have the kernel of vLLM for them: on H100 it reaches 0.88 of
   * 3.35 TB/s, by catalogs/engines/vllm-fitted.yaml.
   */
  @Test
  void weightsOfFourBitsHaveKernelsOfTheirOwn() {
    CellEvaluator evaluator =
        new CellEvaluator(fittedEngine("h100-sxm", "gpt-oss-20b", "mxfp4-experts"));
    evaluator.evaluate(0);
    OperatorCost experts =
        HeardStep.of(evaluator).stream()
            .filter(step -> step.side().phase() == Phase.DECODE)
            .flatMap(step -> step.report().rows().stream())
            .filter(row -> row.name().equals("experts"))
            .findFirst()
            .orElseThrow();
    double bytes = experts.weightBytes() + experts.activationBytes();
    assertThat(experts.memorySeconds()).isCloseTo(bytes / (0.88 * 3.35e12), within(1e-9));
    assertThat(experts.evidence()).isEqualTo(Optional.of(Evidence.FITTED));
  }

  /** Weight-only 4 bit: the projections are not measured, attention and head are. */
  @Test
  void shareIsThatOfTheMeasuredRows() {
    CellEvaluator evaluator =
        new CellEvaluator(
            space("llama-3.1-70b", "w4a16", "{colocated: [h100-sxm]}", "{tp: 4}", noMixing()));
    CellResult cell = evaluator.evaluate(0);
    ServingPlan plan = cell.plan();
    double steps = cell.request().outputTokens() / plan.batch();
    double measured = 0;
    double all = 0;
    for (HeardStep step : HeardStep.of(evaluator)) {
      boolean prefill = step.side().phase() == Phase.PREFILL;
      double times = prefill ? 1 / plan.prefillBatch() : steps;
      for (OperatorCost row : step.report().rows()) {
        all += times * row.seconds();
        boolean ofOwnFormat =
            row.name().equals("attention")
                || row.name().equals("lm head")
                || row.operatorClass().isEmpty();
        assertThat(row.evidence())
            .as(row.name())
            .isEqualTo(Optional.of(ofOwnFormat ? Evidence.MEASURED : Evidence.NARROWER_WEIGHTS));
        measured += ofOwnFormat ? times * row.seconds() : 0;
      }
    }
    assertThat((double) value(cell, "estimate_basis_share"))
        .isCloseTo(measured / all, within(1e-9));
  }

  private static String noMixing() {
    return "settings: {mixesPhases: false}";
  }

  @Test
  void measuredTimeIsAPartOfTheTimeInEveryStep() {
    for (String model : List.of("deepseek-v3", "gpt-oss-120b", "qwen3-next-80b-a3b")) {
      for (String quantization : List.of("bf16", "nvfp4-experts", "w4a16")) {
        CellEvaluator evaluator =
            new CellEvaluator(
                space(model, quantization, "{colocated: [b200, l40s]}", "{tp: 8, ep: 8}", ""));
        for (long number = 0; number < 2; number++) {
          CellResult cell = evaluator.evaluate(number);
          if (!cell.has(Availability.STEP)) {
            continue;
          }
          for (HeardStep step : HeardStep.of(evaluator)) {
            boolean prefill = step.side().phase() == Phase.PREFILL;
            StepCost cost = prefill ? cell.plan().prefillCost() : cell.plan().decodeCost();
            double ofRows =
                step.report().rows().stream()
                    .filter(row -> row.evidence().equals(Optional.of(Evidence.MEASURED)))
                    .mapToDouble(OperatorCost::seconds)
                    .sum();
            assertThat(cost.measuredSeconds()).isCloseTo(ofRows, within(1e-9 * cost.seconds()));
          }
        }
      }
    }
  }

  /**
   * A device that a sweep makes from a measured one is not measured, and has no price of its own.
   */
  @Test
  void variantIsNotMeasured() {
    String variants =
        """
        variants:
          - of: accelerators/l40s
            id: faster
            scale: {memoryBytesPerSecond: [2]}
        """;
    CellResult cell = cell("llama-3.1-8b", "bf16", "{colocated: [faster]}", "{tp: 1}", variants);
    assertThat(value(cell, "estimate_basis")).isEqualTo("variant");
    assertThat((double) value(cell, "estimate_basis_share")).isZero();
    assertThat(value(cell, "price_basis")).isEqualTo("variant");
    assertThat(cell.priceBasis).isEqualTo(Provenance.VARIANT);
  }

  @Test
  void rowMayStateItsOwnBasis() {
    assertThat(Plans.calibrated("arc-pro-b60").evidence(KernelKind.GEMM, Precision.BF16).basis())
        .isEqualTo(Basis.MEASURED);
    assertThat(Plans.calibrated("arc-pro-b60").evidence(KernelKind.EXPERTS, Precision.BF16).basis())
        .isEqualTo(Basis.CLASS_DEFAULT);
    assertThat(Plans.calibrated("mi355x").evidence(KernelKind.GEMM, Precision.FP4).basis())
        .isEqualTo(Basis.MEASURED);
    assertThat(Plans.calibrated("h100-sxm").scaleOutEvidence().basis()).isEqualTo(Basis.ASSUMPTION);
  }

  @Test
  void explanationNamesTheWeakTermsWithTheirReasons() {
    DesignSpace space = space("deepseek-v3", "w4a16", "{colocated: [h100-sxm]}", "{tp: 16}", "");
    String text = Explanation.of(space, 0);
    assertThat(text)
        .contains("Basis of the time of a request's steps")
        .containsPattern("\\d+\\.\\d %  class-default: experts in bf16 on h100-sxm \\(.*fewer bits")
        .containsPattern("\\d+\\.\\d %  assumption: attention all-reduce");
  }
}
