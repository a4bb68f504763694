package dev.ridgeline.fleet;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * A search for a cheap fleet in which each workload has one option. It moves one workload, two at a
 * time, or all of a model to one layout, as long as that makes the fleet better.
 */
final class LocalSearch {

  /** Options of a workload that are tried alone, half of them by each of two prices. */
  private static final int TRIED = 80;

  /** Options of a workload that are tried in pairs with those of another one. */
  private static final int PAIRED = 20;

  private final FleetCase of;
  private final ChosenPrice price;
  private final List<List<Integer>> tried = new ArrayList<>();

  /**
   * @param optimum optimum of the relaxation; empty where it has none
   */
  LocalSearch(FleetCase of, Optional<Relaxation.Optimum> optimum) {
    this.of = of;
    this.price = new ChosenPrice(of);
    for (List<Integer> options : of.byWorkload) {
      Set<Integer> best = new LinkedHashSet<>();
      optimum.ifPresent(
          prices -> best.addAll(least(options, option -> prices.price(option), TRIED / 2)));
      best.addAll(least(options, this::alone, TRIED - best.size()));
      List<Integer> sorted = new ArrayList<>(best);
      Map<Integer, Double> prices = new HashMap<>();
      sorted.forEach(option -> prices.put(option, alone(option)));
      sorted.sort(Comparator.comparingDouble((Integer option) -> prices.getOrDefault(option, 0.0)));
      tried.add(sorted);
    }
  }

  private interface Price {
    double of(int option);
  }

  private static List<Integer> least(List<Integer> options, Price price, int most) {
    double[] prices = new double[options.size()];
    List<Integer> places = new ArrayList<>();
    for (int i = 0; i < prices.length; i++) {
      prices[i] = price.of(options.get(i));
      places.add(i);
    }
    places.sort(Comparator.comparingDouble((Integer place) -> prices[place]));
    return places.subList(0, Math.min(most, places.size())).stream().map(options::get).toList();
  }

  /** Price of the whole systems that an option needs for all of its workload. */
  private double alone(int option) {
    FleetOption from = of.options.get(option);
    FleetCase.Pool pool = of.pools.get(of.pool[option]);
    double peak = of.demand.workloads().get(from.workload()).peak();
    double[] needed = new double[of.lots.size()];
    double decodes = Purchase.replicas(peak / from.decodeUnits());
    double prefills = Purchase.replicas(peak / from.prefillUnits());
    pool.decode().forEach(part -> needed[part.lot()] += decodes * part.accelerators());
    pool.prefill().forEach(part -> needed[part.lot()] += prefills * part.accelerators());
    double dollars = 0;
    for (int lot = 0; lot < needed.length; lot++) {
      HardwareKind kind = of.kind(lot);
      dollars += Math.ceil(needed[lot] / kind.systemAccelerators()) * kind.systemDollarsPerHour();
    }
    return dollars;
  }

  /** The best purchase that the search finds. */
  Purchase best() {
    int[] chosen = new int[tried.size()];
    for (int workload = 0; workload < chosen.length; workload++) {
      chosen[workload] = tried.get(workload).get(0);
    }
    price.begin(chosen);
    boolean isBetter = true;
    while (isBetter) {
      isBetter = single(chosen);
      isBetter |= together(chosen);
      isBetter = isBetter || pairs(chosen);
    }
    return Purchase.of(of, Purchase.Split.of(of, chosen));
  }

  private boolean single(int[] chosen) {
    boolean isBetter = false;
    for (int workload = 0; workload < chosen.length; workload++) {
      for (int option : tried.get(workload)) {
        int old = chosen[workload];
        chosen[workload] = option;
        if (price.improves(chosen)) {
          isBetter = true;
        } else {
          chosen[workload] = old;
        }
      }
    }
    return isBetter;
  }

  private boolean pairs(int[] chosen) {
    boolean isBetter = false;
    for (int one = 0; one < chosen.length; one++) {
      for (int other = one + 1; other < chosen.length; other++) {
        int[] old = {chosen[one], chosen[other]};
        for (int first : few(one)) {
          for (int second : few(other)) {
            chosen[one] = first;
            chosen[other] = second;
            if (price.improves(chosen)) {
              isBetter = true;
              old[0] = first;
              old[1] = second;
            }
          }
        }
        chosen[one] = old[0];
        chosen[other] = old[1];
      }
    }
    return isBetter;
  }

  private List<Integer> few(int workload) {
    List<Integer> all = tried.get(workload);
    return all.subList(0, Math.min(PAIRED, all.size()));
  }

  /** Moves all workloads that have an option in a pool to that pool. */
  private boolean together(int[] chosen) {
    boolean isBetter = false;
    Map<Integer, Map<Integer, Integer>> byPool = new HashMap<>();
    for (int workload = 0; workload < chosen.length; workload++) {
      for (int option : tried.get(workload)) {
        byPool
            .computeIfAbsent(of.pool[option], pool -> new HashMap<>())
            .putIfAbsent(workload, option);
      }
    }
    for (Map<Integer, Integer> members : byPool.values()) {
      if (members.size() > 1) {
        int[] old = chosen.clone();
        members.forEach((workload, option) -> chosen[workload] = option);
        if (price.improves(chosen)) {
          isBetter = true;
        } else {
          System.arraycopy(old, 0, chosen, 0, old.length);
        }
      }
    }
    return isBetter;
  }
}
