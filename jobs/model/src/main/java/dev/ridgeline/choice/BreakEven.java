package dev.ridgeline.choice;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.TreeSet;

/**
 * The price of one accelerator at which another mix becomes the cheapest, all other prices being
 * equal.
 *
 * <p>The price of a request on candidate {@code c} is {@code a_c + b_c f}. Here {@code f} is the
 * factor of the hourly price, and {@code b_c} the dollars of the pools of the accelerator. All
 * other dollars are {@code a_c}. Each candidate of the cheapest mix leaves {@code c} a half-line of
 * {@code f} on which {@code c} is cheaper. What all half-lines have in common is an interval. Its
 * end that lies nearest to 1 is where the choice changes.
 *
 * @param accelerator accelerator whose price moves
 * @param factor factor of its hourly price at which both mixes cost the same
 * @param then cheapest candidate beyond that factor
 */
public record BreakEven(String accelerator, double factor, Candidate then) {

  /** An interval of factors of a price. */
  private record Interval(double from, double to) {

    boolean isEmpty() {
      return !(from <= to);
    }
  }

  /**
   * Returns the nearest lower and the nearest higher price of each accelerator that changes the
   * cheapest mix, in the order of the names.
   *
   * @param candidates candidates that meet all targets
   * @param most largest factor that is looked at; its inverse is the smallest
   */
  public static List<BreakEven> of(List<Candidate> candidates, double most) {
    List<BreakEven> found = new ArrayList<>();
    Optional<Candidate> best =
        candidates.stream()
            .min(
                Comparator.comparingDouble(Candidate::dollars)
                    .thenComparing(one -> one.mix().name()));
    if (best.isEmpty()) {
      return found;
    }
    Mix mix = best.get().mix();
    List<Candidate> own = candidates.stream().filter(one -> one.mix().equals(mix)).toList();
    List<Candidate> others = candidates.stream().filter(one -> !one.mix().equals(mix)).toList();
    TreeSet<String> accelerators = new TreeSet<>();
    candidates.forEach(one -> accelerators.addAll(one.mix().accelerators()));
    for (String accelerator : accelerators) {
      nearest(accelerator, own, others, most, false).ifPresent(found::add);
      nearest(accelerator, own, others, most, true).ifPresent(found::add);
    }
    return found;
  }

  private static Optional<BreakEven> nearest(
      String accelerator, List<Candidate> own, List<Candidate> others, double most, boolean up) {
    BreakEven nearest = null;
    for (Candidate other : others) {
      Interval cheaper = cheaper(accelerator, other, own, most);
      double factor = up ? cheaper.from() : cheaper.to();
      boolean isBeyond = up ? factor > 1 && factor < most : factor < 1 && factor > 1 / most;
      if (!cheaper.isEmpty()
          && isBeyond
          && (nearest == null || (up ? factor < nearest.factor : factor > nearest.factor))) {
        nearest = new BreakEven(accelerator, factor, other);
      }
    }
    return Optional.ofNullable(nearest);
  }

  /** Factors at which a candidate is at most as dear as each of the others. */
  private static Interval cheaper(
      String accelerator, Candidate one, List<Candidate> others, double most) {
    double from = 1 / most;
    double to = most;
    double moving = moving(one, accelerator);
    for (Candidate other : others) {
      // a + b f <= c + d f, so (b - d) f <= c - a
      double slope = moving - moving(other, accelerator);
      double room = other.dollars() - moving(other, accelerator) - (one.dollars() - moving);
      if (slope > 0) {
        to = Math.min(to, room / slope);
      } else if (slope < 0) {
        from = Math.max(from, room / slope);
      } else if (room < 0) {
        return new Interval(1, 0);
      }
    }
    return new Interval(from, to);
  }

  /** Dollars of a request in the pools of an accelerator. */
  private static double moving(Candidate candidate, String accelerator) {
    Mix mix = candidate.mix();
    double dollars = mix.prefill().equals(accelerator) ? candidate.prefillDollars() : 0;
    dollars += mix.decode().equals(accelerator) ? candidate.decodeDollars() : 0;
    return accelerator.equals(mix.feedForward())
        ? dollars + candidate.feedForwardDollars()
        : dollars;
  }
}
