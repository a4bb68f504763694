package dev.ridgeline.question;

import dev.ridgeline.catalog.Catalog;
import dev.ridgeline.catalog.Catalogs;
import dev.ridgeline.choice.CellLimit;
import dev.ridgeline.choice.CellObjective;
import dev.ridgeline.choice.MixPattern;
import dev.ridgeline.config.ConfigException;
import dev.ridgeline.config.Problem;
import dev.ridgeline.deployment.Fleet;
import dev.ridgeline.space.EngineChoice;
import dev.ridgeline.sweep.LatencyTargets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * A question: which mix of hardware serves a model and a workflow best within latency targets.
 *
 * @param model id of the model
 * @param workflow id of the workflow
 * @param context prompt length, as on the axis of a sweep
 * @param quantizations ids of number formats; empty for those that each accelerator multiplies
 *     natively
 * @param engines ids of engines; empty for that of each accelerator
 * @param hardware mixes to try; empty for those that {@link BestSearch} finds promising
 * @param tariff prices, as on the axis of a sweep
 * @param targets latencies that an answer must not exceed
 * @param demand people or requests that the fleet must serve; empty without a demand
 * @param budget what the fleet may have; empty without a budget
 * @param wanted what the best answer has the least or the most of; empty for what follows from the
 *     demand and the budget
 */
public record Question(
    String model,
    String workflow,
    String context,
    List<String> quantizations,
    List<String> engines,
    List<MixPattern> hardware,
    String tariff,
    LatencyTargets targets,
    Optional<FleetSize> demand,
    Optional<FleetSize> budget,
    Optional<CellObjective> wanted) {

  public Question {
    quantizations = List.copyOf(quantizations);
    engines = List.copyOf(engines);
    hardware = List.copyOf(hardware);
  }

  /**
   * Checks every name against the catalogs.
   *
   * @throws ConfigException with all unknown names and the nearest known ones
   */
  void requireKnown(Catalogs catalogs) {
    List<Problem> problems = new ArrayList<>();
    require("--model", catalogs.models(), List.of(model), problems);
    require("--workflow", catalogs.workflows(), List.of(workflow), problems);
    require("--quantization", catalogs.quantizations(), quantizations, problems);
    for (String engine : engines) {
      if (!engine.equals(EngineChoice.DEFAULT_LABEL)) {
        require("--engine", catalogs.engines(), List.of(engine), problems);
      }
    }
    if (!problems.isEmpty()) {
      throw new ConfigException(problems);
    }
  }

  private static void require(
      String option, Catalog<?> catalog, List<String> names, List<Problem> problems) {
    for (String name : names) {
      if (catalog.find(name).isEmpty()) {
        problems.add(new Problem(option, "", 0, catalog.unknown(name)));
      }
    }
  }

  /** This question about other mixes. */
  Question about(List<MixPattern> mixes) {
    return new Question(
        model,
        workflow,
        context,
        quantizations,
        engines,
        mixes,
        tariff,
        targets,
        demand,
        budget,
        wanted);
  }

  /**
   * What the best answer has the least or the most of: what the question wants. Else, without a
   * fleet it is the price of a request; for a demand the price of an hour; for a budget the
   * requests that it serves.
   */
  public CellObjective objective() {
    if (wanted.isPresent()) {
      return wanted.get();
    }
    if (demand.isPresent()) {
      return new CellObjective("fleet_dollars_per_hour", CellObjective.Sense.MIN);
    }
    return budget.isPresent()
        ? new CellObjective("fleet_requests_per_s", CellObjective.Sense.MAX)
        : CellObjective.PRICE;
  }

  /** The targets, and the budget where the fleet is sized by a demand. */
  public List<CellLimit> limits() {
    List<CellLimit> budgets = new ArrayList<>();
    if (demand.isPresent()) {
      budget.ifPresent(
          most -> budgets.add(new CellLimit(column(most), CellLimit.Kind.AT_MOST, most.amount())));
    }
    boolean countsSessions = fleet().bound() == Fleet.Bound.SESSIONS;
    List<CellLimit> limits =
        new ArrayList<>(CellLimit.of(targets, objective(), budgets, countsSessions));
    limits.addAll(budgets);
    return limits;
  }

  /** The column of cells that a budget bounds. */
  private static String column(FleetSize budget) {
    return switch (budget.kind()) {
      case ACCELERATORS -> "fleet_accelerators";
      case DOLLARS_PER_HOUR -> "fleet_dollars_per_hour";
      case WATTS -> "fleet_watts";
      default -> throw new IllegalArgumentException(budget + " is no budget");
    };
  }

  /** What sizes the fleet of each cell. */
  Fleet fleet() {
    return demand.or(() -> budget).map(FleetSize::fleet).orElse(Fleet.LIMIT);
  }
}
