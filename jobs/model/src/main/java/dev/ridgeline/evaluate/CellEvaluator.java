package dev.ridgeline.evaluate;

import dev.ridgeline.catalog.Accelerator;
import dev.ridgeline.catalog.EfficiencyProfile;
import dev.ridgeline.catalog.Model;
import dev.ridgeline.cost.Speedup;
import dev.ridgeline.deployment.ColocatedPlanner;
import dev.ridgeline.deployment.DecodePool;
import dev.ridgeline.deployment.DisaggregatedPlanner;
import dev.ridgeline.deployment.Draft;
import dev.ridgeline.deployment.Fleet;
import dev.ridgeline.deployment.HardwareMix;
import dev.ridgeline.deployment.KvPolicy;
import dev.ridgeline.deployment.Parallelism;
import dev.ridgeline.deployment.Planner;
import dev.ridgeline.deployment.PrefillPool;
import dev.ridgeline.deployment.Replica;
import dev.ridgeline.deployment.SplitDecodePool;
import dev.ridgeline.deployment.TaskPlan;
import dev.ridgeline.deployment.Turns;
import dev.ridgeline.economics.FleetPlan;
import dev.ridgeline.economics.PoolPrices;
import dev.ridgeline.economics.UnitEconomics;
import dev.ridgeline.operator.Part;
import dev.ridgeline.operator.Sharding;
import dev.ridgeline.operator.StateSize;
import dev.ridgeline.operator.StepGraph;
import dev.ridgeline.space.Axis;
import dev.ridgeline.space.DesignSpace;
import dev.ridgeline.space.EfficiencyChoice;
import dev.ridgeline.space.GridSlice;
import dev.ridgeline.space.LongContextPolicy;
import dev.ridgeline.workload.ContextPoint;
import dev.ridgeline.workload.Request;
import dev.ridgeline.workload.Session;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.ToDoubleFunction;

/**
 * Evaluates cells of a design space, in any order, fastest in the order of the grid: what depends
 * only on outer axes is kept until one of them changes.
 *
 * <p>Not for use by several threads at once.
 */
public final class CellEvaluator {

  private static final String NONE = "";

  /** Sides of plans that pools of either kind remember, some 600 bytes each. */
  private static final int MOST_SIDES = 150_000;

  private final DesignSpace space;
  private final boolean evaluatesTasks;
  private final boolean analyses;
  private final Request[][] requests;
  private final Session[][] sessions;
  private final Request[][][] reusing;
  private final Request[][][] recomputing;
  private final String[] contextLabels;
  private final String[] fleetLabels;
  private final PriceTag[][] priceTags;
  private final int slots;
  private final SharedPools pools;
  private final CellResult result;
  private final Map<KvPolicy, TaskPlan> tasks = new EnumMap<>(KvPolicy.class);
  private final KvPolicy[] policies;
  private final Turns reusingTurns = new Turns();
  private final Turns recomputingTurns = new Turns();

  private Planner planner;
  private StateSize state;
  private Status undeployable = Status.OK;
  private String objection = NONE;
  private String batchObjection = NONE;
  private Status planned = Status.OK;
  private String misfit = NONE;

  /** Evaluates all there is. */
  public CellEvaluator(DesignSpace space) {
    this(space, EnumSet.allOf(Depth.class));
  }

  /** Evaluates no more than what these depths need. */
  public CellEvaluator(DesignSpace space, Set<Depth> depths) {
    this.space = space;
    this.result = new CellResult(space.settings());
    int points = space.workflows().size() * space.contexts().size();
    this.slots = points * space.batches().size();
    this.priceTags =
        space.hardware().stream()
            .map(
                mix ->
                    space.tariffs().stream()
                        .map(tariff -> PriceTag.of(mix, tariff, space.prices()))
                        .toArray(PriceTag[]::new))
            .toArray(PriceTag[][]::new);
    this.evaluatesTasks = depths.contains(Depth.TASK);
    this.analyses = depths.contains(Depth.ANALYSIS);
    int sidesOfSlot = 1 + (evaluatesTasks ? 3 : 0) + (analyses ? 4 : 0);
    this.pools = new SharedPools(Math.max(1, MOST_SIDES / (slots * sidesOfSlot)));
    this.contextLabels = space.contexts().stream().map(ContextPoint::label).toArray(String[]::new);
    this.fleetLabels = space.fleets().stream().map(Fleet::label).toArray(String[]::new);
    this.requests =
        space.workflows().stream()
            .map(
                workflow ->
                    space.contexts().stream()
                        .map(context -> context.request(workflow))
                        .toArray(Request[]::new))
            .toArray(Request[][]::new);
    this.sessions =
        space.workflows().stream()
            .map(
                workflow ->
                    space.contexts().stream()
                        .map(context -> context.session(workflow))
                        .toArray(Session[]::new))
            .toArray(Session[][]::new);
    this.reusing = requests(true);
    this.recomputing = requests(false);
    for (KvPolicy policy : space.kvPolicies()) {
      if (policy == KvPolicy.BEST) {
        List.of(KvPolicy.HOLD, KvPolicy.OFFLOAD, KvPolicy.RECOMPUTE)
            .forEach(one -> tasks.putIfAbsent(one, new TaskPlan()));
      } else {
        tasks.putIfAbsent(policy, new TaskPlan());
      }
    }
    this.policies = tasks.keySet().toArray(KvPolicy[]::new);
  }

  private Request[][][] requests(boolean reusesPrefix) {
    return Arrays.stream(sessions)
        .map(
            ofWorkflow ->
                Arrays.stream(ofWorkflow)
                    .map(session -> session.requests(reusesPrefix))
                    .toArray(Request[][]::new))
        .toArray(Request[][][]::new);
  }

  /** The last evaluated cell. */
  public CellResult result() {
    return result;
  }

  /** The planner of the last evaluated cell; null where its parallelism is invalid. */
  Planner planner() {
    return planner;
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
   * Looks up what one cell of the grid is, on its own.
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
   * @param changed slowest axis whose position differs from that of the last evaluated cell
   * @return the result, to be read before the next call
   */
  public CellResult evaluate(GridSlice.Cursor cursor, Axis changed) {
    identify(cursor, changed);
    deploy(cursor, changed);
    if (changed.compareTo(Axis.BATCH) <= 0) {
      plan(
          cursor.position(Axis.WORKFLOW),
          cursor.position(Axis.CONTEXT),
          cursor.position(Axis.BATCH));
    }
    settle(planned, misfit);
    if (result.kvPolicy == KvPolicy.OFFLOAD && !result.mix.tier().exists()) {
      settle(Status.INVALID_POLICY, "offload needs a memory tier");
    }
    if (result.has(Availability.SERVING)) {
      price(
          priceTags[cursor.position(Axis.HARDWARE)][cursor.position(Axis.TARIFF)],
          space.fleets().get(cursor.position(Axis.FLEET)));
    }
    return result;
  }

  /**
   * Whether the model of the cell that a cursor is on can be laid over its accelerators, and its
   * weights alone fit: without that no request, context or batch does.
   *
   * @param changed slowest axis whose position differs from that of the last cell that was asked
   */
  boolean mayFit(GridSlice.Cursor cursor, Axis changed) {
    identify(cursor, changed);
    deploy(cursor, changed);
    return planner != null && planner.weightsFit();
  }

  /** Looks up what the cell is, and nothing more: for those who read no computed column. */
  public CellResult identify(GridSlice.Cursor cursor, Axis changed) {
    result.cell = cursor.cell();
    result.fleet = fleetLabels[cursor.position(Axis.FLEET)];
    result.tariff = space.tariffs().get(cursor.position(Axis.TARIFF));
    result.kvPolicy = space.kvPolicies().get(cursor.position(Axis.KV_POLICY));
    if (changed.compareTo(Axis.BATCH) > 0) {
      return result;
    }
    result.batch = space.batches().get(cursor.position(Axis.BATCH));
    if (changed.compareTo(Axis.CONTEXT) > 0) {
      return result;
    }
    int workflow = cursor.position(Axis.WORKFLOW);
    int context = cursor.position(Axis.CONTEXT);
    result.workflow = space.workflows().get(workflow);
    result.context = contextLabels[context];
    result.request = requests[workflow][context];
    if (changed.compareTo(Axis.EFFICIENCY) > 0) {
      return result;
    }
    result.efficiency = space.efficiencies().get(cursor.position(Axis.EFFICIENCY));
    result.speculation = space.speculations().get(cursor.position(Axis.SPECULATION));
    result.parallelism = space.parallelism().get(cursor.position(Axis.PARALLELISM));
    result.mix = space.hardware().get(cursor.position(Axis.HARDWARE));
    result.quantization = space.quantizations().get(cursor.position(Axis.QUANTIZATION));
    result.model = space.models().get(cursor.position(Axis.MODEL));
    result.basis =
        weaker(
            profile(result.mix.feedForward().orElse(result.mix.decode())).basis(),
            weaker(profile(result.mix.prefill()).basis(), profile(result.mix.decode()).basis()));
    return result;
  }

  private static EfficiencyProfile.Basis weaker(
      EfficiencyProfile.Basis one, EfficiencyProfile.Basis other) {
    return one.compareTo(other) >= 0 ? one : other;
  }

  private EfficiencyProfile profile(Accelerator accelerator) {
    EfficiencyChoice choice = result.efficiency;
    return choice.profile(accelerator.id(), space.profiles());
  }

  private void deploy(GridSlice.Cursor cursor, Axis changed) {
    if (changed.compareTo(Axis.EFFICIENCY) > 0) {
      return;
    }
    if (changed.compareTo(Axis.QUANTIZATION) <= 0) {
      pools.clear();
      state = StateSize.ofModel(result.model, result.quantization);
    }
    deploy(
        cursor.position(Axis.SPECULATION) * space.efficiencies().size()
            + cursor.position(Axis.EFFICIENCY));
  }

  /** Lays the model over the accelerators of the mix. */
  private void deploy(int draftAndProfile) {
    HardwareMix mix = result.mix;
    Parallelism parallelism = result.parallelism;
    planner = null;
    Optional<Draft> draft = result.speculation.draftFor(result.model.id(), space.drafters());
    objection = objection(mix, parallelism).orElse(NONE);
    undeployable = Status.INVALID_PARALLELISM;
    if (objection.isEmpty() && draft.isEmpty()) {
      undeployable = Status.NO_DRAFTER;
      objection = "no acceptance length of " + result.speculation.label() + " for this model";
    }
    if (!objection.isEmpty()) {
      return;
    }
    PrefillPool prefill =
        pools.prefill(
            mix,
            parallelism,
            draftAndProfile,
            () -> prefillPool(mix, parallelism, draft.get(), draftAndProfile));
    DecodePool decode =
        pools.decode(
            mix,
            parallelism,
            draftAndProfile,
            () -> decodePool(mix, parallelism, draft.get(), draftAndProfile));
    planner =
        mix.link().isPresent()
            ? new DisaggregatedPlanner(prefill, decode, mix.link().get(), state, space.settings())
            : new ColocatedPlanner(prefill, decode, space.settings());
    batchObjection =
        "decode: the batch is no multiple of the "
            + planner.decodePool().batchParts()
            + " parts it is cut into";
  }

  private PrefillPool prefillPool(
      HardwareMix mix, Parallelism parallelism, Draft draft, int draftAndProfile) {
    return new PrefillPool(
        replica(mix.prefill(), parallelism.prefill(), Part.WHOLE, draft, draftAndProfile),
        space.settings(),
        slots);
  }

  private DecodePool decodePool(
      HardwareMix mix, Parallelism parallelism, Draft draft, int draftAndProfile) {
    if (mix.feedForward().isEmpty()) {
      return new DecodePool(
          replica(mix.decode(), parallelism.decode(), Part.WHOLE, draft, draftAndProfile),
          mix.tier(),
          slots);
    }
    Sharding feedForward = parallelism.feedForward();
    return new SplitDecodePool(
        replica(mix.decode(), parallelism.decode(), Part.ATTENTION, Draft.NONE, draftAndProfile),
        replica(
            mix.feedForward().get(), feedForward, Part.FEED_FORWARD, Draft.NONE, draftAndProfile),
        mix.link().orElseThrow(),
        StepGraph.exchange(result.model, result.quantization, feedForward),
        mix.tier(),
        space.settings(),
        slots);
  }

  private Optional<String> objection(HardwareMix mix, Parallelism parallelism) {
    Sharding decode = parallelism.decode();
    Sharding feedForward = parallelism.feedForward();
    Model model = result.model;
    if (mix.link().isEmpty() && !parallelism.prefill().equals(decode)) {
      return Optional.of("colocated phases share one sharding");
    }
    Optional<String> ofPrefill =
        parallelism.prefill().objection(model).map(reason -> "prefill: " + reason);
    if (mix.feedForward().isEmpty()) {
      return feedForward.equals(decode)
          ? decode.objection(model).map(reason -> "decode: " + reason).or(() -> ofPrefill)
          : Optional.of("ffn: decode in one piece has one sharding");
    }
    if (decode.pp() > 1 || feedForward.pp() > 1) {
      return Optional.of("decode: attention and ffn apart have no pipeline stages");
    }
    if (result.speculation.drafts() > 0) {
      return Optional.of("decode: drafting with attention and ffn apart is not modelled");
    }
    return decode
        .objection(model, Part.ATTENTION)
        .map(reason -> "attention: " + reason)
        .or(() -> feedForward.objection(model, Part.FEED_FORWARD).map(reason -> "ffn: " + reason))
        .or(() -> ofPrefill);
  }

  private Replica replica(
      Accelerator accelerator, Sharding sharding, Part part, Draft draft, int draftAndProfile) {
    return pools.replica(
        accelerator,
        sharding,
        part,
        draftAndProfile,
        () ->
            Replica.of(
                result.model,
                result.quantization,
                sharding,
                accelerator,
                profile(accelerator),
                space.settings(),
                part,
                draft));
  }

  private void plan(int workflow, int contextPoint, int batch) {
    Session session = sessions[workflow][contextPoint];
    ContextPoint context = space.contexts().get(contextPoint);
    misfit = NONE;
    if (planner == null) {
      planned = undeployable;
      misfit = objection;
      return;
    }
    if (result.batch % planner.decodePool().batchParts() != 0) {
      planned = Status.INVALID_PARALLELISM;
      misfit = batchObjection;
      return;
    }
    if (space.longContexts() == LongContextPolicy.REFUSE
        && longestContext(session, context) > result.model.maxContextTokens()) {
      planned = Status.CONTEXT_TOO_LONG;
      misfit = "prompt and output exceed the model's context";
      return;
    }
    int slot = (workflow * space.contexts().size() + contextPoint) * space.batches().size() + batch;
    planner.plan(0, slot, result.request, result.batch, Speedup.NONE, result.plan);
    result.planned();
    if (!result.plan.fits()) {
      planned = Status.DOES_NOT_FIT;
      misfit = misfit();
      return;
    }
    planned = Status.OK;
    if (evaluatesTasks) {
      planTasks(workflow, contextPoint, slot);
    }
    if (analyses) {
      result.betterPlans = BetterPlans.of(planner, slot, result.request, result.plan);
      result.uncachedShare = planner.uncachedShare(result.request, result.plan);
    }
  }

  /** Plans a task under each policy. Those that reuse the prefix have the same turns. */
  private void planTasks(int workflow, int contextPoint, int slot) {
    Session session = sessions[workflow][contextPoint];
    Turns planned = null;
    for (KvPolicy policy : policies) {
      boolean reuses = policy.reusesPrefix();
      Turns turns = reuses ? reusingTurns : recomputingTurns;
      if (turns != planned) {
        Request[][][] all = reuses ? reusing : recomputing;
        planner.plan(reuses ? 0 : 1, slot, all[workflow][contextPoint], result.batch, turns);
        planned = turns;
      }
      tasks.get(policy).plan(planner, session, policy, turns);
    }
  }

  /** The longest context that the model must be able to work on: that of a whole task, or one. */
  private double longestContext(Session session, ContextPoint context) {
    double ofRequest = result.request.peakContextTokens();
    return context instanceof ContextPoint.Tokens
        ? ofRequest
        : Math.max(ofRequest, session.peakPromptTokens() + session.outputTokens());
  }

  private String misfit() {
    if (!result.plan.prefillFits() && result.mix.link().isPresent()) {
      return "prefill: one prompt does not fit beside the weights";
    }
    if (!result.plan.feedForwardFits()) {
      return "ffn: weights and workspace do not fit";
    }
    return result.plan.maxBatch() > 0
        ? "decode: the batch exceeds max_batch"
        : "decode: not one request fits beside the weights";
  }

  private void price(PriceTag tag, Fleet fleet) {
    if (!tag.isKnown()) {
      settle(Status.NO_PRICE, tag.missing());
      if (evaluatesTasks) {
        result.task = task(candidate -> candidate.decodeReplicaSeconds());
      }
      return;
    }
    PoolPrices prices = tag.prices();
    result.economics = new UnitEconomics(result.plan, result.request, prices);
    if (evaluatesTasks) {
      result.task = task(result.economics::dollarsPerTask);
    }
    if (analyses) {
      double dollars = result.economics.dollarsPerRequest();
      result.elasticities = result.betterPlans.elasticities(result.request, prices, dollars);
    }
    result.fleetPlan = FleetPlan.of(fleet, result.plan, result.economics, space.settings());
    if (!result.fleetPlan.serves()) {
      settle(Status.FLEET_TOO_SMALL, "no replica of each pool fits into the fleet");
    }
  }

  /** The task under the cell's policy; the best is the one that costs least. */
  private TaskPlan task(ToDoubleFunction<TaskPlan> cost) {
    if (result.kvPolicy != KvPolicy.BEST) {
      return tasks.get(result.kvPolicy);
    }
    TaskPlan best = null;
    double least = Double.POSITIVE_INFINITY;
    for (TaskPlan candidate : tasks.values()) {
      if (candidate.isPossible() && cost.applyAsDouble(candidate) < least) {
        best = candidate;
        least = cost.applyAsDouble(candidate);
      }
    }
    return best;
  }

  private void settle(Status status, String detail) {
    result.status = status;
    result.detail = detail;
  }
}
