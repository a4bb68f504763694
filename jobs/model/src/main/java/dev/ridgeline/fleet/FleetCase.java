package dev.ridgeline.fleet;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * A demand and its options in numbers. Hours whose demand another hour exceeds in every workload
 * are left out, since what serves that hour serves them, too.
 *
 * <p>Where workloads have hardware of their own, a kind of hardware and a layout count once for
 * each workload.
 */
final class FleetCase {

  /** A kind of hardware; {@code owner} is the workload that it is for, or -1 for all. */
  record Lot(HardwareKind kind, int owner) {}

  /** Accelerators of a replica, by the place of their kind. */
  record Part(int lot, int accelerators) {}

  /**
   * A layout whose replicas may serve several options.
   *
   * @param prefill hardware of a prefill replica; empty where colocated
   */
  record Pool(String layout, List<Part> prefill, List<Part> decode) {}

  final FleetDemand demand;
  final List<FleetOption> options;
  final List<Lot> lots = new ArrayList<>();
  final List<Pool> pools = new ArrayList<>();

  /** Places of the hours that are kept. */
  final List<Integer> hours;

  /** Pool of each option. */
  final int[] pool;

  /** Options of each workload. */
  final List<List<Integer>> byWorkload = new ArrayList<>();

  private record Owned(Object what, int owner) {}

  FleetCase(FleetDemand demand, List<FleetOption> options) {
    this.demand = demand;
    this.options = options;
    this.hours = binding(demand);
    this.pool = new int[options.size()];
    demand.workloads().forEach(one -> byWorkload.add(new ArrayList<>()));
    Map<Owned, Integer> lotPlaces = new HashMap<>();
    Map<Owned, Integer> poolPlaces = new HashMap<>();
    for (int i = 0; i < options.size(); i++) {
      FleetOption option = options.get(i);
      int owner = demand.sharesPools() ? -1 : option.workload();
      byWorkload.get(option.workload()).add(i);
      Owned key = new Owned(option.layout(), owner);
      Integer place = poolPlaces.get(key);
      if (place == null) {
        place = pools.size();
        poolPlaces.put(key, place);
        pools.add(
            new Pool(
                option.layout(),
                parts(option.prefill().stream().toList(), owner, lotPlaces),
                parts(option.decode(), owner, lotPlaces)));
      }
      pool[i] = place;
    }
  }

  private List<Part> parts(List<FleetOption.Part> parts, int owner, Map<Owned, Integer> places) {
    List<Part> all = new ArrayList<>();
    for (FleetOption.Part part : parts) {
      Owned key = new Owned(part.kind(), owner);
      Integer place = places.get(key);
      if (place == null) {
        place = lots.size();
        places.put(key, place);
        lots.add(new Lot(part.kind(), owner));
      }
      all.add(new Part(place, part.accelerators()));
    }
    return all;
  }

  private static List<Integer> binding(FleetDemand demand) {
    List<Integer> kept = new ArrayList<>();
    for (int hour = 0; hour < demand.hours(); hour++) {
      boolean isExceeded = false;
      for (int other = 0; other < demand.hours() && !isExceeded; other++) {
        isExceeded = other != hour && exceeds(demand, other, hour);
      }
      if (!isExceeded) {
        kept.add(hour);
      }
    }
    return kept;
  }

  /** Whether an hour has as much of each workload as another, and is no later copy of it. */
  static boolean exceeds(FleetDemand demand, int full, int less) {
    boolean isMore = false;
    for (FleetDemand.Workload one : demand.workloads()) {
      if (one.amounts().get(full) < one.amounts().get(less)) {
        return false;
      }
      isMore |= one.amounts().get(full) > one.amounts().get(less);
    }
    return isMore || full < less;
  }

  /** Amount of a workload in a kept hour. */
  double amount(int workload, int hour) {
    return demand.workloads().get(workload).amounts().get(hours.get(hour));
  }

  HardwareKind kind(int lot) {
    return lots.get(lot).kind;
  }

  /** Price of accelerators that a unit of an option takes, at prices of an accelerator by lot. */
  double perUnit(int option, double[] prices) {
    Pool of = pools.get(pool[option]);
    double decode = 0;
    for (Part part : of.decode) {
      decode += part.accelerators * prices[part.lot];
    }
    double sum = decode / options.get(option).decodeUnits();
    for (Part part : of.prefill) {
      sum += part.accelerators * prices[part.lot] / options.get(option).prefillUnits();
    }
    return sum;
  }
}
