package dev.ridgeline.deployment;

import static dev.ridgeline.testing.Plans.ROUNDING;
import static dev.ridgeline.testing.Plans.SETTINGS;
import static dev.ridgeline.testing.Plans.calibrated;
import static dev.ridgeline.testing.Plans.colocated;
import static dev.ridgeline.testing.Plans.engine;
import static dev.ridgeline.testing.ReplicaBuilder.aReplica;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.ridgeline.catalog.EfficiencyProfile;
import dev.ridgeline.catalog.Engine;
import dev.ridgeline.catalog.Era;
import dev.ridgeline.catalog.KernelEfficiency;
import dev.ridgeline.catalog.KernelFactors;
import dev.ridgeline.catalog.KernelKind;
import dev.ridgeline.catalog.ModelSteps;
import dev.ridgeline.catalog.Precision;
import dev.ridgeline.catalog.StepConstants;
import dev.ridgeline.operator.Operator;
import dev.ridgeline.operator.StepShape;
import dev.ridgeline.workload.Request;
import java.time.LocalDate;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** What the steps of an engine take beyond its kernels. */
class StepConstantsTest {

  private static Engine with(StepConstants step) {
    Engine plain = engine("ideal");
    Map<String, String> sources = new HashMap<>(plain.sources());
    if (!step.equals(StepConstants.NONE)) {
      sources.put("step", "made up");
    }
    return plain.with("made-up", "made up", plain.host(), step, sources);
  }

  private static StepConstants waiting(StepConstants.Queue queue) {
    return new StepConstants(Map.of(), 1, StepConstants.Floor.NONE, queue, Map.of());
  }

  private static ServingPlan plan(Engine engine) {
    Request request = new Request(500, 0, 1000);
    return colocated(
        aReplica("llama-3.1-8b").calibrated().by(engine, SETTINGS).build(), request, 8);
  }

  /**
   * Cell 130. Kernels, collectives and processor take 1.5 times as long in an era, from its first
   * day on and before the day after it.
   */
  @Test
  void stepsOfAnEraTakeAFactorAsLong() {
    Era era = new Era("vllm", "h100-sxm", LocalDate.of(2026, 1, 1), LocalDate.of(2026, 4, 1), 1.5);
    StepConstants step =
        new StepConstants(
            Map.of(),
            2,
            new StepConstants.Floor(0.05, 0.001),
            StepConstants.Queue.NONE,
            Map.of(),
            List.of(era),
            null);
    assertThat(step.factorAt("vllm", "h100-sxm", Optional.of(LocalDate.of(2026, 1, 1))))
        .as("cell 130")
        .isEqualTo(1.5);
    assertThat(step.factorAt("vllm", "h100-sxm", Optional.of(LocalDate.of(2026, 4, 1)))).isOne();
    assertThat(step.factorAt("sglang", "h100-sxm", Optional.of(LocalDate.of(2026, 2, 1)))).isOne();
    assertThat(step.factorAt("vllm", "h100-sxm", Optional.empty())).isOne();

    StepConstants plain =
        new StepConstants(
            Map.of(), 1, new StepConstants.Floor(1e-9, 0), StepConstants.Queue.NONE, Map.of());
    EfficiencyProfile profile = calibrated("h100-sxm");
    KernelEfficiency before = with(plain).on(profile).kernel(KernelKind.GEMM, Precision.BF16);
    KernelEfficiency after =
        with(plain).slowedBy(1.5).on(profile).kernel(KernelKind.GEMM, Precision.BF16);
    assertThat(after.overheadSeconds() / before.overheadSeconds())
        .as("cell 130: the launch")
        .isCloseTo(1.5, ROUNDING);
    assertThat(before.compute() / after.compute())
        .as("cell 130: the arithmetic")
        .isCloseTo(1.5, ROUNDING);
  }

  /** Constants of a model take the place of those of the engine, for that model alone. */
  @Test
  void aModelHasConstantsOfItsOwn() {
    Engine plain = with(waiting(new StepConstants.Queue(0, 0.1, 0, 0)));
    StepConstants slow =
        new StepConstants(
            Map.of(),
            2,
            new StepConstants.Floor(0.05, 0.001),
            StepConstants.Queue.NONE,
            Map.of("0.5.1", new StepConstants.Queue(1, 0, 0, 0)));
    Engine engine =
        plain.with(
            plain.id(),
            plain.name(),
            plain.host(),
            plain.step(),
            Map.of("llama-3.1-8b", new ModelSteps(new Engine.Host(0.002, 0), slow)),
            plain.sources());

    Engine serving = engine.serving("llama-3.1-8b");
    assertThat(serving.host().stepSeconds()).isEqualTo(0.002);
    assertThat(serving.step()).isEqualTo(slow);
    assertThat(engine.stepServing("llama-3.1-8b").queueOf("0.5.1").burstShare()).isOne();
    assertThat(plan(serving).tpotSeconds()).isGreaterThan(0.058);
    assertThat(engine.serving("llama-3.1-70b")).isSameAs(engine);
    assertThat(engine.stepServing("llama-3.1-70b")).isEqualTo(plain.step());
  }

  /** Cell 105. A step of 4 sequences takes at least 50 ms and 1 ms for each of them. */
  @Test
  void noStepIsShorterThanTheProcessorTakes() {
    StepConstants.Floor floor = new StepConstants.Floor(0.05, 0.001);
    Engine slow = with(new StepConstants(Map.of(), 1, floor, StepConstants.Queue.NONE, Map.of()));
    Request request = new Request(100, 0, 10);
    double seconds =
        colocated(aReplica("llama-3.1-8b").calibrated().by(slow, SETTINGS).build(), request, 4)
            .decodeStepSeconds();

    assertThat(seconds).as("cell 105: 50 + 4 x 1 ms").isCloseTo(0.054, ROUNDING);
  }

  /**
   * Cell 106. Cell 68 where half of the requests arrive in bursts. In a burst the four packs of 0.6
   * s have their first tokens after 0.6 to 2.4 s, 1.5 s on average: 0.5 x (1.5 - 0.6) = 0.45 s more
   * than alone. It takes 0.1 s to schedule a prompt. So the first token comes after 0.6 + 0.45 +
   * 0.1 = 1.15 of 4.5 s.
   */
  @Test
  void aBurstMovesTimeToTheFirstToken() {
    Cycle cycle = Cycle.alternating(8, 2, 0.6, 0.6, 100, 0.02).delayed(0.5, 1.5, 0.1);

    assertThat(cycle.ttftSeconds()).as("cell 106").isCloseTo(1.15, ROUNDING);
    assertThat(cycle.seconds()).as("cell 106").isCloseTo(4.5, ROUNDING);
    assertThat(cycle.tpotSeconds(100)).as("cell 106: 3.35 s a 100").isCloseTo(0.0335, ROUNDING);
  }

  /**
   * Cell 125. Case 39: vllm-project/vllm-ascend#7468. Prompts of 1,024 tokens come all at once and
   * pass in k packs of 8,192 new tokens. The packs have their first tokens after T, 2 T ... k T, (k
   * + 1) T / 2 on average. Where a share r of each prompt is cached, only k (1 - r) packs pass, so
   * the mean time to first token falls by k r / (k + 1).
   *
   * <p>Of 64 prompts 8 make a pack: k = 8. Half of each cached: 4 / 9 less. Three quarters cached:
   * 6 / 9 less. Queries see as many cached keys, too, which takes a few percent of the time.
   */
  @Test
  void case39ABurstGainsByItsHits() {
    double none = ttftOfBurst(0);
    assertThat(1 - ttftOfBurst(0.5) / none)
        .as("cell 125: 8 x 1/2 / 9")
        .isCloseTo(4.0 / 9, within(0.02));
    assertThat(1 - ttftOfBurst(0.75) / none)
        .as("cell 125: 8 x 3/4 / 9")
        .isCloseTo(6.0 / 9, within(0.02));
  }

  private static double ttftOfBurst(double cachedShare) {
    Engine bursts = with(waiting(new StepConstants.Queue(1, 0, 0, 0)));
    Request request = new Request(1024, cachedShare * 1024, 4000);
    return colocated(
            aReplica("llama-3.1-8b").calibrated().by(bursts, SETTINGS).build(), request, 64)
        .ttftSeconds();
  }

  /**
   * Cell 122. A scheduler that looks every 30 steps takes a prompt after 15. Groups that wait 60
   * steps for each other, where a prompt arrives every 20 steps: 3 others come along and wait for
   * 30 each, so the mean is (60 + 3 x 30) / 4 = 37.5 steps. A single group does not wait.
   */
  @Test
  void promptsWaitUntilTheSchedulerTakesThem() {
    StepConstants.Queue looking = new StepConstants.Queue(0, 0, 30, 0);
    StepConstants.Queue grouped = new StepConstants.Queue(0, 0, 0, 60);

    assertThat(looking.waitedSteps(1, 0.05)).as("cell 122: 30 / 2").isEqualTo(15);
    assertThat(grouped.waitedSteps(8, 0.05)).as("cell 122").isCloseTo(37.5, ROUNDING);
    assertThat(grouped.waitedSteps(1, 0.05)).as("cell 122: alone").isZero();
  }

  /**
   * Cell 123. The plan of cell 122: waits of 15 steps and of 0.2 s are added to the first token,
   * and to the latency, whose tokens come as before. A cycle of T seconds has one step in T /
   * 1,000.
   */
  @Test
  void aWaitDelaysTheFirstTokenAndNoOther() {
    ServingPlan plain = plan(with(waiting(StepConstants.Queue.NONE)));
    ServingPlan waits = plan(with(waiting(new StepConstants.Queue(0, 0.2, 30, 0))));

    double cycle = 8 / plain.requestsPerSecond();
    double wait = 15 * cycle / 1000 + 0.2;
    assertThat(waits.ttftSeconds() - plain.ttftSeconds())
        .as("cell 123")
        .isCloseTo(wait, within(1e-9));
    assertThat(waits.tpotSeconds()).isCloseTo(plain.tpotSeconds(), within(1e-12));
    assertThat(8 / waits.requestsPerSecond()).isCloseTo(cycle + wait, within(1e-9));
  }

  /** Waits of a version are those with the longest beginning, where digits do not go on. */
  @Test
  void theWaitOfAVersionIsItsOwn() {
    StepConstants.Queue old = new StepConstants.Queue(1, 0.1, 0, 0);
    StepConstants.Queue rest = new StepConstants.Queue(0.1, 0.05, 0, 0);
    StepConstants step =
        new StepConstants(Map.of(), 1, StepConstants.Floor.NONE, rest, Map.of("0.5.1", old));

    assertThat(step.queueOf("0.5.1.post1")).isEqualTo(old);
    assertThat(step.queueOf("0.5.12")).isEqualTo(rest);
    assertThat(step.queueOf("")).isEqualTo(rest);
  }

  /**
   * Cell 107. Four tokens pick 2 of 8 experts: 8 rows, on 8 (1 - 0.75^4) = 5.46875 experts. A
   * touched expert has 8 / 5.46875 rows on average.
   */
  @Test
  void rowsAreThoseOfExpertsThatHaveAny() {
    Operator experts =
        aReplica("mixtral-8x7b").build().decode().graph().operators().stream()
            .filter(operator -> operator.kernel() == KernelKind.EXPERTS)
            .findFirst()
            .orElseThrow();

    StepShape shape = StepShape.of(4, 1, 0);
    assertThat(experts.rowsOfExpert(shape, experts.touchedShare(shape)))
        .as("cell 107")
        .isCloseTo(8 / 5.46875, ROUNDING);
  }

  /**
   * Cell 108. Factors of 2, 4 and 8 on launches, arithmetic and traffic; no share exceeds a peak.
   */
  @Test
  void factorsMultiplyTheTimesOfTheProfile() {
    EfficiencyProfile profile = calibrated("h100-sxm");
    KernelEfficiency before = profile.kernel(KernelKind.GEMM, Precision.BF16);
    Map<KernelKind, Map<Precision, KernelFactors>> factors =
        Map.of(KernelKind.GEMM, Map.of(Precision.BF16, new KernelFactors(2, 4, 8)));
    StepConstants slower =
        new StepConstants(factors, 2, StepConstants.Floor.NONE, StepConstants.Queue.NONE, Map.of());
    EfficiencyProfile scaled = with(slower).on(profile);
    KernelEfficiency after = scaled.kernel(KernelKind.GEMM, Precision.BF16);

    assertThat(after.overheadSeconds())
        .as("cell 108")
        .isCloseTo(2 * before.overheadSeconds(), ROUNDING);
    assertThat(after.compute()).isCloseTo(before.compute() / 4, ROUNDING);
    assertThat(after.bandwidth()).isCloseTo(before.bandwidth() / 8, ROUNDING);
    assertThat(scaled.scaleUp().latencySeconds())
        .isCloseTo(2 * profile.scaleUp().latencySeconds(), ROUNDING);
    Map<KernelKind, Map<Precision, KernelFactors>> faster =
        Map.of(KernelKind.GEMM, Map.of(Precision.BF16, new KernelFactors(1, 0.01, 1)));
    StepConstants tooFast =
        new StepConstants(faster, 1, StepConstants.Floor.NONE, StepConstants.Queue.NONE, Map.of());
    assertThat(with(tooFast).on(profile).kernel(KernelKind.GEMM, Precision.BF16).compute())
        .isEqualTo(1);
  }
}
