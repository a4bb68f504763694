package dev.ridgeline.question;

import dev.ridgeline.deployment.Fleet;
import dev.ridgeline.deployment.Fleet.Bound;

/**
 * What sizes the fleet of a question: a demand that it must serve, or a budget.
 *
 * @param kind what the amount is of
 * @param amount the amount, above 0: people, requests a second, accelerators, dollars an hour or
 *     watts
 */
public record FleetSize(Kind kind, double amount) {

  /** The kinds of demand and of budget. */
  public enum Kind {
    USERS(Bound.USERS),
    REQUESTS_PER_SECOND(Bound.REQUESTS_PER_SECOND),
    ACCELERATORS(Bound.ACCELERATORS),
    DOLLARS_PER_HOUR(Bound.DOLLARS_PER_HOUR),
    WATTS(Bound.WATTS);

    private final Bound bound;

    Kind(Bound bound) {
      this.bound = bound;
    }
  }

  /** The fleet of such a size. */
  Fleet fleet() {
    return new Fleet(kind.bound, amount);
  }

  /** The size as people read it, such as {@code users=500}. */
  String label() {
    return fleet().label();
  }
}
