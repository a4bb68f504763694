package dev.ridgeline.reduce;

import dev.ridgeline.deployment.KvPolicy;
import dev.ridgeline.evaluate.PairSides;
import dev.ridgeline.evaluate.Status;
import dev.ridgeline.frontier.Skyline;
import dev.ridgeline.space.Axis;
import dev.ridgeline.space.DesignSpace;
import dev.ridgeline.space.GridSlice;
import java.util.Arrays;
import java.util.List;

/** Joins the undominated sides of blocks for a load, under each of the terms. */
final class PairJoin {

  /**
   * Part of a sum by which one of its terms must differ, so that the rounded sums differ, too. A
   * sum of three numbers and a product is off by less than 4 x 10^-16 of it.
   */
  private static final double SURE = 1e-12;

  /**
   * Axes that decide nothing of a request, slowest first. Of cells that differ in them alone, a
   * skyline that keeps one of equal points keeps the first.
   */
  private static final List<Axis<?>> TERMS =
      List.of(Axis.SESSIONS, Axis.FLEET, Axis.TOKEN_PRICES, Axis.ARRIVAL_VARIATION);

  private final GridSlice slice;
  private final GroupTable groups;
  private final PairSides sides;
  private final SideColumn[] objectives;
  private final SideColumn[] limited;
  private final Limit[] limits;
  private final boolean needsPrice;
  private final boolean usesDollars;
  private final boolean usesTtft;
  private final boolean usesTpot;
  private final boolean usesLatency;
  private final long[] strides;

  /** Positions of policies, of which those that need a tier may be impossible. */
  private final int[] policies;

  /** Positions on each of the {@link #TERMS}. */
  private final int[][] terms;

  private final double[] point;
  private final double[] corner;
  private final SideTable prefills = new SideTable();
  private final SideTable decodes = new SideTable();
  private long joined;

  PairJoin(
      DesignSpace space, GridSlice slice, Reduction reduction, GroupTable groups, PairSides sides) {
    this.slice = slice;
    this.groups = groups;
    this.sides = sides;
    this.objectives = SideRule.objectives(reduction).orElseThrow().toArray(SideColumn[]::new);
    this.limits = reduction.limits().toArray(Limit[]::new);
    this.limited =
        reduction.limits().stream()
            .map(one -> SideColumn.named(one.column()).orElseThrow())
            .toArray(SideColumn[]::new);
    this.usesDollars = Arrays.stream(objectives).anyMatch(SideColumn::isOfDollars);
    this.needsPrice =
        usesDollars
            || Arrays.stream(limited).anyMatch(SideColumn::isOfDollars)
            || !reduction.statuses().contains(Status.NO_PRICE);
    this.usesTtft = isObjective(SideColumn.TTFT);
    this.usesTpot = isObjective(SideColumn.TPOT);
    this.usesLatency = isObjective(SideColumn.LATENCY);
    this.strides = space.grid().strides();
    this.policies =
        reduction.keepsTies()
            ? slice.positions(Axis.KV_POLICY)
            : groups.firstOfClasses(
                slice,
                Axis.KV_POLICY,
                policy -> space.kvPolicies().get(policy) == KvPolicy.OFFLOAD);
    this.terms = new int[TERMS.size()][];
    for (int i = 0; i < terms.length; i++) {
      Axis<?> axis = TERMS.get(i);
      terms[i] =
          reduction.keepsTies()
              ? slice.positions(axis)
              : groups.firstOfClasses(slice, axis, any -> true);
    }
    this.point = new double[objectives.length];
    this.corner = new double[objectives.length];
  }

  private boolean isObjective(SideColumn column) {
    return Arrays.asList(objectives).contains(column);
  }

  /** Number of pairs that were joined so far. */
  long joined() {
    return joined;
  }

  /**
   * Joins a block for the load that sides are planned for.
   *
   * @param positions positions of the load; those of mix, sharding and terms are set
   */
  void join(PairBlock block, int[] positions) {
    for (int policy : policies) {
      positions[Axis.KV_POLICY.order()] = policy;
      for (int tariff : slice.positions(Axis.TARIFF)) {
        positions[Axis.TARIFF.order()] = tariff;
        if (readSides(block, policy, tariff)) {
          dropDominated(block);
          joinUnderTerms(block, positions);
        }
      }
    }
  }

  /** Reads the sides that are feasible; returns whether there is one of each phase. */
  private boolean readSides(PairBlock block, int policy, int tariff) {
    prefills.clear();
    int[] pools = block.prefills();
    for (int place = 0; place < pools.length; place++) {
      int pool = pools[place];
      if (pool != PairSides.NONE && sides.prefillFits(pool)) {
        double dollars = needsPrice ? sides.prefillDollars(pool, block.link(), tariff) : 0;
        if (!Double.isNaN(dollars)) {
          prefills.add(place, dollars, sides.prefillSeconds(pool), sides.senders(pool));
        }
      }
    }
    decodes.clear();
    pools = block.decodes();
    for (int place = 0; place < pools.length && prefills.size() > 0; place++) {
      int pool = pools[place];
      if (pool != PairSides.NONE && sides.decodeFits(pool) && sides.isPossible(policy, pool)) {
        double dollars = needsPrice ? sides.decodeDollars(pool, block.link(), tariff) : 0;
        if (!Double.isNaN(dollars)) {
          decodes.add(place, dollars, sides.secondsPerToken(pool), sides.receivers(pool));
        }
      }
    }
    return prefills.size() > 0 && decodes.size() > 0;
  }

  private void dropDominated(PairBlock block) {
    double output = sides.outputTokens();
    double most =
        prefills.mostSeconds()
            + sides.transferSeconds(block.link(), 1, 1)
            + output * decodes.mostSeconds();
    double dollars =
        usesDollars
            ? SURE * (prefills.mostDollars() + decodes.mostDollars())
            : Double.POSITIVE_INFINITY;
    prefills.keepUndominated(
        dollars, usesTtft || usesLatency ? SURE * most : Double.POSITIVE_INFINITY);
    double ofToken = usesLatency ? SURE * most / output : Double.POSITIVE_INFINITY;
    decodes.keepUndominated(dollars, usesTpot ? 0 : ofToken);
  }

  private void joinUnderTerms(PairBlock block, int[] positions) {
    positions[Axis.HARDWARE.order()] = block.hardware(prefills.place(0), decodes.place(0));
    positions[Axis.PARALLELISM.order()] = block.parallelism(prefills.place(0), decodes.place(0));
    joinUnderTerms(block, positions, 0);
  }

  private void joinUnderTerms(PairBlock block, int[] positions, int from) {
    if (from == terms.length) {
      joinAll(block, positions);
      return;
    }
    for (int term : terms[from]) {
      positions[TERMS.get(from).order()] = term;
      joinUnderTerms(block, positions, from + 1);
    }
  }

  private void joinAll(PairBlock block, int[] positions) {
    Skyline skyline = groups.skyline(groups.group(positions));
    long ofTerms = numberBesideSides(positions);
    double leastDollars = decodes.leastDollars();
    double leastSeconds = decodes.leastSeconds();
    int receivers = decodes.mostAccelerators();
    for (int p = 0; p < prefills.size(); p++) {
      double soonest = ttft(block, p, receivers);
      if (!isAllowed(prefills.dollars(p), leastDollars, soonest, leastSeconds)) {
        continue;
      }
      set(corner, prefills.dollars(p), leastDollars, soonest, leastSeconds);
      if (skyline.dominates(corner)) {
        continue;
      }
      for (int d = 0; d < decodes.size(); d++) {
        double dollars = decodes.dollars(d);
        double ttft = ttft(block, p, decodes.accelerators(d));
        double tpot = decodes.seconds(d);
        joined++;
        if (isAllowed(prefills.dollars(p), dollars, ttft, tpot)) {
          set(point, prefills.dollars(p), dollars, ttft, tpot);
          skyline.offer(point, ofTerms + numberOfSides(block, p, d));
        }
      }
    }
  }

  private double ttft(PairBlock block, int prefill, int receivers) {
    return prefills.seconds(prefill)
        + sides.transferSeconds(block.link(), prefills.accelerators(prefill), receivers);
  }

  private boolean isAllowed(double prefillDollars, double decodeDollars, double ttft, double tpot) {
    if (limits.length == 0) {
      return true;
    }
    for (int i = 0; i < limits.length; i++) {
      double value = SideColumn.value(limited[i], prefillDollars, decodeDollars, ttft, tpot, sides);
      if (!limits[i].allows(value)) {
        return false;
      }
    }
    return true;
  }

  private void set(
      double[] values, double prefillDollars, double decodeDollars, double ttft, double tpot) {
    for (int i = 0; i < objectives.length; i++) {
      values[i] = SideColumn.value(objectives[i], prefillDollars, decodeDollars, ttft, tpot, sides);
    }
  }

  /** Number of the cell of a load and terms at the first mix and sharding. */
  private long numberBesideSides(int[] positions) {
    long number = 0;
    for (Axis<?> axis : Axis.ALL) {
      if (axis != Axis.HARDWARE && axis != Axis.PARALLELISM) {
        number += positions[axis.order()] * strides[axis.order()];
      }
    }
    return number;
  }

  private long numberOfSides(PairBlock block, int prefill, int decode) {
    int p = prefills.place(prefill);
    int d = decodes.place(decode);
    return block.hardware(p, d) * strides[Axis.HARDWARE.order()]
        + block.parallelism(p, d) * strides[Axis.PARALLELISM.order()];
  }
}
