package dev.ridgeline.deployment;

import dev.ridgeline.config.Require;
import java.io.Serializable;

/**
 * For how much the pools are sized: without bound, where replicas come in any ratio, or for a
 * demand or a budget, where they come whole.
 *
 * @param bound what is given
 * @param amount how much of it; 0 without bound
 */
public record Fleet(Bound bound, double amount) implements Serializable {

  /** One decode replica with the fraction of a prefill replica that it keeps busy. */
  public static final Fleet LIMIT = new Fleet(Bound.NONE, 0);

  public Fleet {
    if (bound == Bound.NONE ? amount != 0 : !(amount > 0)) {
      Require.positive(bound.unit(), amount);
    }
  }

  /** What may be given. */
  public enum Bound {
    NONE(""),
    /** Demand: requests that must be served. */
    REQUESTS_PER_SECOND("requestsPerSecond"),
    /** Budget: accelerators of whatever kind, which compares only fleets of one kind. */
    ACCELERATORS("accelerators"),
    /** Budget: the price of all pools. */
    DOLLARS_PER_HOUR("dollarsPerHour"),
    /** Budget: provisioned power, boards at their limit with their hosts, site included. */
    WATTS("watts");

    private final String unit;

    Bound(String unit) {
      this.unit = unit;
    }

    /** How it is written in sweep files. */
    public String unit() {
      return unit;
    }
  }

  /** How it is called in tables. */
  public String label() {
    if (bound == Bound.NONE) {
      return "limit";
    }
    String number =
        amount == Math.rint(amount) && amount < 1e15
            ? Long.toString((long) amount)
            : Double.toString(amount);
    return bound.unit() + "=" + number;
  }
}
