package dev.ridgeline.evaluate;

import dev.ridgeline.catalog.PriceBasis;
import dev.ridgeline.deployment.Fleet;
import dev.ridgeline.deployment.HardwareVariant;
import dev.ridgeline.deployment.KvPolicy;
import dev.ridgeline.deployment.KvTier;
import dev.ridgeline.deployment.Load;
import dev.ridgeline.deployment.Planner;
import dev.ridgeline.deployment.ServingPlan;
import dev.ridgeline.deployment.TaskPlan;
import dev.ridgeline.economics.PoolPrices;
import dev.ridgeline.economics.UnitEconomics;
import dev.ridgeline.space.Arrivals;
import dev.ridgeline.space.Axis;
import dev.ridgeline.space.DesignSpace;
import dev.ridgeline.space.EfficiencyMode;
import dev.ridgeline.space.GridSlice;
import dev.ridgeline.space.LongContextPolicy;
import dev.ridgeline.space.Measurement;
import dev.ridgeline.space.Seller;
import dev.ridgeline.space.Sessions;
import dev.ridgeline.workload.ContextPoint;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;

/**
 * Evaluates cells of a design space in any order. The order of the grid is the fastest: what
 * depends only on slow axes is kept until one of them changes. The evaluation of a cell has these
 * steps:
 *
 * <ol>
 *   <li>Identity: the values on the axes.
 *   <li>{@link Deployments}: the model laid over the accelerators, or the reason why this is
 *       impossible.
 *   <li>{@link Workloads}: the load that the planner turns into plans.
 *   <li>Prices: the dollars of the plans, and the fleet.
 * </ol>
 *
 * <p>Not for use by several threads at once.
 */
public final class CellEvaluator {

  /** Most sides of plans that the pools of a phase keep; each takes some 600 bytes. */
  private static final int MOST_SIDES = 150_000;

  /** Planned turns of tasks that take as much memory as a side. Short tasks are counted in it. */
  private static final int TURNS_OF_SIDE = 10;

  /** The same where pools with other tiers share turns, which take more. */
  private static final int SHARED_TURNS_OF_SIDE = 3;

  /** Sums below this leave room for the products that columns make of them. NaN is not below. */
  static final double MOST_OF_SUM = 1e200;

  private static final Axis<?> FASTEST = Axis.ALL.get(Axis.ALL.size() - 1);

  private static final Outcome CONTEXT_TOO_LONG =
      new Outcome(Status.CONTEXT_TOO_LONG, "prompt and output exceed the model's context");
  private static final Outcome NO_TIER =
      new Outcome(Status.INVALID_POLICY, "offload needs a memory tier");
  private static final Outcome NOT_MEASURED =
      new Outcome(Status.NOT_MEASURED, "the sweep states no throughput of this cell");
  private static final Outcome FLEET_TOO_SMALL =
      new Outcome(Status.FLEET_TOO_SMALL, "the fleet has no room for one replica of each pool");

  private final DesignSpace space;
  private final boolean evaluatesTasks;
  private final boolean analyses;
  private final Workloads workloads;
  private final Deployments deployments;
  private final PriceTags priceTags;
  private final String[] contextLabels;
  private final String[] fleetLabels;
  private final TaskPolicies policies;
  private final List<Fleet> fleets;
  private final List<PriceBasis> tariffs;
  private final List<KvPolicy> kvPolicies;
  private final List<Sessions> sessions;
  private final List<Double> prefillUtilizations;
  private final List<Integer> batches;
  private final List<Seller> sellers;
  private final List<Arrivals> arrivals;
  private final CellResult result;

  /**
   * Slowest axis that changed since the last evaluated cell, as far as {@link #mayFit} was told.
   */
  private Axis<?> toldBefore = Axis.ALL.get(0);

  private Deployment deployment;
  private TaskPolicies possiblePolicies;
  private Outcome planned = Outcome.OK;
  private Outcome served = Outcome.OK;
  private Outcome priced = Outcome.OK;
  private Outcome sized = Outcome.OK;
  // Sums of the results from which all others follow.
  private double sumOfPlan;
  private double sumOfPrice;
  private TaskPlans tasks;
  private TaskPlans sharedTasks;
  private BetterPlans betterPlans;

  /** Creates an evaluator for all columns. */
  public CellEvaluator(DesignSpace space) {
    this(space, EnumSet.allOf(Depth.class));
  }

  /** Creates an evaluator for the columns of some depths. */
  // The first cell sets the fields: its cursor reports that all axes changed.
  @SuppressWarnings("NullAway.Init")
  public CellEvaluator(DesignSpace space, Set<Depth> depths) {
    this.space = space;
    this.result = new CellResult(space.settings());
    this.evaluatesTasks =
        depths.contains(Depth.TASK) || (depths.contains(Depth.PLAN) && sizesByTasks(space));
    this.analyses = depths.contains(Depth.ANALYSIS);
    this.workloads = new Workloads(space);
    int sidesOfSlot = 1 + (evaluatesTasks ? 3 : 0) + (analyses ? 4 : 0);
    long sides = (long) workloads.slots() * sidesOfSlot;
    if (evaluatesTasks) {
      boolean hasTiers =
          space.hardware().products().stream()
              .flatMap(product -> product.tiers().stream())
              .anyMatch(KvTier::exists);
      int turnsOfSide = hasTiers ? SHARED_TURNS_OF_SIDE : TURNS_OF_SIDE;
      sides += Math.max(0, workloads.turns() / turnsOfSide - sides);
    }
    int mostPools = (int) Math.max(1, MOST_SIDES / Math.max(1, sides));
    this.deployments = new Deployments(space, workloads.slots(), mostPools);
    this.priceTags = new PriceTags(space);
    this.contextLabels = space.contexts().stream().map(ContextPoint::label).toArray(String[]::new);
    this.fleetLabels = space.fleets().stream().map(Fleet::label).toArray(String[]::new);
    this.fleets = space.fleets();
    this.tariffs = space.tariffs();
    this.kvPolicies = space.kvPolicies();
    this.sessions = space.sessions();
    this.policies = TaskPolicies.of(kvPolicies, sessions.stream().anyMatch(Sessions::isNumber));
    this.prefillUtilizations = space.prefillUtilizations();
    this.batches = space.batches();
    this.sellers = space.values(Axis.TOKEN_PRICES);
    this.arrivals = space.arrivals();
  }

  /** Whether the size of some fleet follows from tasks. */
  private static boolean sizesByTasks(DesignSpace space) {
    return space.fleets().stream().anyMatch(fleet -> fleet.bound() == Fleet.Bound.SESSIONS);
  }

  /** The last evaluated cell. */
  public CellResult result() {
    return result;
  }

  /**
   * The planner of the last evaluated cell.
   *
   * @throws IllegalStateException where the model cannot be laid over the accelerators
   */
  Planner planner() {
    if (deployment instanceof Deployment.Possible possible) {
      return possible.planner();
    }
    throw new IllegalStateException("cell " + result.cell + " has no planner");
  }

  /**
   * Relative change of the price of a task of a cell over that of the device memory of all
   * accelerators. It is at most 0.
   *
   * @param cell a cell with a price
   * @param ttftSeconds longest mean time to first token of turns, up to which more sessions count;
   *     infinite for that of the sweep
   * @throws IllegalStateException where this evaluator is not for tasks and analyses
   */
  public double memoryElasticityOfTasks(long cell, double ttftSeconds) {
    if (!evaluatesTasks || !analyses) {
      throw new IllegalStateException("tasks and better hardware are not planned");
    }
    CellResult at = evaluate(cell);
    int[] positions = space.grid().positions(cell);
    int load =
        positions[Axis.BATCH.order()] * prefillUtilizations.size()
            + positions[Axis.PREFILL_UTILIZATION.order()];
    Workload workload =
        workloads.at(positions[Axis.WORKFLOW.order()], positions[Axis.CONTEXT.order()]);
    double within =
        Double.isInfinite(ttftSeconds) ? space.settings().turnTtftSeconds() : ttftSeconds;
    return new MoreMemory(planner(), possiblePolicies, workload, load, at.task().policy(), within)
        .elasticity(
            at.task(),
            at.batch(),
            betterPlans.capacity().batch(),
            at.sessions.number(),
            at.economics());
  }

  /**
   * Evaluates one cell of the grid on its own.
   *
   * @throws IndexOutOfBoundsException when there is no such cell
   */
  public CellResult evaluate(long cell) {
    GridSlice.Cursor cursor = GridSlice.all(space.grid()).cursor(cell);
    return evaluate(cursor, cursor.next());
  }

  /**
   * Looks up the identity of one cell of the grid on its own.
   *
   * @throws IndexOutOfBoundsException when there is no such cell
   */
  public CellResult identify(long cell) {
    GridSlice.Cursor cursor = GridSlice.all(space.grid()).cursor(cell);
    return identify(cursor, cursor.next());
  }

  /**
   * Evaluates the cell that a cursor is on.
   *
   * @param moved slowest axis whose position differs from that of the last cell that was evaluated,
   *     or of which {@link #mayFit} was asked
   * @return the result, to be read before the next call
   * @throws IllegalStateException where a result is not finite, which no legal input makes so
   */
  public CellResult evaluate(GridSlice.Cursor cursor, Axis<?> moved) {
    identify(cursor, moved);
    Axis<?> changed = moved.compareTo(toldBefore) < 0 ? moved : toldBefore;
    toldBefore = FASTEST;
    if (changed.compareTo(Axis.KV_POLICY) <= 0) {
      served = serve(cursor, changed, moved);
    }
    if (served.status() == Status.MEASURED) {
      PriceTag tag = priceTags.of(cursor.position(Axis.HARDWARE), cursor.position(Axis.TARIFF));
      result.price = tag;
      result.priceBasis = tag instanceof PriceTag.Known known ? known.basis() : result.priceBasis;
    }
    if (!served.isOk()) {
      result.outcome = served;
      requireFinite(served.status().reach() == Availability.ALWAYS ? 0 : sumOfPlan);
      return result;
    }
    if (evaluatesTasks && changed.compareTo(Axis.SESSIONS) <= 0) {
      sharedTasks = tasks.with(result.kvPolicy, result.sessions.number());
    }
    if (changed.compareTo(Axis.TARIFF) <= 0) {
      priced = price(priceTags.of(cursor.position(Axis.HARDWARE), cursor.position(Axis.TARIFF)));
    }
    if (priced.isOk()) {
      if (changed.compareTo(Axis.FLEET) <= 0) {
        sized = size(fleets.get(cursor.position(Axis.FLEET)));
      }
      result.outcome = sized;
      requireFinite(sumOfPlan + sumOfPrice);
    } else {
      result.outcome = priced;
      requireFinite(sumOfPlan);
    }
    return result;
  }

  /**
   * Whether the model of the current cell can be laid over its accelerators, and its weights alone
   * fit. Otherwise no request, context or batch fits.
   *
   * @param moved slowest axis whose position differs from that of the last cell that was evaluated,
   *     or of which this was asked
   */
  public boolean mayFit(GridSlice.Cursor cursor, Axis<?> moved) {
    identify(cursor, moved);
    deploy(moved);
    toldBefore = moved.compareTo(toldBefore) < 0 ? moved : toldBefore;
    if (result.efficiency == EfficiencyMode.MEASURED) {
      return true;
    }
    return deployment instanceof Deployment.Possible possible && possible.planner().weightsFit();
  }

  /**
   * Looks up the identity of the current cell, which is enough for readers of no computed column.
   */
  public CellResult identify(GridSlice.Cursor cursor, Axis<?> changed) {
    result.cell = cursor.cell();
    result.show(arrivals.get(cursor.position(Axis.ARRIVAL_VARIATION)));
    if (changed.compareTo(Axis.TOKEN_PRICES) > 0) {
      return result;
    }
    result.seller = sellers.get(cursor.position(Axis.TOKEN_PRICES));
    if (changed.compareTo(Axis.FLEET) > 0) {
      return result;
    }
    result.fleet = fleetLabels[cursor.position(Axis.FLEET)];
    if (changed.compareTo(Axis.TARIFF) > 0) {
      return result;
    }
    result.tariff = tariffs.get(cursor.position(Axis.TARIFF));
    if (changed.compareTo(Axis.SESSIONS) > 0) {
      return result;
    }
    result.sessions = sessions.get(cursor.position(Axis.SESSIONS));
    if (changed.compareTo(Axis.KV_POLICY) > 0) {
      return result;
    }
    result.kvPolicy = kvPolicies.get(cursor.position(Axis.KV_POLICY));
    if (changed.compareTo(Axis.PREFILL_UTILIZATION) > 0) {
      return result;
    }
    result.prefillUtilization = prefillUtilizations.get(cursor.position(Axis.PREFILL_UTILIZATION));
    if (changed.compareTo(Axis.BATCH) > 0) {
      return result;
    }
    result.batch = batches.get(cursor.position(Axis.BATCH));
    if (changed.compareTo(Axis.CONTEXT) > 0) {
      return result;
    }
    result.workflow = space.workflows().get(cursor.position(Axis.WORKFLOW));
    result.context = contextLabels[cursor.position(Axis.CONTEXT)];
    result.request = workload(cursor).request();
    result.session = workload(cursor).session();
    result.longestContextTokens = workload(cursor).longestContextTokens();
    if (changed.compareTo(Axis.EFFICIENCY) > 0) {
      return result;
    }
    result.efficiency = space.efficiencies().get(cursor.position(Axis.EFFICIENCY));
    result.promptsPerStep = space.promptsPerStep().get(cursor.position(Axis.PROMPTS_PER_STEP));
    result.speculation = space.speculations().get(cursor.position(Axis.SPECULATION));
    result.parallelism = space.parallelism().get(cursor.position(Axis.PARALLELISM));
    result.mix = space.hardware().get(cursor.position(Axis.HARDWARE));
    result.quantization = space.quantizations().get(cursor.position(Axis.QUANTIZATION));
    result.model = space.models().get(cursor.position(Axis.MODEL));
    result.engine = space.engineChoices().get(cursor.position(Axis.ENGINE));
    result.prefillEngine = result.engine.on(result.mix.prefill(), space.engines());
    result.decodeEngine = result.engine.on(result.mix.decode(), space.engines());
    return result;
  }

  private Workload workload(GridSlice.Cursor cursor) {
    return workloads.at(cursor.position(Axis.WORKFLOW), cursor.position(Axis.CONTEXT));
  }

  private Outcome serve(GridSlice.Cursor cursor, Axis<?> changed, Axis<?> moved) {
    if (changed.compareTo(Axis.BATCH) <= 0
        || (changed.compareTo(Axis.PREFILL_UTILIZATION) <= 0 && result.mix.link().isPresent())) {
      deploy(moved);
      planned = plan(cursor);
    }
    return result.kvPolicy.isPossibleWith(result.mix.tier()) ? planned : NO_TIER;
  }

  private void deploy(Axis<?> changed) {
    if (changed.compareTo(Axis.EFFICIENCY) > 0) {
      return;
    }
    if (changed.compareTo(Axis.ENGINE) <= 0) {
      deployments.begin(result.model, result.quantization);
    }
    if (changed.compareTo(Axis.HARDWARE) <= 0) {
      possiblePolicies = policies.possibleWith(result.mix.tier());
    }
    if (result.efficiency != EfficiencyMode.MEASURED) {
      deployment = deployments.of(result.layout());
    }
  }

  /** Looks up the throughput that the sweep states for the cell. */
  private Outcome measured() {
    for (Measurement measurement : space.measurements()) {
      if (measurement.isOf(
          result.model, result.quantization, result.mix, result.workflow, result.batch)) {
        result.measurement = measurement;
        return new Outcome(Status.MEASURED, measurement.source());
      }
    }
    return NOT_MEASURED;
  }

  private Outcome plan(GridSlice.Cursor cursor) {
    if (result.efficiency == EfficiencyMode.MEASURED) {
      return measured();
    }
    if (deployment instanceof Deployment.Impossible impossible) {
      return impossible.reason();
    }
    Deployment.Possible possible = (Deployment.Possible) deployment;
    Planner planner = possible.planner();
    if (result.batch % planner.decodePool().batchParts() != 0) {
      return possible.wrongBatch();
    }
    Workload workload = workload(cursor);
    if (space.longContexts() == LongContextPolicy.REFUSE
        && workload.longestContextTokens() > result.model.maxContextTokens()) {
      return CONTEXT_TOO_LONG;
    }
    int place =
        cursor.position(Axis.BATCH) * prefillUtilizations.size()
            + cursor.position(Axis.PREFILL_UTILIZATION);
    Load load = workload.loads().get(place);
    ServingPlan plan = planner.plan(load, HardwareVariant.AS_IS);
    result.show(planner, load, plan);
    if (!plan.fits()) {
      sumOfPlan = plan.prefillCost().seconds() + plan.decodeCost().seconds() + plan.maxBatch();
      return Misfit.of(plan, result.mix);
    }
    sumOfPlan = plan.ttftSeconds() + plan.tpotSeconds() + plan.requestsPerSecond();
    if (evaluatesTasks) {
      tasks = possiblePolicies.plan(planner, workload, place);
    }
    if (analyses) {
      betterPlans = BetterPlans.of(planner, load, plan);
      result.uncachedShare = planner.uncachedShare(load, plan);
    }
    return Outcome.OK;
  }

  private Outcome price(PriceTag tag) {
    if (tag instanceof PriceTag.Unknown unknown) {
      if (evaluatesTasks) {
        result.task = sharedTasks.under(result.kvPolicy, TaskPlan::decodeReplicaSeconds);
      }
      return unknown.reason();
    }
    PriceTag.Known known = (PriceTag.Known) tag;
    PoolPrices prices = known.prices();
    result.priceBasis = known.basis();
    UnitEconomics economics = new UnitEconomics(result.plan, result.request, prices);
    result.economics = economics;
    sumOfPrice = economics.dollarsPerRequest();
    if (evaluatesTasks) {
      TaskPlan task = sharedTasks.under(result.kvPolicy, economics::dollarsPerTask);
      result.task = task;
      sumOfPrice += task.latencySeconds() + task.byteSeconds() + task.joules();
    }
    if (analyses) {
      double dollars = economics.dollarsPerRequest();
      result.elasticities = betterPlans.elasticities(result.request, prices, dollars);
      sumOfPrice += result.elasticities.compute() + result.elasticities.capacity();
    }
    return Outcome.OK;
  }

  private void requireFinite(double sum) {
    if (!(sum < MOST_OF_SUM)) {
      throw new IllegalStateException(
          "cell " + result.cell + " has a result that is not finite: " + firstNotFinite());
    }
  }

  private String firstNotFinite() {
    for (CellColumn column : CellColumns.ALL) {
      boolean isEvaluated =
          switch (column.depth()) {
            case TASK -> evaluatesTasks;
            case ANALYSIS -> analyses;
            default -> true;
          };
      if (isEvaluated && column.value(result) instanceof Double value && !Double.isFinite(value)) {
        return column.name() + " is " + value;
      }
    }
    return "the sum of its results";
  }

  private Outcome size(Fleet fleet) {
    result.show(fleet);
    return !fleet.isBudget() || result.fleetPlan().serves() ? Outcome.OK : FLEET_TOO_SMALL;
  }
}
