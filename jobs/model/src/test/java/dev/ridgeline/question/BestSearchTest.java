package dev.ridgeline.question;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.ridgeline.choice.CellLimit;
import dev.ridgeline.choice.CellObjective;
import dev.ridgeline.choice.MixPattern;
import dev.ridgeline.choice.Standing;
import dev.ridgeline.config.ConfigException;
import dev.ridgeline.evaluate.CellColumns;
import dev.ridgeline.evaluate.CellEvaluator;
import dev.ridgeline.evaluate.CellResult;
import dev.ridgeline.evaluate.Depth;
import dev.ridgeline.question.FleetSize.Kind;
import dev.ridgeline.space.DesignSpace;
import dev.ridgeline.sweep.LatencyTargets;
import dev.ridgeline.sweep.Sweep;
import dev.ridgeline.testing.Plans;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** Answers to questions without a file, against an evaluation of every cell of the same sweep. */
class BestSearchTest {

  private static final String PAIR = "h200-sxm, l40s, h200-sxm > h200-sxm";

  private static Question question(String hardware, LatencyTargets targets) {
    return new Question(
        "llama-3.1-8b",
        "chat",
        "4096",
        List.of(),
        List.of(),
        hardware.isEmpty() ? List.of() : MixPattern.parse("--hardware", hardware, Plans.CATALOGS),
        "on-demand",
        targets,
        Optional.empty(),
        Optional.empty(),
        Optional.empty());
  }

  private static Question withFleet(
      Question question, FleetSize demand, Optional<FleetSize> budget) {
    return new Question(
        question.model(),
        question.workflow(),
        question.context(),
        question.quantizations(),
        question.engines(),
        question.hardware(),
        question.tariff(),
        question.targets(),
        Optional.of(demand),
        budget,
        Optional.empty());
  }

  private static BestAnswer answer(Question question) {
    return new BestSearch(Plans.CATALOGS, 2).answer(question);
  }

  @Test
  void theBestIsTheCheapestOfAllCellsOfItsSweepWithinTheTargets() {
    LatencyTargets targets = new LatencyTargets(0.5, 0.02);
    BestAnswer answer = answer(question(PAIR, targets));
    DesignSpace space = Sweep.parse("best", answer.sweep(), Plans.CATALOGS).space();
    double least = Double.POSITIVE_INFINITY;
    CellEvaluator evaluator = new CellEvaluator(space, EnumSet.of(Depth.PLAN));
    for (long cell = 0; cell < space.grid().cells(); cell++) {
      CellResult result = evaluator.evaluate(cell);
      double dollars = CellColumns.DOLLARS_PER_REQUEST.number(result);
      if (CellColumns.TTFT_S.number(result) <= 0.5
          && CellColumns.TPOT_S.number(result) <= 0.02
          && dollars < least) {
        least = dollars;
      }
    }
    assertThat(answer.isMet()).isTrue();
    Standing best = answer.places().get(0).standing();
    assertThat(best.dollars()).isEqualTo(least);
    assertThat(new CellEvaluator(space).evaluate(best.cell()).economics().dollarsPerRequest())
        .as("the cell is numbered in the sweep")
        .isEqualTo(least);
    assertThat(answer.places()).hasSize(3);
    assertThat(answer.relaxed()).isEmpty();
  }

  /** A measure of whole tasks decides, which is best at another mix and batch than the price. */
  @Test
  void theBestHasTheMostOfAnyColumnThatIsAskedFor() {
    Question price = question(PAIR, new LatencyTargets(0.5, 0.02));
    CellObjective wanted = CellObjective.parse("--objective", "max agents_per_megawatt");
    Question question =
        new Question(
            price.model(),
            price.workflow(),
            price.context(),
            List.of(),
            List.of(),
            price.hardware(),
            price.tariff(),
            price.targets(),
            Optional.empty(),
            Optional.empty(),
            Optional.of(wanted));
    BestAnswer answer = answer(question);
    DesignSpace space = Sweep.parse("best", answer.sweep(), Plans.CATALOGS).space();
    double most = 0;
    CellEvaluator evaluator = new CellEvaluator(space, EnumSet.of(Depth.PLAN, Depth.TASK));
    for (long cell = 0; cell < space.grid().cells(); cell++) {
      CellResult result = evaluator.evaluate(cell);
      double agents = CellColumns.named("agents_per_megawatt").number(result);
      if (CellColumns.TTFT_S.number(result) <= 0.5
          && CellColumns.TPOT_S.number(result) <= 0.02
          && agents > most) {
        most = agents;
      }
    }
    Standing best = answer.places().get(0).standing();
    assertThat(best.isWithin()).isTrue();
    assertThat(-best.objective()).as("the most of all cells of its sweep").isEqualTo(most);
    assertThat(answer.breakEvens()).as("prices do not decide").isEmpty();
    assertThat(BestReport.of(answer, 5))
        .contains("Best of 3 mixes by max agents_per_megawatt:")
        .containsPattern("mix +agents_per_megawatt +\\$/1k req");
  }

  @Test
  void aNarrowerTargetIsNeverCheaperAndAFinerSearchNeverDearer() {
    double before = 0;
    for (double tpot : new double[] {0.05, 0.02, 0.01}) {
      Standing best =
          answer(question("h200-sxm", new LatencyTargets(1, tpot))).places().get(0).standing();
      assertThat(best.isWithin()).isTrue();
      assertThat(best.dollars()).isGreaterThanOrEqualTo(before);
      before = best.dollars();
    }
  }

  @Test
  void anImpossibleTargetHasTheNearestMissAndWhatToRelax() {
    BestAnswer answer = answer(question("l40s, l4", new LatencyTargets(10, 0.0005)));
    assertThat(answer.isMet()).isFalse();
    Standing nearest = answer.places().get(0).standing();
    assertThat(nearest.miss()).isNotNull();
    assertThat(nearest.miss().limit().column()).isEqualTo("tpot_s");
    assertThat(nearest.miss().value()).isEqualTo(nearest.tpotSeconds()).isGreaterThan(0.0005);
    assertThat(answer.relaxed()).hasSize(1);
    assertThat(answer.relaxed().get(0).standing().tpotSeconds())
        .as("the least TPOT of all is the nearest miss of TPOT")
        .isEqualTo(nearest.tpotSeconds());
    assertThat(BestReport.of(answer, 5))
        .contains("None of the mixes keeps the limits (2).")
        .contains("nearest: TPOT ")
        .contains("or relax TPOT alone to ");
  }

  @Test
  void wherePartOfTheTargetsDoesNotHelpAllAreRelaxedTogether() {
    BestAnswer answer = answer(question("l40s", new LatencyTargets(0.001, 0.0005)));
    assertThat(answer.relaxed()).isEmpty();
    assertThat(BestReport.of(answer, 5))
        .containsPattern("nearest: TTFT \\S+ \\S+ with l40s, TPOT \\S+ \\S+, \\S+ \\$ for")
        .containsPattern("or relax TTFT to \\S+ ms and TPOT to \\S+ ms");
  }

  @Test
  void otherAcceleratorsAreNamedWhereThoseOfTheQuestionFail() {
    BestAnswer answer = answer(question("l4", new LatencyTargets(1, 0.005)));
    assertThat(answer.isMet()).isFalse();
    Standing other = answer.alternative().orElseThrow().standing();
    assertThat(other.isWithin()).isTrue();
    assertThat(other.tpotSeconds()).isLessThanOrEqualTo(0.005);
    assertThat(BestReport.of(answer, 5)).contains("or take " + other.mix().name());
  }

  @Test
  void aModelThatFitsNowhereBlamesNoLimit() {
    Question large =
        new Question(
            "deepseek-v3",
            "chat",
            "mean",
            List.of("bf16"),
            List.of(),
            MixPattern.parse("--hardware", "l4", Plans.CATALOGS),
            "on-demand",
            LatencyTargets.NONE,
            Optional.empty(),
            Optional.empty(),
            Optional.empty());
    BestAnswer answer = answer(large);
    assertThat(answer.isMet()).isFalse();
    assertThat(answer.places().get(0).standing().cell()).isEqualTo(Standing.NO_CELL);
    assertThat(BestReport.of(answer, 5))
        .contains("None of the mixes serves it.")
        .contains("DOES_NOT_FIT");
  }

  /** 500 users need some accelerators; a budget of one fewer is missed by just that. */
  @Test
  void aBudgetBoundsTheFleetOfADemand() {
    Question users =
        withFleet(
            question("l40s", new LatencyTargets(2, 0.05)),
            new FleetSize(Kind.USERS, 500),
            Optional.empty());
    BestAnswer enough = answer(users);
    assertThat(enough.isMet()).isTrue();
    CellView fleet = enough.places().get(0).view().orElseThrow();
    assertThat(fleet.dollarsPerHour()).isPositive();
    assertThat(fleet.replicas()).endsWith("l40s");
    BestAnswer tooFew =
        answer(
            withFleet(
                users,
                new FleetSize(Kind.USERS, 500),
                Optional.of(new FleetSize(Kind.ACCELERATORS, 1))));
    assertThat(tooFew.isMet()).isFalse();
    CellLimit missed = tooFew.places().get(0).standing().miss().limit();
    assertThat(missed).isEqualTo(new CellLimit("fleet_accelerators", CellLimit.Kind.AT_MOST, 1));
  }

  @Test
  void anAnswerSaysWhatWouldChangeIt() {
    String text = BestReport.of(answer(question(PAIR, new LatencyTargets(0.5, 0.02))), 2);
    assertThat(text)
        .contains("Limits: TTFT at most 500 ms, TPOT at most 20 ms")
        .contains("Best of 3 mixes by min dollars_per_request:")
        .contains("What would change the answer:")
        .contains("the next best, if it were ")
        .contains(" times its price: then ")
        .contains("Tried: h200-sxm; h200-sxm > h200-sxm, ib-ndr-400; l40s");
    assertThat(text.lines()).allMatch(line -> line.length() <= 100);
  }

  @Test
  void unknownNamesAreReportedTogetherByTheirOption() {
    Question wrong =
        new Question(
            "llama-3.1-8",
            "chats",
            "mean",
            List.of("fp9"),
            List.of("vllm"),
            List.of(),
            "on-demand",
            LatencyTargets.NONE,
            Optional.empty(),
            Optional.empty(),
            Optional.empty());
    assertThatThrownBy(() -> answer(wrong))
        .isInstanceOf(ConfigException.class)
        .hasMessageContaining("--model: 1 problem")
        .hasMessageContaining("--workflow: 1 problem")
        .hasMessageContaining("--quantization: 1 problem")
        .hasMessageContaining("--engine: 1 problem")
        .hasMessageContaining("Maybe you meant 'llama-3.1-8b'");
  }

  @Test
  void aSweepToBeginWithIsShortCommentedAndValid() {
    String text =
        InitialSweep.of(
            InitialSweep.nameOf("My Agents.yaml"),
            question("h200-sxm, b200 > mi300x", new LatencyTargets(2, 0.04)),
            Plans.CATALOGS);
    Sweep sweep = Sweep.parse("my-agents.yaml", text, Plans.CATALOGS);
    assertThat(sweep.name()).isEqualTo("my-agents");
    assertThat(sweep.space().hardware()).hasSize(2);
    assertThat(sweep.targets()).isEqualTo(new LatencyTargets(2, 0.04));
    assertThat(Sweep.targetsOf("my-agents.yaml", text)).isEqualTo(sweep.targets());
    assertThat(text.lines()).hasSizeBetween(10, 15).allMatch(line -> line.length() <= 100);
    assertThat(text.lines().filter(line -> line.contains("# "))).hasSizeGreaterThanOrEqualTo(10);
  }
}
