package dev.ridgeline.deployment;

import dev.ridgeline.config.Require;
import java.io.Serializable;

/**
 * The bound by which pools are sized. Without a bound, replicas come in any ratio. For a demand or
 * a budget, they come whole.
 *
 * @param bound kind of bound
 * @param amount amount of the bound, in its unit; 0 for no bound
 */
public record Fleet(Bound bound, double amount) implements Serializable {

  /** No bound: one decode replica with the fraction of a prefill replica that it keeps busy. */
  public static final Fleet LIMIT = new Fleet(Bound.NONE, 0);

  public Fleet {
    if (bound == Bound.NONE ? amount != 0 : !(amount > 0)) {
      Require.positive(bound.unit(), amount);
    }
  }

  /** The kinds of bound. */
  public enum Bound {
    NONE(""),
    /** Demand: requests a second that must be served. */
    REQUESTS_PER_SECOND("requestsPerSecond"),
    /** Demand: people at once, each with one request in progress or in a pause. */
    USERS("users"),
    /** Demand: tasks in progress at once, those that wait for a tool included. */
    SESSIONS("sessions"),
    /** Budget: number of accelerators of any kind. It compares only fleets of one kind. */
    ACCELERATORS("accelerators"),
    /** Budget: price of all pools, in dollars an hour. */
    DOLLARS_PER_HOUR("dollarsPerHour"),
    /**
     * Budget: provisioned power of the site, in watts, with boards at their limit and with their
     * hosts.
     */
    WATTS("watts");

    private final String unit;

    Bound(String unit) {
      this.unit = unit;
    }

    /** The name of the bound in sweep files. */
    public String unit() {
      return unit;
    }
  }

  /**
   * Whether the bound is a budget, which may not buy a replica of each pool. A demand is served
   * whatever it takes.
   */
  public boolean isBudget() {
    return switch (bound) {
      case NONE, REQUESTS_PER_SECOND, USERS, SESSIONS -> false;
      case ACCELERATORS, DOLLARS_PER_HOUR, WATTS -> true;
    };
  }

  /** The name of the fleet in tables. */
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
