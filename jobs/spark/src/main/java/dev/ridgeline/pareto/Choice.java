package dev.ridgeline.pareto;

import dev.ridgeline.frontier.Skyline;
import dev.ridgeline.frontier.Ties;
import java.io.Serializable;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.function.Predicate;

/**
 * Which of the candidates for one workload is chosen, and what would change that: cells are priced
 * again, not evaluated again.
 *
 * <p>An accelerator that costs f times as much makes its pools' part of the price f times as large.
 * One that is e times as fast as assumed makes it e times as small, and the latencies of what runs
 * on it: TTFT is that of prefill, TPOT that of decode, of its slower side. That is the first order
 * of it: batches and shardings are chosen anew, but links and launches are as fast as the rest.
 */
final class Choice {

  /** A draw is no farther off than this, so that what cannot be reached need not be kept. */
  static final double MOST_DEVIATIONS = 5;

  /** Stands for a mix in draws in which none meets the targets. */
  static final String NOTHING_CHOSEN = "";

  private static final Comparator<Candidate> FIRST =
      Comparator.comparing(Candidate::mix).thenComparingLong(Candidate::cell);

  /** Accelerators of all candidates, in rising order. */
  private final List<String> accelerators;

  private final List<Placed> candidates;
  private final Settings settings;

  /**
   * @param candidates the candidates of one workload
   */
  Choice(List<Candidate> candidates, Settings settings) {
    this.accelerators =
        candidates.stream()
            .flatMap(candidate -> candidate.accelerators().stream())
            .sorted()
            .distinct()
            .toList();
    this.candidates = candidates.stream().sorted(FIRST).map(this::placed).toList();
    this.settings = settings;
  }

  private Placed placed(Candidate candidate) {
    int decode = accelerators.indexOf(candidate.decode());
    return new Placed(
        candidate,
        accelerators.indexOf(candidate.prefill()),
        decode,
        candidate.feedForward() == null ? decode : accelerators.indexOf(candidate.feedForward()));
  }

  /**
   * A candidate and the places of its pools' accelerators; decode in one piece is on one
   * accelerator twice.
   */
  private record Placed(Candidate candidate, int prefill, int decode, int feedForward) {}

  /**
   * Targets, and how uncertain prices and speeds are.
   *
   * @param ttftSeconds target; infinite for none
   * @param tpotSeconds target; infinite for none
   * @param priceMove share by which the price of one accelerator moves up and down
   * @param draws samples of all prices and speeds together
   * @param priceSpread standard deviation of the logarithm of a price
   * @param speedSpread standard deviation of the logarithm of a speed
   * @param seed of the samples
   */
  record Settings(
      double ttftSeconds,
      double tpotSeconds,
      double priceMove,
      int draws,
      double priceSpread,
      double speedSpread,
      long seed)
      implements Serializable {}

  /** The cheapest within the targets, as things are. */
  Optional<Candidate> best() {
    return cheapest(asThingsAre(), candidate -> true);
  }

  /** The cheapest of those with one kind of accelerator. */
  Optional<Candidate> bestHomogeneous() {
    return cheapest(asThingsAre(), Candidate::isHomogeneous);
  }

  /** The cheapest of those with one pool. */
  Optional<Candidate> bestPooled() {
    return cheapest(asThingsAre(), Candidate::pooled);
  }

  /** Of equally cheap ones the fastest: links, for one, have no price of their own. */
  private Optional<Candidate> cheapest(Terms terms, Predicate<Candidate> among) {
    Placed best = null;
    double least = Double.POSITIVE_INFINITY;
    for (Placed candidate : candidates) {
      double dollars = terms.dollars(candidate);
      if (dollars <= least
          && isWithinTargets(candidate, terms)
          && among.test(candidate.candidate)
          && (dollars < least || isFaster(candidate, best, terms))) {
        best = candidate;
        least = dollars;
      }
    }
    return Optional.ofNullable(best).map(Placed::candidate);
  }

  private static boolean isFaster(Placed one, Placed other, Terms terms) {
    double difference = terms.ttftSeconds(one) - terms.ttftSeconds(other);
    return difference < 0 || (difference == 0 && terms.tpotSeconds(one) < terms.tpotSeconds(other));
  }

  private boolean isWithinTargets(Placed candidate, Terms terms) {
    return terms.ttftSeconds(candidate) <= settings.ttftSeconds
        && terms.tpotSeconds(candidate) <= settings.tpotSeconds;
  }

  /**
   * Mixes with a candidate that no other beats in dollars, TTFT and TPOT, of those within the
   * targets. Of equal ones all are on the frontier.
   */
  private Set<String> mixesOnFrontier(Terms terms) {
    Skyline frontier = new Skyline(3, Ties.KEEP, 0);
    double[] point = new double[3];
    for (int i = 0; i < candidates.size(); i++) {
      Placed candidate = candidates.get(i);
      if (isWithinTargets(candidate, terms)) {
        point[0] = terms.dollars(candidate);
        point[1] = terms.ttftSeconds(candidate);
        point[2] = terms.tpotSeconds(candidate);
        frontier.offer(point, i);
      }
    }
    Set<String> mixes = new TreeSet<>();
    for (int place = 0; place < frontier.size(); place++) {
      mixes.add(candidates.get((int) frontier.id(place)).candidate.mix());
    }
    return mixes;
  }

  /**
   * What becomes of a workload when one accelerator costs more or less.
   *
   * @param accelerator whose price moved
   * @param factor by how much
   * @param chosen what is the cheapest then
   * @param dollars what a request costs then
   * @param entering mixes that are on the frontier of dollars and latencies then, and are not now
   * @param leaving mixes that are on it now, and are not then
   */
  record Move(
      String accelerator,
      double factor,
      Candidate chosen,
      double dollars,
      Set<String> entering,
      Set<String> leaving) {}

  /** The choice under each move of the price of each accelerator. */
  List<Move> moves() {
    Set<String> now = mixesOnFrontier(asThingsAre());
    List<Move> moves = new ArrayList<>();
    for (int moving = 0; moving < accelerators.size(); moving++) {
      for (double factor : new double[] {1 - settings.priceMove, 1 + settings.priceMove}) {
        Terms moved = asThingsAre();
        moved.costs[moving] = factor;
        Set<String> then = mixesOnFrontier(moved);
        String accelerator = accelerators.get(moving);
        cheapest(moved, candidate -> true)
            .ifPresent(
                chosen ->
                    moves.add(
                        new Move(
                            accelerator,
                            factor,
                            chosen,
                            moved.dollars(placed(chosen)),
                            without(then, now),
                            without(now, then))));
      }
    }
    return moves;
  }

  private static Set<String> without(Set<String> mixes, Set<String> others) {
    Set<String> rest = new TreeSet<>(mixes);
    rest.removeAll(others);
    return rest;
  }

  /**
   * In which share of the draws each mix is chosen; {@link #NOTHING_CHOSEN} where none meets the
   * targets.
   */
  Map<String, Double> shareOfDraws() {
    return shares(
        terms ->
            Set.of(cheapest(terms, candidate -> true).map(Candidate::mix).orElse(NOTHING_CHOSEN)));
  }

  /** In which share of the draws each mix is on the frontier of dollars and latencies. */
  Map<String, Double> shareOnFrontier() {
    return shares(this::mixesOnFrontier);
  }

  private Map<String, Double> shares(Function<Terms, Set<String>> mixes) {
    Map<String, Integer> counts = new TreeMap<>();
    for (int draw = 0; draw < settings.draws; draw++) {
      mixes.apply(drawn(draw)).forEach(mix -> counts.merge(mix, 1, Integer::sum));
    }
    Map<String, Double> shares = new TreeMap<>();
    counts.forEach((mix, count) -> shares.put(mix, (double) count / settings.draws));
    return shares;
  }

  private Terms drawn(int draw) {
    Terms terms = asThingsAre();
    for (int i = 0; i < accelerators.size(); i++) {
      terms.speeds[i] = factor(accelerators.get(i), 1, draw, settings.speedSpread);
      terms.costs[i] = factor(accelerators.get(i), 0, draw, settings.priceSpread) / terms.speeds[i];
    }
    return terms;
  }

  /** The same for an accelerator in all workloads, whichever task draws it. */
  private double factor(String accelerator, int what, int draw, double spread) {
    long seed = settings.seed;
    for (long part : new long[] {accelerator.hashCode(), what, draw}) {
      seed = (seed ^ part) * 0x9E3779B97F4A7C15L;
      seed ^= seed >>> 32;
    }
    double gaussian = new Random(seed).nextGaussian();
    return Math.exp(spread * Math.max(-MOST_DEVIATIONS, Math.min(MOST_DEVIATIONS, gaussian)));
  }

  private Terms asThingsAre() {
    return new Terms(accelerators.size());
  }

  /** What work on each accelerator costs and how fast it is, over what the catalogs say. */
  private static final class Terms {

    private final double[] costs;
    private final double[] speeds;

    Terms(int accelerators) {
      costs = new double[accelerators];
      speeds = new double[accelerators];
      Arrays.fill(costs, 1);
      Arrays.fill(speeds, 1);
    }

    double dollars(Placed on) {
      return on.candidate.prefillDollars() * costs[on.prefill]
          + on.candidate.decodeDollars() * costs[on.decode]
          + on.candidate.feedForwardDollars() * costs[on.feedForward];
    }

    double ttftSeconds(Placed on) {
      return on.candidate.ttftSeconds() / speeds[on.prefill];
    }

    double tpotSeconds(Placed on) {
      return on.candidate.tpotSeconds() / Math.min(speeds[on.decode], speeds[on.feedForward]);
    }
  }
}
