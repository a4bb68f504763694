package dev.ridgeline.calibrate;

import static dev.ridgeline.calibrate.Coefficient.*;

import dev.ridgeline.catalog.Engine;
import dev.ridgeline.catalog.Era;
import dev.ridgeline.catalog.KernelFactors;
import dev.ridgeline.catalog.KernelKind;
import dev.ridgeline.catalog.ModelSteps;
import dev.ridgeline.catalog.Precision;
import dev.ridgeline.catalog.StepConstants;
import java.math.BigDecimal;
import java.math.MathContext;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.DoubleUnaryOperator;

/** Values of all coefficients, as constants of an engine. */
final class Coefficients {

  /** Digits of written constants; measurements tell fewer. */
  private static final MathContext WRITTEN = new MathContext(4);

  /** Times in seconds and shares below which a fit found nothing; an entry has 0 for them. */
  private static final double LEAST = 1e-6;

  private final double[] fitted;
  private final Map<String, double[]> ofVersions;
  private final List<Era> eras;
  private final Map<String, Coefficients> ofModels;
  private final DoubleUnaryOperator rounding;

  private Coefficients(
      double[] fitted,
      Map<String, double[]> ofVersions,
      List<Era> eras,
      Map<String, Coefficients> ofModels,
      DoubleUnaryOperator rounding) {
    this.fitted = fitted;
    this.ofVersions = ofVersions;
    this.eras = eras;
    this.ofModels = ofModels;
    this.rounding = rounding;
  }

  /** The coefficients with these fitted numbers, in the order of {@link Coefficient}. */
  static Coefficients of(double[] fitted) {
    return of(fitted, Map.of());
  }

  /**
   * The coefficients with these fitted numbers.
   *
   * @param ofVersions numbers whose wait of prompts is that of a version of the engine
   */
  static Coefficients of(double[] fitted, Map<String, double[]> ofVersions) {
    return new Coefficients(
        fitted.clone(),
        Map.copyOf(ofVersions),
        List.of(),
        Map.of(),
        DoubleUnaryOperator.identity());
  }

  /** The same with factors on the times at which points were measured. */
  Coefficients with(List<Era> factors) {
    return new Coefficients(fitted, ofVersions, List.copyOf(factors), ofModels, rounding);
  }

  /**
   * The same with coefficients of single models, which take the place of these for their points.
   *
   * @param models coefficients by model id
   */
  Coefficients withModels(Map<String, Coefficients> models) {
    return new Coefficients(fitted, ofVersions, eras, Map.copyOf(models), rounding);
  }

  /** The fitted numbers, in the order of {@link Coefficient}. */
  double[] fitted() {
    return fitted.clone();
  }

  /** The same with as many digits as an entry of a catalog has. */
  Coefficients written() {
    Map<String, Coefficients> models = new HashMap<>();
    ofModels.forEach((model, coefficients) -> models.put(model, coefficients.written()));
    return new Coefficients(
        fitted,
        ofVersions,
        eras,
        models,
        value -> value < LEAST ? 0 : BigDecimal.valueOf(value).round(WRITTEN).doubleValue());
  }

  /** The coefficients that an engine of the catalog has. */
  static double[] of(Engine engine) {
    double[] fitted = new double[values().length];
    StepConstants step = engine.step();
    set(fitted, GEMM_LAUNCH_BF16, gemm(step, Precision.BF16).launch());
    set(fitted, GEMM_LAUNCH_FP8, gemm(step, Precision.FP8).launch());
    set(fitted, GEMM_LAUNCH_FP4, gemm(step, Precision.FP4).launch());
    set(fitted, GEMM_BANDWIDTH_BF16, gemm(step, Precision.BF16).bandwidth());
    set(fitted, GEMM_BANDWIDTH_FP8, gemm(step, Precision.FP8).bandwidth());
    set(fitted, GEMM_BANDWIDTH_FP4, gemm(step, Precision.FP4).bandwidth());
    set(fitted, GEMM_COMPUTE, gemm(step, Precision.BF16).compute());
    KernelFactors decode = factors(step, KernelKind.DECODE_ATTENTION, Precision.BF16);
    set(fitted, ATTENTION_LAUNCH, decode.launch());
    KernelFactors latent = factors(step, KernelKind.DECODE_LATENT_ATTENTION, Precision.BF16);
    set(fitted, LATENT_LAUNCH, latent.launch() / decode.launch());
    set(fitted, DECODE_ATTENTION, decode.bandwidth());
    KernelFactors prefill = factors(step, KernelKind.PREFILL_ATTENTION, Precision.BF16);
    set(fitted, PREFILL_ATTENTION, prefill.compute());
    KernelFactors experts = factors(step, KernelKind.EXPERTS, Precision.BF16);
    set(fitted, EXPERT_LAUNCH, experts.launch());
    set(fitted, EXPERTS, experts.bandwidth());
    set(fitted, COLLECTIVES, step.collectives());
    set(fitted, HOST_STEP, engine.host().stepSeconds());
    set(fitted, FLOOR_STEP, step.floor().stepSeconds());
    set(fitted, FLOOR_SEQUENCE, step.floor().sequenceSeconds());
    setQueue(fitted, step.queue());
    return fitted;
  }

  /** Sets the coefficients of the wait of prompts. */
  static void setQueue(double[] fitted, StepConstants.Queue queue) {
    set(fitted, BURST_SHARE, queue.burstShare());
    set(fitted, SCHEDULING, queue.schedulingSeconds());
  }

  private static void set(double[] fitted, Coefficient coefficient, double value) {
    fitted[coefficient.ordinal()] = coefficient.fitted(value);
  }

  private static KernelFactors gemm(StepConstants step, Precision format) {
    return factors(step, KernelKind.GEMM, format);
  }

  private static KernelFactors factors(StepConstants step, KernelKind kind, Precision format) {
    return step.kernels().getOrDefault(kind, Map.of()).getOrDefault(format, KernelFactors.NONE);
  }

  /** The factor or time of a coefficient, in SI units. */
  double value(Coefficient coefficient) {
    return rounding.applyAsDouble(coefficient.value(fitted[coefficient.ordinal()]));
  }

  /** The factor of a coefficient, with that on everything. */
  private double factor(Coefficient coefficient) {
    return rounding.applyAsDouble(value(coefficient) * value(ALL));
  }

  /** An engine with these constants. */
  Engine on(Engine engine) {
    Map<String, ModelSteps> models = new HashMap<>();
    ofModels.forEach((model, coefficients) -> models.put(model, coefficients.steps(engine)));
    ModelSteps steps = steps(engine);
    return engine.with(
        engine.id(),
        engine.name(),
        steps.host(),
        steps.step(),
        models,
        withSource(engine.sources(), "being fitted"));
  }

  private ModelSteps steps(Engine engine) {
    return new ModelSteps(
        new Engine.Host(value(HOST_STEP), engine.host().sequenceSeconds()),
        step(engine.step().queue()));
  }

  /** The sources of an engine with one for its steps. */
  static Map<String, String> withSource(Map<String, String> sources, String source) {
    Map<String, String> all = new TreeMap<>(sources);
    all.put("step", source);
    return all;
  }

  /**
   * The constants of the steps.
   *
   * @param before wait of prompts whose settings of the scheduler are kept
   */
  private StepConstants step(StepConstants.Queue before) {
    Map<String, StepConstants.Queue> queues = new TreeMap<>();
    ofVersions.forEach((version, numbers) -> queues.put(version, queue(numbers, before)));
    Map<KernelKind, Map<Precision, KernelFactors>> kernels = new EnumMap<>(KernelKind.class);
    for (KernelKind kind : KernelKind.values()) {
      Map<Precision, KernelFactors> byFormat = new EnumMap<>(Precision.class);
      for (Precision format : Precision.values()) {
        byFormat.put(format, factors(kind, format));
      }
      kernels.put(kind, byFormat);
    }
    return new StepConstants(
        kernels,
        factor(COLLECTIVES),
        new StepConstants.Floor(value(FLOOR_STEP), value(FLOOR_SEQUENCE)),
        queue(fitted, before),
        queues,
        eras,
        null);
  }

  private StepConstants.Queue queue(double[] numbers, StepConstants.Queue before) {
    return new StepConstants.Queue(
        rounding.applyAsDouble(BURST_SHARE.value(numbers[BURST_SHARE.ordinal()])),
        rounding.applyAsDouble(SCHEDULING.value(numbers[SCHEDULING.ordinal()])),
        before.lookSteps(),
        before.groupSteps());
  }

  private KernelFactors factors(KernelKind kind, Precision format) {
    return switch (kind) {
      case GEMM ->
          new KernelFactors(
              factor(launch(format)), factor(GEMM_COMPUTE), factor(bandwidth(format)));
      case EXPERTS -> new KernelFactors(factor(EXPERT_LAUNCH), factor(EXPERTS), factor(EXPERTS));
      case FOUR_BIT_GEMM -> factors(KernelKind.GEMM, format);
      // No point is of widened experts. Their kernels stand as they were timed, and half of what
      // the launch of other experts tells, in its logarithm, holds for theirs.
      case FOUR_BIT_EXPERTS ->
          new KernelFactors(
              rounding.applyAsDouble(value(ALL) * Math.sqrt(value(EXPERT_LAUNCH))),
              value(ALL),
              value(ALL));
      case DECODE_ATTENTION, DECODE_LATENT_ATTENTION ->
          new KernelFactors(
              attentionLaunch(kind), factor(DECODE_ATTENTION), factor(DECODE_ATTENTION));
      case PREFILL_ATTENTION, PREFILL_LATENT_ATTENTION ->
          new KernelFactors(
              attentionLaunch(kind), factor(PREFILL_ATTENTION), factor(DECODE_ATTENTION));
    };
  }

  private double attentionLaunch(KernelKind kind) {
    boolean isLatent =
        kind == KernelKind.DECODE_LATENT_ATTENTION || kind == KernelKind.PREFILL_LATENT_ATTENTION;
    double ofAll = factor(ATTENTION_LAUNCH);
    return isLatent ? rounding.applyAsDouble(ofAll * value(LATENT_LAUNCH)) : ofAll;
  }

  private static Coefficient launch(Precision format) {
    return switch (format) {
      case BF16 -> GEMM_LAUNCH_BF16;
      case FP8, INT8 -> GEMM_LAUNCH_FP8;
      case FP4 -> GEMM_LAUNCH_FP4;
    };
  }

  private static Coefficient bandwidth(Precision format) {
    return switch (format) {
      case BF16 -> GEMM_BANDWIDTH_BF16;
      case FP8, INT8 -> GEMM_BANDWIDTH_FP8;
      case FP4 -> GEMM_BANDWIDTH_FP4;
    };
  }
}
