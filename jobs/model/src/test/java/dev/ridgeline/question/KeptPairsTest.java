package dev.ridgeline.question;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ridgeline.choice.CellObjective;
import dev.ridgeline.choice.MixPattern;
import dev.ridgeline.choice.Standing;
import dev.ridgeline.question.FleetSize.Kind;
import dev.ridgeline.reduce.Reducer.Joining;
import dev.ridgeline.sweep.LatencyTargets;
import dev.ridgeline.testing.Plans;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** Answers from the kept pairs are those from all cells, for questions of all kinds. */
class KeptPairsTest {

  private static final int QUESTIONS = 24;

  /** What a question is about, so that a test shows that it has seen all kinds. */
  private enum Kept {
    FEWER_AND_MET,
    FEWER_AND_MISSED,
    FEWER_WITH_BREAK_EVENS,
    FEWER_TO_RELAX,
    FEWER_WITHOUT_LIMITS,
    ALL_OF_PERCENTILES,
    ALL_OF_OBJECTIVES,
    ALL_OF_FLEETS,
    NONE_FEASIBLE
  }

  private final SplittableRandom random = new SplittableRandom(20_260_919);
  private final Set<Kept> seen = EnumSet.noneOf(Kept.class);
  private long all;
  private long kept;

  @Test
  void answersAreThoseOfAllCells() {
    for (int i = 0; i < QUESTIONS; i++) {
      Question question = question();
      BestAnswer answer = compare(question);
      if (answer.isMet() && KeptPairs.areEnough(question.objective(), question.limits())) {
        compare(narrower(question, answer.places().get(0).standing()));
      }
    }
    assertThat(seen).isEqualTo(EnumSet.allOf(Kept.class));
    assertThat(4 * kept).as("four times the cells that are kept").isLessThan(3 * all);
  }

  private BestAnswer compare(Question question) {
    BestAnswer ofAll = new BestSearch(Plans.CATALOGS, 1, Joining.ALL).answer(question);
    BestAnswer ofKept = new BestSearch(Plans.CATALOGS, 2, Joining.UNDOMINATED).answer(question);
    assertThat(withoutCells(ofKept)).as(question.toString()).isEqualTo(withoutCells(ofAll));
    if (KeptPairs.areEnough(question.objective(), question.limits())) {
      assertThat(ofKept.cells()).isLessThanOrEqualTo(ofAll.cells());
      all += ofAll.cells();
      kept += ofKept.cells();
    } else {
      assertThat(ofKept.cells()).as(question.toString()).isEqualTo(ofAll.cells());
    }
    see(ofAll, ofKept);
    return ofAll;
  }

  /** The same question with limits that its best cell misses, but perhaps not every other one. */
  private static Question narrower(Question question, Standing best) {
    return new Question(
        question.model(),
        question.workflow(),
        question.context(),
        question.quantizations(),
        question.engines(),
        question.hardware(),
        question.tariff(),
        new LatencyTargets(0.6 * best.ttftSeconds(), 0.8 * best.tpotSeconds()),
        question.demand(),
        question.budget(),
        question.wanted());
  }

  private static BestAnswer withoutCells(BestAnswer answer) {
    return answer.with(answer.alternative(), 0);
  }

  private void see(BestAnswer ofAll, BestAnswer ofKept) {
    Question question = ofAll.question();
    if (ofKept.cells() < ofAll.cells()) {
      seen.add(ofAll.isMet() ? Kept.FEWER_AND_MET : Kept.FEWER_AND_MISSED);
      if (!ofAll.breakEvens().isEmpty()) {
        seen.add(Kept.FEWER_WITH_BREAK_EVENS);
      }
      if (!ofAll.relaxed().isEmpty()) {
        seen.add(Kept.FEWER_TO_RELAX);
      }
      if (question.limits().isEmpty()) {
        seen.add(Kept.FEWER_WITHOUT_LIMITS);
      }
    } else if (question.targets().limitsPercentile()) {
      seen.add(Kept.ALL_OF_PERCENTILES);
    } else if (question.wanted().isPresent()) {
      seen.add(Kept.ALL_OF_OBJECTIVES);
    } else if (question.demand().or(question::budget).isPresent()) {
      seen.add(Kept.ALL_OF_FLEETS);
    }
    if (ofAll.places().stream().anyMatch(place -> place.view().isEmpty())) {
      seen.add(Kept.NONE_FEASIBLE);
    }
  }

  private Question question() {
    double ttft = one(0.001, 0.05, 0.2, 1.0, 5.0, Double.POSITIVE_INFINITY);
    double tpot = one(0.0005, 0.004, 0.01, 0.03, 0.1, Double.POSITIVE_INFINITY);
    int percentile = ttft < Double.POSITIVE_INFINITY && is(5) ? one(50, 90, 99) : 0;
    FleetSize demand =
        one(
            new FleetSize(Kind.USERS, 300),
            new FleetSize(Kind.REQUESTS_PER_SECOND, 5),
            new FleetSize(Kind.USERS, 4));
    FleetSize budget =
        one(
            new FleetSize(Kind.ACCELERATORS, 24),
            new FleetSize(Kind.DOLLARS_PER_HOUR, 100),
            new FleetSize(Kind.WATTS, 30_000));
    String objective =
        one(
            "min dollars_per_request",
            "min dollars_per_request",
            "min dollars_per_task",
            "min ttft_s",
            "min joules_per_request",
            "max agents_per_megawatt");
    return new Question(
        one("llama-3.1-8b", "qwen3-30b-a3b", "qwen3-32b"),
        one("chat", "coding", "rag", "reasoning", "deep-research"),
        one("mean", "mean", "peak", "9000", "60000"),
        one(List.of(), List.of(), List.of("bf16"), List.of("fp8", "bf16")),
        one(List.of(), List.of(), List.of("vllm-0.10", "sglang-0.5")),
        MixPattern.parse("--hardware", mixes(), Plans.CATALOGS),
        one("on-demand", "on-demand", "reserved", "owner"),
        new LatencyTargets(ttft, tpot, percentile),
        is(6) ? Optional.of(demand) : Optional.empty(),
        is(6) ? Optional.of(budget) : Optional.empty(),
        is(3) ? Optional.of(CellObjective.parse("--objective", objective)) : Optional.empty());
  }

  /** Pairs of pools, over the usual link or others, some with a memory tier, and other mixes. */
  private String mixes() {
    List<String> mixes = new ArrayList<>();
    for (int i = 0; i <= random.nextInt(3); i++) {
      mixes.add(
          accelerator()
              + " > "
              + accelerator()
              + one("", "", " via ib-xdr-800", " via ib-ndr-400")
              + one("", "", " with host-ddr5"));
    }
    if (is(2)) {
      mixes.add(accelerator());
    }
    if (is(8)) {
      mixes.add(accelerator() + " > h200-sxm + b200");
    }
    return mixes.stream().distinct().collect(Collectors.joining(", "));
  }

  private String accelerator() {
    return one("h100-sxm", "h200-sxm", "b200", "mi300x", "l40s", "a100-80g", "l4");
  }

  @SafeVarargs
  private final <T> T one(T... of) {
    return of[random.nextInt(of.length)];
  }

  private boolean is(int times) {
    return random.nextInt(times) == 0;
  }
}
