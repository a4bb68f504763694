package dev.ridgeline.choice;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;
import static org.assertj.core.data.Percentage.withPercentage;

import dev.ridgeline.frontier.Skyline;
import dev.ridgeline.frontier.Ties;
import dev.ridgeline.sweep.LatencyTargets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What holds for the choice of any workload. */
class ChoiceLawsTest {

  private static final LatencyTargets TARGETS = new LatencyTargets(8, 0.08);
  private static final List<String> KINDS = List.of("a", "b", "c");

  static Stream<List<Candidate>> workloads() {
    return Cases.workloads();
  }

  private static WorkloadChoices choices(List<Candidate> candidates) {
    return WorkloadChoices.of(
        List.of("w"),
        candidates,
        new ChoiceSettings(List.of(TARGETS, LatencyTargets.NONE), 0.3, 30, 0.2, 0.15, 7));
  }

  @ParameterizedTest
  @MethodSource("workloads")
  void factorsOfOneChangeNothing(List<Candidate> candidates) {
    double[] ones = {1, 1, 1};
    Terms same = Terms.of(ones, ones);
    for (Candidate candidate : candidates) {
      PlacedCandidate placed = placed(candidate);
      assertThat(same.dollars(placed)).isEqualTo(candidate.dollars());
      assertThat(same.ttftSeconds(placed)).isEqualTo(candidate.ttftSeconds());
      assertThat(same.tpotSeconds(placed)).isEqualTo(candidate.tpotSeconds());
    }
  }

  @ParameterizedTest
  @MethodSource("workloads")
  void allPricesTogetherScaleDollars(List<Candidate> candidates) {
    double k = 1.7;
    Terms dearer = Terms.of(new double[] {k, k, k}, new double[] {1, 1, 1});
    for (Candidate candidate : candidates) {
      assertThat(dearer.dollars(placed(candidate)))
          .isCloseTo(k * candidate.dollars(), withPercentage(1e-12));
    }
  }

  /** A power of two scales without rounding, so nothing but dollars may change. */
  @ParameterizedTest
  @MethodSource("workloads")
  void choicesAreTheSameInAnyCurrency(List<Candidate> candidates) {
    List<Candidate> inOther = new ArrayList<>();
    for (Candidate one : candidates) {
      inOther.add(
          new Candidate(
              one.cell(),
              one.mix(),
              4 * one.prefillDollars(),
              4 * one.decodeDollars(),
              4 * one.feedForwardDollars(),
              one.ttftSeconds(),
              one.tpotSeconds()));
    }
    WorkloadChoices here = choices(candidates);
    WorkloadChoices there = choices(inOther);
    assertThat(there.shares()).isEqualTo(here.shares());
    assertThat(there.choices()).hasSameSizeAs(here.choices());
    for (int i = 0; i < here.choices().size(); i++) {
      ChosenMix one = here.choices().get(i).found().chosen();
      ChosenMix other = there.choices().get(i).found().chosen();
      assertThat(other.best().cell()).isEqualTo(one.best().cell());
      assertThat(other.best().dollars()).isEqualTo(4 * one.best().dollars());
    }
  }

  @ParameterizedTest
  @MethodSource("workloads")
  void sharesOfDrawsSumToOne(List<Candidate> candidates) {
    Map<LatencyTargets, Double> sums =
        choices(candidates).shares().stream()
            .collect(
                Collectors.groupingBy(
                    ForWorkload::targets, Collectors.summingDouble(row -> row.found().ofDraws())));
    assertThat(sums).hasSize(2);
    assertThat(sums.values()).allSatisfy(sum -> assertThat(sum).isCloseTo(1, within(1e-12)));
  }

  @ParameterizedTest
  @MethodSource("workloads")
  void theChosenIsOnTheFrontierInEveryDraw(List<Candidate> candidates) {
    assertThat(choices(candidates).shares())
        .filteredOn(row -> row.found().mix() != null)
        .allSatisfy(
            row -> assertThat(row.found().onFrontier()).isBetween(row.found().ofDraws(), 1.0));
  }

  @ParameterizedTest
  @MethodSource("workloads")
  void regretIsAtLeastOne(List<Candidate> candidates) {
    for (ForWorkload<ChoiceOutcome> row : choices(candidates).choices()) {
      ChosenMix chosen = row.found().chosen();
      if (!chosen.lacksHomogeneous()) {
        assertThat(chosen.homogeneousRegret()).isGreaterThanOrEqualTo(1);
      }
      if (!chosen.lacksColocated()) {
        assertThat(chosen.colocatedRegret()).isGreaterThanOrEqualTo(1);
      }
    }
  }

  /** The skyline of each mix in dollars by pool and latencies loses no choice, draw or move. */
  @ParameterizedTest
  @MethodSource("workloads")
  void theSkylineOfEachMixLosesNothing(List<Candidate> candidates) {
    List<Candidate> dominated = new ArrayList<>(candidates);
    for (Candidate one : candidates) {
      dominated.add(
          new Candidate(
              one.cell() + 100,
              one.mix(),
              1.1 * one.prefillDollars(),
              one.decodeDollars(),
              one.feedForwardDollars(),
              one.ttftSeconds(),
              1.2 * one.tpotSeconds()));
    }
    List<Candidate> kept = skylines(dominated);
    assertThat(kept).hasSizeLessThan(dominated.size());
    assertThat(choices(kept)).isEqualTo(choices(dominated));
  }

  private static List<Candidate> skylines(List<Candidate> candidates) {
    List<Candidate> kept = new ArrayList<>();
    candidates.stream()
        .collect(Collectors.groupingBy(Candidate::mix))
        .forEach(
            (mix, ofMix) -> {
              Skyline skyline = new Skyline(CandidatePoint.OBJECTIVES, Ties.COLLAPSE, 0);
              for (Candidate one : ofMix) {
                skyline.offer(
                    new double[] {
                      one.prefillDollars(),
                      one.decodeDollars(),
                      one.feedForwardDollars(),
                      one.ttftSeconds(),
                      one.tpotSeconds()
                    },
                    one.cell());
              }
              for (int place = 0; place < skyline.size(); place++) {
                kept.add(Candidate.of(mix, skyline.point(place), skyline.id(place)));
              }
            });
    return kept;
  }

  private static PlacedCandidate placed(Candidate candidate) {
    return PlacedCandidate.of(candidate, List.of(candidate.mix().name()), KINDS);
  }
}
