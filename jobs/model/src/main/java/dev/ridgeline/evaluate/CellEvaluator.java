package dev.ridgeline.evaluate;

import dev.ridgeline.catalog.Accelerator;
import dev.ridgeline.catalog.EfficiencyProfile;
import dev.ridgeline.catalog.Model;
import dev.ridgeline.catalog.PriceBook;
import dev.ridgeline.catalog.PriceBook.Tariff;
import dev.ridgeline.catalog.Quantization;
import dev.ridgeline.deployment.ColocatedPlanner;
import dev.ridgeline.deployment.DisaggregatedPlanner;
import dev.ridgeline.deployment.HardwareMix;
import dev.ridgeline.deployment.Parallelism;
import dev.ridgeline.deployment.Planner;
import dev.ridgeline.deployment.Replica;
import dev.ridgeline.operator.Sharding;
import dev.ridgeline.space.Axis;
import dev.ridgeline.space.DesignSpace;
import dev.ridgeline.space.EfficiencyChoice;
import dev.ridgeline.space.GridSlice;
import dev.ridgeline.space.LongContextPolicy;
import dev.ridgeline.workload.ContextPoint;
import dev.ridgeline.workload.Request;
import dev.ridgeline.workload.Session;
import java.util.Optional;
import java.util.OptionalDouble;

/**
 * Evaluates cells of a design space, in any order, fastest in the order of the grid: what depends
 * only on outer axes is kept until one of them changes.
 *
 * <p>Not for use by several threads at once.
 */
public final class CellEvaluator {

  private static final String NONE = "";

  private final DesignSpace space;
  private final Request[][] requests;
  private final String[] contextLabels;
  private final CellResult result = new CellResult();

  private Planner planner;
  private String objection = NONE;
  private String batchObjection = NONE;

  public CellEvaluator(DesignSpace space) {
    this.space = space;
    this.contextLabels = space.contexts().stream().map(ContextPoint::label).toArray(String[]::new);
    this.requests =
        space.workflows().stream()
            .map(
                workflow ->
                    space.contexts().stream()
                        .map(
                            context -> {
                              Session session = new Session(workflow);
                              return session.at(context.promptTokens(session));
                            })
                        .toArray(Request[]::new))
            .toArray(Request[][]::new);
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
    if (changed.compareTo(Axis.EFFICIENCY) <= 0) {
      deploy();
    }
    if (changed.compareTo(Axis.BATCH) <= 0) {
      plan();
    }
    price();
    return result;
  }

  /** Looks up what the cell is, and nothing more: for those who read no computed column. */
  public CellResult identify(GridSlice.Cursor cursor, Axis changed) {
    result.cell = cursor.cell();
    result.tariff = space.tariffs().get(cursor.position(Axis.TARIFF));
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
    result.parallelism = space.parallelism().get(cursor.position(Axis.PARALLELISM));
    result.mix = space.hardware().get(cursor.position(Axis.HARDWARE));
    result.quantization = space.quantizations().get(cursor.position(Axis.QUANTIZATION));
    result.model = space.models().get(cursor.position(Axis.MODEL));
    EfficiencyProfile.Basis prefill = profile(result.mix.prefill()).basis();
    EfficiencyProfile.Basis decode = profile(result.mix.decode()).basis();
    result.basis = prefill.compareTo(decode) >= 0 ? prefill : decode;
    return result;
  }

  private EfficiencyProfile profile(Accelerator accelerator) {
    EfficiencyChoice choice = result.efficiency;
    return choice.profile(accelerator.id(), space.profiles());
  }

  /** Lays the model over the accelerators of the mix. */
  private void deploy() {
    HardwareMix mix = result.mix;
    Parallelism parallelism = result.parallelism;
    planner = null;
    objection = objection(mix, parallelism).orElse(NONE);
    if (!objection.isEmpty()) {
      return;
    }
    Replica decode = replica(mix.decode(), parallelism.decode());
    batchObjection =
        "decode: the batch is no multiple of its " + decode.attentionGroups() + " attention groups";
    planner =
        mix.link()
            .<Planner>map(
                link ->
                    new DisaggregatedPlanner(
                        replica(mix.prefill(), parallelism.prefill()),
                        decode,
                        link,
                        result.model.stateElementsPerToken() * result.quantization.kvBytes(),
                        mix.tier(),
                        space.settings()))
            .orElseGet(() -> new ColocatedPlanner(decode, mix.tier(), space.settings()));
  }

  private Optional<String> objection(HardwareMix mix, Parallelism parallelism) {
    if (mix.link().isEmpty() && !parallelism.prefill().equals(parallelism.decode())) {
      return Optional.of("colocated phases share one sharding");
    }
    Model model = result.model;
    return parallelism
        .decode()
        .objection(model)
        .map(reason -> "decode: " + reason)
        .or(() -> parallelism.prefill().objection(model).map(reason -> "prefill: " + reason));
  }

  private Replica replica(Accelerator accelerator, Sharding sharding) {
    Model model = result.model;
    Quantization quantization = result.quantization;
    return Replica.of(
        model, quantization, sharding, accelerator, profile(accelerator), space.settings());
  }

  private void plan() {
    if (planner == null) {
      settle(Status.INVALID_PARALLELISM, objection);
    } else if (result.batch % planner.decodeReplica().attentionGroups() != 0) {
      settle(Status.INVALID_PARALLELISM, batchObjection);
    } else if (space.longContexts() == LongContextPolicy.REFUSE
        && result.request.peakContextTokens() > result.model.maxContextTokens()) {
      settle(Status.CONTEXT_TOO_LONG, "prompt and output exceed the model's context");
    } else {
      planner.plan(result.request, result.batch, result.plan);
      settle(result.plan.fits() ? Status.OK : Status.DOES_NOT_FIT, misfit());
    }
  }

  private String misfit() {
    if (result.plan.fits()) {
      return NONE;
    }
    if (!result.plan.prefillFits() && result.mix.link().isPresent()) {
      return "prefill: one prompt does not fit beside the weights";
    }
    return result.plan.maxBatch() > 0
        ? "decode: the batch exceeds max_batch"
        : "decode: not one request fits beside the weights";
  }

  private void price() {
    if (!result.has(Availability.SERVING)) {
      return;
    }
    OptionalDouble prefill = dollarsPerHour(result.mix.prefill());
    OptionalDouble decode = dollarsPerHour(result.mix.decode());
    if (prefill.isEmpty() || decode.isEmpty()) {
      settle(
          Status.NO_PRICE,
          prefill.isEmpty() ? "prefill: no such tariff" : "decode: no such tariff");
      return;
    }
    settle(Status.OK, NONE);
    result.economics.price(
        result.plan,
        result.request,
        prefill.getAsDouble(),
        decode.getAsDouble(),
        result.mix.tier());
  }

  private OptionalDouble dollarsPerHour(Accelerator accelerator) {
    Tariff tariff = result.tariff;
    PriceBook book = space.prices().get(accelerator.id());
    return book == null
        ? OptionalDouble.empty()
        : book.price(tariff)
            .map(price -> OptionalDouble.of(price.dollarsPerHour()))
            .orElse(OptionalDouble.empty());
  }

  private void settle(Status status, String detail) {
    result.status = status;
    result.detail = detail;
  }
}
