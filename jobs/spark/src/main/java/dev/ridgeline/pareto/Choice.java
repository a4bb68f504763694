package dev.ridgeline.pareto;

import java.io.Serializable;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Predicate;
import java.util.function.ToDoubleFunction;

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

  private static final Comparator<Candidate> FIRST =
      Comparator.comparing(Candidate::mix).thenComparingLong(Candidate::cell);

  private final List<Candidate> candidates;
  private final Settings settings;

  /**
   * @param candidates the candidates of one workload
   */
  Choice(List<Candidate> candidates, Settings settings) {
    this.candidates = new ArrayList<>(candidates);
    this.candidates.sort(FIRST);
    this.settings = settings;
  }

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
    return cheapest(candidate -> true, Candidate::dollars, candidate -> 1, candidate -> 1);
  }

  /** The cheapest of those with one kind of accelerator. */
  Optional<Candidate> bestHomogeneous() {
    return cheapest(Candidate::isHomogeneous, Candidate::dollars, candidate -> 1, candidate -> 1);
  }

  /** The cheapest of those with one pool. */
  Optional<Candidate> bestPooled() {
    return cheapest(Candidate::pooled, Candidate::dollars, candidate -> 1, candidate -> 1);
  }

  private Optional<Candidate> cheapest(
      Predicate<Candidate> among,
      ToDoubleFunction<Candidate> dollars,
      ToDoubleFunction<Candidate> prefillSpeed,
      ToDoubleFunction<Candidate> decodeSpeed) {
    Candidate best = null;
    double least = Double.POSITIVE_INFINITY;
    for (Candidate candidate : candidates) {
      double price = dollars.applyAsDouble(candidate);
      if (price < least
          && candidate.ttftSeconds() <= settings.ttftSeconds * prefillSpeed.applyAsDouble(candidate)
          && candidate.tpotSeconds() <= settings.tpotSeconds * decodeSpeed.applyAsDouble(candidate)
          && among.test(candidate)) {
        best = candidate;
        least = price;
      }
    }
    return Optional.ofNullable(best);
  }

  /**
   * What is chosen when one accelerator costs more or less.
   *
   * @param accelerator whose price moved
   * @param factor by how much
   * @param chosen what is the cheapest then
   * @param dollars what a request costs then
   */
  record Move(String accelerator, double factor, Candidate chosen, double dollars) {}

  /** The choice under each move of the price of each accelerator. */
  List<Move> moves() {
    TreeSet<String> accelerators = new TreeSet<>();
    candidates.forEach(candidate -> accelerators.addAll(candidate.accelerators()));
    List<Move> moves = new ArrayList<>();
    for (String accelerator : accelerators) {
      for (double factor : new double[] {1 - settings.priceMove, 1 + settings.priceMove}) {
        Map<String, Double> factors = Map.of(accelerator, factor);
        ToDoubleFunction<Candidate> dollars = candidate -> dollars(candidate, factors);
        cheapest(candidate -> true, dollars, candidate -> 1, candidate -> 1)
            .ifPresent(
                chosen ->
                    moves.add(
                        new Move(accelerator, factor, chosen, dollars.applyAsDouble(chosen))));
      }
    }
    return moves;
  }

  private static double dollars(Candidate candidate, Map<String, Double> factors) {
    double dollars =
        candidate.prefillDollars() * factors.getOrDefault(candidate.prefill(), 1.0)
            + candidate.decodeDollars() * factors.getOrDefault(candidate.decode(), 1.0);
    return candidate.feedForward() == null
        ? dollars
        : dollars
            + candidate.feedForwardDollars() * factors.getOrDefault(candidate.feedForward(), 1.0);
  }

  /**
   * In which share of the draws each mix is chosen; the empty text where none meets the targets.
   */
  Map<String, Double> shareOfDraws() {
    Map<String, Double> shares = new TreeMap<>();
    for (int draw = 0; draw < settings.draws; draw++) {
      Map<String, Double> costs = new HashMap<>();
      Map<String, Double> speeds = new HashMap<>();
      for (Candidate candidate : candidates) {
        for (String accelerator : candidate.accelerators()) {
          if (!speeds.containsKey(accelerator)) {
            double speed = factor(accelerator, 1, draw, settings.speedSpread);
            speeds.put(accelerator, speed);
            costs.put(accelerator, factor(accelerator, 0, draw, settings.priceSpread) / speed);
          }
        }
      }
      String chosen =
          cheapest(
                  candidate -> true,
                  candidate -> dollars(candidate, costs),
                  candidate -> speeds.get(candidate.prefill()),
                  candidate ->
                      candidate.feedForward() == null
                          ? speeds.get(candidate.decode())
                          : Math.min(
                              speeds.get(candidate.decode()), speeds.get(candidate.feedForward())))
              .map(Candidate::mix)
              .orElse("");
      shares.merge(chosen, 1.0 / settings.draws, Double::sum);
    }
    return shares;
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
}
