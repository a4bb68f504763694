package dev.ridgeline.choice;

import dev.ridgeline.frontier.Skyline;
import dev.ridgeline.frontier.Ties;
import dev.ridgeline.sweep.LatencyTargets;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;

/**
 * The cheapest candidate for one workload within latency targets, and what would change it: the
 * price of one accelerator, or all prices and speeds together. {@link Terms} reprices the
 * candidates.
 */
final class Choice {

  /** Cheap candidates come first, because later ones rarely beat them. */
  private static final Comparator<Candidate> FIRST =
      Comparator.comparingDouble(Candidate::dollars)
          .thenComparing(candidate -> candidate.mix().name())
          .thenComparingLong(Candidate::cell);

  /** Accelerators of all candidates, in rising order. */
  private final List<String> accelerators;

  /** Names of all mixes, in rising order. */
  private final List<String> mixes;

  private final List<PlacedCandidate> candidates;
  private final LatencyTargets targets;
  private final ChoiceSettings settings;

  /**
   * @param candidates candidates of one workload
   * @param targets latencies that the choice must not exceed
   * @param settings size of the price moves, and the spread of prices and speeds
   */
  Choice(List<Candidate> candidates, LatencyTargets targets, ChoiceSettings settings) {
    this.accelerators =
        candidates.stream()
            .flatMap(candidate -> candidate.mix().accelerators().stream())
            .sorted()
            .distinct()
            .toList();
    this.mixes =
        candidates.stream().map(candidate -> candidate.mix().name()).sorted().distinct().toList();
    this.candidates =
        candidates.stream()
            .sorted(FIRST)
            .map(candidate -> PlacedCandidate.of(candidate, mixes, accelerators))
            .toList();
    this.targets = targets;
    this.settings = settings;
  }

  /**
   * Returns the choice at the prices and speeds of the catalogs; empty where no candidate meets the
   * targets.
   *
   * @param shares result of {@link #shares()}
   */
  Optional<ChosenMix> chosen(List<MixShare> shares) {
    return cheapest(mix -> true)
        .map(
            best ->
                new ChosenMix(
                    best,
                    cheapest(Mix::isHomogeneous).orElse(null),
                    cheapest(Mix::isColocated).orElse(null),
                    shareOfDraws(best.mix().name(), shares)));
  }

  private static double shareOfDraws(String mix, List<MixShare> shares) {
    return shares.stream()
        .filter(share -> mix.equals(share.mix()))
        .mapToDouble(MixShare::ofDraws)
        .sum();
  }

  private Optional<Candidate> cheapest(Predicate<Mix> among) {
    return cheapest(Terms.asThingsAre(accelerators.size()), among).map(PlacedCandidate::candidate);
  }

  /**
   * Returns the cheapest candidate, and the fastest of equally cheap ones. Mixes that differ only
   * in their link are equally cheap, since links have no price.
   */
  private Optional<PlacedCandidate> cheapest(Terms terms, Predicate<Mix> among) {
    PlacedCandidate best = null;
    double least = Double.POSITIVE_INFINITY;
    for (PlacedCandidate placed : candidates) {
      double dollars = terms.dollars(placed);
      if (dollars <= least
          && isWithinTargets(placed, terms)
          && among.test(placed.candidate().mix())
          && (best == null || dollars < least || isFaster(placed, best, terms))) {
        best = placed;
        least = dollars;
      }
    }
    return Optional.ofNullable(best);
  }

  private static boolean isFaster(PlacedCandidate one, PlacedCandidate other, Terms terms) {
    double difference = terms.ttftSeconds(one) - terms.ttftSeconds(other);
    return difference < 0 || (difference == 0 && terms.tpotSeconds(one) < terms.tpotSeconds(other));
  }

  private boolean isWithinTargets(PlacedCandidate placed, Terms terms) {
    return terms.ttftSeconds(placed) <= targets.ttftSeconds()
        && terms.tpotSeconds(placed) <= targets.tpotSeconds();
  }

  /**
   * Returns the places of the mixes on the frontier of dollars, TTFT and TPOT within the targets.
   * Equal candidates are all on the frontier.
   */
  private BitSet mixesOnFrontier(Terms terms) {
    Skyline frontier = new Skyline(3, Ties.KEEP, 0);
    double[] point = new double[3];
    for (int i = 0; i < candidates.size(); i++) {
      PlacedCandidate placed = candidates.get(i);
      if (isWithinTargets(placed, terms)) {
        point[0] = terms.dollars(placed);
        point[1] = terms.ttftSeconds(placed);
        point[2] = terms.tpotSeconds(placed);
        frontier.offer(point, i);
      }
    }
    BitSet kept = new BitSet();
    for (int place = 0; place < frontier.size(); place++) {
      kept.set(candidates.get((int) frontier.id(place)).mix());
    }
    return kept;
  }

  /**
   * Returns the choice for each move of the price of each accelerator; empty where no candidate
   * meets the targets.
   */
  List<PriceMove> moves() {
    return cheapest(mix -> true).map(this::moves).orElse(List.of());
  }

  private List<PriceMove> moves(Candidate best) {
    BitSet now = mixesOnFrontier(Terms.asThingsAre(accelerators.size()));
    List<PriceMove> moves = new ArrayList<>();
    for (int moving = 0; moving < accelerators.size(); moving++) {
      for (double factor : new double[] {1 - settings.priceMove(), 1 + settings.priceMove()}) {
        Terms moved = Terms.withPrice(accelerators.size(), moving, factor);
        BitSet then = mixesOnFrontier(moved);
        // A price changes no latency, so some candidate still meets the targets.
        PlacedCandidate chosen = cheapest(moved, mix -> true).orElseThrow();
        moves.add(
            new PriceMove(
                accelerators.get(moving),
                factor,
                best,
                chosen.candidate(),
                moved.dollars(chosen),
                without(then, now),
                without(now, then)));
      }
    }
    return moves;
  }

  private List<String> without(BitSet some, BitSet others) {
    BitSet rest = (BitSet) some.clone();
    rest.andNot(others);
    return rest.stream().mapToObj(mixes::get).toList();
  }

  /**
   * Returns the shares of all mixes that are on the frontier or chosen in at least one draw. The
   * last row is for the draws in which no mix meets the targets.
   */
  List<MixShare> shares() {
    Draws draws = new Draws(settings.seed(), settings.priceSpread(), settings.speedSpread());
    int none = mixes.size();
    int[] chosen = new int[none + 1];
    int[] onFrontier = new int[none + 1];
    for (int draw = 0; draw < settings.draws(); draw++) {
      Terms drawn = drawn(draws, draw);
      chosen[cheapest(drawn, mix -> true).map(PlacedCandidate::mix).orElse(none)]++;
      mixesOnFrontier(drawn).stream().forEach(mix -> onFrontier[mix]++);
    }
    List<MixShare> shares = new ArrayList<>();
    for (int mix = 0; mix <= none; mix++) {
      if (chosen[mix] + onFrontier[mix] > 0) {
        shares.add(
            new MixShare(
                mix == none ? null : mixes.get(mix),
                (double) chosen[mix] / settings.draws(),
                (double) onFrontier[mix] / settings.draws()));
      }
    }
    return shares;
  }

  private Terms drawn(Draws draws, int draw) {
    double[] prices = new double[accelerators.size()];
    double[] speeds = new double[accelerators.size()];
    for (int i = 0; i < prices.length; i++) {
      prices[i] = draws.price(accelerators.get(i), draw);
      speeds[i] = draws.speed(accelerators.get(i), draw);
    }
    return Terms.of(prices, speeds);
  }
}
