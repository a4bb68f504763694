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

/** Joins the undominated sides of blocks for loads, under each of the terms. */
final class PairJoin {

  /**
   * Part of a sum by which one of its terms must differ, so that the rounded sums differ, too. A
   * sum of three numbers and a product is off by less than 4 x 10^-16 of it.
   */
  static final double SURE = 1e-12;

  /**
   * Axes that decide nothing of a request, slowest first. Of cells that differ in them alone, a
   * skyline that keeps one of equal points keeps the first.
   */
  private static final List<Axis<?>> TERMS =
      List.of(Axis.SESSIONS, Axis.FLEET, Axis.TOKEN_PRICES, Axis.ARRIVAL_VARIATION);

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

  private final int[] tariffs;
  private final int[] batches;

  /** Positions on each of the {@link #TERMS}. */
  private final int[][] terms;

  private final double[] point;
  private final double[] corner;
  private final SideTable ofBatch = new SideTable();
  private SideTable prefills = new SideTable();
  private SideTable decodes = new SideTable();
  private long joined;

  PairJoin(
      DesignSpace space, GridSlice slice, Reduction reduction, GroupTable groups, PairSides sides) {
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
    this.tariffs = slice.positions(Axis.TARIFF);
    this.batches = slice.positions(Axis.BATCH);
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

  /** Sides of a block that are joined later. */
  PairRun run(PairBlock block) {
    return new PairRun(block, policies.length * tariffs.length);
  }

  /**
   * Reads the sides of the load that is planned, and joins those before where they differ in
   * prefill.
   *
   * @param positions positions of the load; those of mix, sharding and terms are set
   * @param batch place of the batch among those of the slice
   */
  void read(PairRun run, int[] positions, int batch) {
    PairBlock block = run.block();
    if (isBehindFaster(block)) {
      return;
    }
    int batchClass = groups.classOf(Axis.BATCH, positions[Axis.BATCH.order()]);
    boolean isNew = !run.continuesWith(sides, batchClass);
    if (isNew) {
      join(run, positions);
      run.begin(sides, batchClass, positions[Axis.BATCH.order()]);
    }
    for (int policy = 0; policy < policies.length; policy++) {
      for (int tariff = 0; tariff < tariffs.length; tariff++) {
        int table = policy * tariffs.length + tariff;
        if (isNew) {
          readPrefills(block, tariffs[tariff], run.prefills(table));
        }
        if (run.prefills(table).size() > 0) {
          readDecodes(block, policies[policy], tariffs[tariff]);
          keepUndominatedDecodes(block, run.prefills(table), ofBatch);
          run.decodes(table).addAll(ofBatch, batch * block.decodes().length);
        }
      }
    }
  }

  /**
   * Joins the sides that were read.
   *
   * @param positions positions of the load that was planned last
   */
  void join(PairRun run, int[] positions) {
    if (!run.isBegun()) {
      return;
    }
    int batch = positions[Axis.BATCH.order()];
    positions[Axis.BATCH.order()] = run.batch();
    for (int policy = 0; policy < policies.length; policy++) {
      positions[Axis.KV_POLICY.order()] = policies[policy];
      for (int tariff = 0; tariff < tariffs.length; tariff++) {
        positions[Axis.TARIFF.order()] = tariffs[tariff];
        int table = policy * tariffs.length + tariff;
        prefills = run.prefills(table);
        decodes = run.decodes(table);
        if (prefills.size() > 0 && decodes.size() > 0) {
          keepUndominatedDecodes(run.block(), prefills, decodes);
          keepUndominatedPrefills(run.block());
          joinUnderTerms(run.block(), positions);
        }
      }
    }
    positions[Axis.BATCH.order()] = batch;
    run.clear();
  }

  /** Whether the pairs of a block are worse by a sure gap than the same pairs over another link. */
  private boolean isBehindFaster(PairBlock block) {
    if (block.faster().isEmpty() || !(usesTtft || usesLatency)) {
      return false;
    }
    // The gap is the least where most accelerators send.
    int most = sides.mostPairs();
    if (most == 0) {
      return false; // No pool of one phase is possible, so there is no pair.
    }
    double slow = sides.transferSeconds(block.link(), most, most);
    double fast = sides.transferSeconds(block.faster().get().link(), most, most);
    double longest =
        sides.mostPrefillSeconds()
            + sides.transferSeconds(block.link(), 1, 1)
            + sides.outputTokens() * sides.mostSecondsPerToken();
    return slow - fast > SURE * longest;
  }

  /** Reads the prefill sides that are feasible, and that keep the limits on their own. */
  private void readPrefills(PairBlock block, int tariff, SideTable found) {
    int[] pools = block.prefills();
    for (int place = 0; place < pools.length; place++) {
      int pool = pools[place];
      if (pool != PairSides.NONE && sides.prefillFits(pool)) {
        double dollars = needsPrice ? sides.prefillDollars(pool, block.link(), tariff) : 0;
        double seconds = sides.prefillSeconds(pool);
        if (!Double.isNaN(dollars) && isAllowed(dollars, 0, seconds, 0)) {
          found.add(place, dollars, seconds, sides.senders(pool));
        }
      }
    }
  }

  /** Reads the decode sides that are feasible, and that keep the limits on their own. */
  private void readDecodes(PairBlock block, int policy, int tariff) {
    ofBatch.clear();
    int[] pools = block.decodes();
    for (int place = 0; place < pools.length; place++) {
      int pool = pools[place];
      if (pool != PairSides.NONE && sides.decodeFits(pool) && sides.isPossible(policy, pool)) {
        double dollars = needsPrice ? sides.decodeDollars(pool, block.link(), tariff) : 0;
        double seconds = sides.secondsPerToken(pool);
        if (!Double.isNaN(dollars) && isAllowed(0, dollars, 0, seconds)) {
          ofBatch.add(place, dollars, seconds, sides.receivers(pool));
        }
      }
    }
  }

  /**
   * Drops the decode sides that others stand for.
   *
   * @param ofPrefill prefill sides that they are joined with
   */
  private void keepUndominatedDecodes(PairBlock block, SideTable ofPrefill, SideTable ofDecode) {
    double seconds =
        usesLatency
            ? SURE * mostSeconds(block, ofPrefill, ofDecode) / sides.outputTokens()
            : Double.POSITIVE_INFINITY;
    ofDecode.keepUndominated(sureDollars(ofPrefill, ofDecode), usesTpot ? 0 : seconds);
  }

  /**
   * Drops the prefill sides that others stand for, of all decode sides that they are joined with.
   */
  private void keepUndominatedPrefills(PairBlock block) {
    double seconds =
        usesTtft || usesLatency
            ? SURE * mostSeconds(block, prefills, decodes)
            : Double.POSITIVE_INFINITY;
    prefills.keepUndominated(sureDollars(prefills, decodes), seconds);
  }

  /** Gap in dollars that the rounding of no sum hides. */
  private double sureDollars(SideTable ofPrefill, SideTable ofDecode) {
    return usesDollars
        ? SURE * (ofPrefill.mostDollars() + ofDecode.mostDollars())
        : Double.POSITIVE_INFINITY;
  }

  /** A time that no latency of a pair exceeds. */
  private double mostSeconds(PairBlock block, SideTable ofPrefill, SideTable ofDecode) {
    return ofPrefill.mostSeconds()
        + sides.transferSeconds(block.link(), 1, 1)
        + sides.outputTokens() * ofDecode.mostSeconds();
  }

  private void joinUnderTerms(PairBlock block, int[] positions) {
    int decode = decodes.place(0) % block.decodes().length;
    positions[Axis.HARDWARE.order()] = block.hardware(prefills.place(0), decode);
    positions[Axis.PARALLELISM.order()] = block.parallelism(prefills.place(0), decode);
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

  /** Number of the cell of a workload and terms at the first mix, sharding and batch. */
  private long numberBesideSides(int[] positions) {
    long number = 0;
    for (Axis<?> axis : Axis.ALL) {
      if (axis != Axis.HARDWARE && axis != Axis.PARALLELISM && axis != Axis.BATCH) {
        number += positions[axis.order()] * strides[axis.order()];
      }
    }
    return number;
  }

  private long numberOfSides(PairBlock block, int prefill, int decode) {
    int p = prefills.place(prefill);
    int d = decodes.place(decode) % block.decodes().length;
    int batch = batches[decodes.place(decode) / block.decodes().length];
    return batch * strides[Axis.BATCH.order()]
        + block.hardware(p, d) * strides[Axis.HARDWARE.order()]
        + block.parallelism(p, d) * strides[Axis.PARALLELISM.order()];
  }
}
