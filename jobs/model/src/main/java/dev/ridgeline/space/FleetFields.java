package dev.ridgeline.space;

import dev.ridgeline.config.InvalidValueException;
import dev.ridgeline.config.Measured;
import dev.ridgeline.deployment.Fleet;
import dev.ridgeline.deployment.Fleet.Bound;
import dev.ridgeline.units.Dimension;
import dev.ridgeline.units.Plausible;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Fields of the axis of fleets: each value is a demand, a budget, or no bound. */
record FleetFields(Optional<List<FleetSize>> fleets) implements AxisFields<Fleet> {

  /**
   * One bound, or {@code limit: true} for none.
   *
   * @param limit true for a fleet without a bound
   * @param requestsPerSecond requests that the fleet serves
   * @param users people who use it at once, pauses included
   * @param sessions tasks that are in flight at once
   * @param accelerators accelerators that the fleet has
   * @param dollarsPerHour dollars that the fleet may cost in an hour
   * @param watts power that the site has for the fleet
   */
  record FleetSize(
      Optional<Boolean> limit,
      @Measured(Dimension.REQUESTS_PER_SECOND) Optional<Double> requestsPerSecond,
      @Measured(Dimension.PEOPLE) Optional<Double> users,
      @Measured(Dimension.PEOPLE) Optional<Double> sessions,
      @Measured(Dimension.ACCELERATORS) Optional<Double> accelerators,
      @Measured(value = Dimension.DOLLARS_PER_HOUR, of = Plausible.FLEET_PRICE)
          Optional<Double> dollarsPerHour,
      @Measured(value = Dimension.WATTS, of = Plausible.FLEET_POWER) Optional<Double> watts) {

    /** Returns a fleet for each field that is present. */
    List<Fleet> given() {
      List<Fleet> given = new ArrayList<>();
      if (limit.orElse(false)) {
        given.add(Fleet.LIMIT);
      }
      requestsPerSecond.ifPresent(x -> given.add(new Fleet(Bound.REQUESTS_PER_SECOND, x)));
      users.ifPresent(x -> given.add(new Fleet(Bound.USERS, x)));
      sessions.ifPresent(x -> given.add(new Fleet(Bound.SESSIONS, x)));
      accelerators.ifPresent(x -> given.add(new Fleet(Bound.ACCELERATORS, x)));
      dollarsPerHour.ifPresent(x -> given.add(new Fleet(Bound.DOLLARS_PER_HOUR, x)));
      watts.ifPresent(x -> given.add(new Fleet(Bound.WATTS, x)));
      return given;
    }
  }

  @Override
  public List<Fleet> values(Lookup lookup) {
    if (fleets.isEmpty()) {
      return List.of(Fleet.LIMIT);
    }
    List<FleetSize> written = fleets.get();
    lookup.requireValues("/axes/fleets", written);
    List<Fleet> sizes = new ArrayList<>();
    for (int i = 0; i < written.size(); i++) {
      one("/axes/fleets/" + i, written.get(i), lookup).ifPresent(sizes::add);
    }
    lookup.requireDistinct("/axes/fleets", sizes);
    return sizes;
  }

  private static Optional<Fleet> one(String path, FleetSize written, Lookup lookup) {
    try {
      List<Fleet> given = written.given();
      if (given.size() == 1) {
        return Optional.of(given.get(0));
      }
      lookup.problem(
          path,
          "must have one of 'limit: true', 'requestsPerSecond', 'users', 'sessions',"
              + " 'accelerators', 'dollarsPerHour' and 'watts'.");
    } catch (InvalidValueException e) {
      lookup.problem(path + "/" + e.field(), e.reason());
    }
    return Optional.empty();
  }
}
