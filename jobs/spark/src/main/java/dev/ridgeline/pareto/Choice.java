package dev.ridgeline.pareto;

import dev.ridgeline.frontier.Skyline;
import dev.ridgeline.frontier.Ties;
import java.io.Serializable;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Random;
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

  /** Cheap ones first, which later ones rarely beat. */
  private static final Comparator<Candidate> FIRST =
      Comparator.comparingDouble(Candidate::dollars)
          .thenComparing(Candidate::mix)
          .thenComparingLong(Candidate::cell);

  /** Accelerators of all candidates, in rising order. */
  private final List<String> accelerators;

  /** All mixes, in rising order. */
  private final List<String> mixes;

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
    this.mixes = candidates.stream().map(Candidate::mix).sorted().distinct().toList();
    this.candidates = candidates.stream().sorted(FIRST).map(this::placed).toList();
    this.settings = settings;
  }

  private Placed placed(Candidate candidate) {
    int decode = accelerators.indexOf(candidate.decode());
    return new Placed(
        candidate,
        Collections.binarySearch(mixes, candidate.mix()),
        accelerators.indexOf(candidate.prefill()),
        decode,
        candidate.feedForward() == null ? decode : accelerators.indexOf(candidate.feedForward()),
        candidate.prefillDollars(),
        candidate.decodeDollars(),
        candidate.feedForwardDollars(),
        candidate.ttftSeconds(),
        candidate.tpotSeconds());
  }

  /**
   * A candidate and the places of its mix and of its pools' accelerators; decode in one piece is on
   * one accelerator twice. Its numbers are here again, as draws read nothing else.
   */
  private record Placed(
      Candidate candidate,
      int mix,
      int prefill,
      int decode,
      int feedForward,
      double prefillDollars,
      double decodeDollars,
      double feedForwardDollars,
      double ttftSeconds,
      double tpotSeconds) {}

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
    return cheapest(asThingsAre(), candidate -> true).map(Placed::candidate);
  }

  /** The cheapest of those with one kind of accelerator. */
  Optional<Candidate> bestHomogeneous() {
    return cheapest(asThingsAre(), Candidate::isHomogeneous).map(Placed::candidate);
  }

  /** The cheapest of those with one pool. */
  Optional<Candidate> bestPooled() {
    return cheapest(asThingsAre(), Candidate::pooled).map(Placed::candidate);
  }

  /** Of equally cheap ones the fastest: links, for one, have no price of their own. */
  private Optional<Placed> cheapest(Terms terms, Predicate<Candidate> among) {
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
    return Optional.ofNullable(best);
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
   * Places of the mixes with a candidate that no other beats in dollars, TTFT and TPOT, of those
   * within the targets. Of equal ones all are on the frontier.
   */
  private BitSet mixesOnFrontier(Terms terms) {
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
    BitSet kept = new BitSet();
    for (int place = 0; place < frontier.size(); place++) {
      kept.set(candidates.get((int) frontier.id(place)).mix);
    }
    return kept;
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
      List<String> entering,
      List<String> leaving) {}

  /** The choice under each move of the price of each accelerator. */
  List<Move> moves() {
    BitSet now = mixesOnFrontier(asThingsAre());
    List<Move> moves = new ArrayList<>();
    for (int moving = 0; moving < accelerators.size(); moving++) {
      for (double factor : new double[] {1 - settings.priceMove, 1 + settings.priceMove}) {
        Terms moved = asThingsAre();
        moved.costs[moving] = factor;
        BitSet then = mixesOnFrontier(moved);
        String accelerator = accelerators.get(moving);
        cheapest(moved, candidate -> true)
            .ifPresent(
                chosen ->
                    moves.add(
                        new Move(
                            accelerator,
                            factor,
                            chosen.candidate,
                            moved.dollars(chosen),
                            without(then, now),
                            without(now, then))));
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
   * How a mix fares when all prices and speeds are drawn.
   *
   * @param mix the mix; null for what becomes of draws in which none meets the targets
   * @param ofDraws share of the draws in which it is chosen
   * @param onFrontier share of the draws in which it is on the frontier of dollars and latencies
   */
  record Share(String mix, double ofDraws, double onFrontier) {}

  /** Shares of all mixes that are on the frontier, or chosen, in one draw or more. */
  List<Share> shares() {
    int none = mixes.size();
    int[] chosen = new int[none + 1];
    int[] onFrontier = new int[none + 1];
    for (int draw = 0; draw < settings.draws; draw++) {
      Terms drawn = drawn(draw);
      chosen[cheapest(drawn, candidate -> true).map(Placed::mix).orElse(none)]++;
      mixesOnFrontier(drawn).stream().forEach(mix -> onFrontier[mix]++);
    }
    List<Share> shares = new ArrayList<>();
    for (int mix = 0; mix <= none; mix++) {
      if (chosen[mix] + onFrontier[mix] > 0) {
        shares.add(
            new Share(
                mix == none ? null : mixes.get(mix),
                (double) chosen[mix] / settings.draws,
                (double) onFrontier[mix] / settings.draws));
      }
    }
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
      return on.prefillDollars * costs[on.prefill]
          + on.decodeDollars * costs[on.decode]
          + on.feedForwardDollars * costs[on.feedForward];
    }

    double ttftSeconds(Placed on) {
      return on.ttftSeconds / speeds[on.prefill];
    }

    double tpotSeconds(Placed on) {
      return on.tpotSeconds / Math.min(speeds[on.decode], speeds[on.feedForward]);
    }
  }
}
