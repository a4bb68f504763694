package dev.ridgeline.sweep;

import dev.ridgeline.catalog.Accelerator;
import dev.ridgeline.catalog.Catalogs;
import dev.ridgeline.catalog.EfficiencyProfile;
import dev.ridgeline.catalog.Engine;
import dev.ridgeline.catalog.PriceBook;
import dev.ridgeline.catalog.Workflow;
import dev.ridgeline.config.Document;
import dev.ridgeline.config.InvalidValueException;
import dev.ridgeline.config.Problem;
import dev.ridgeline.deployment.EngineOverrides;
import dev.ridgeline.deployment.ServingSettings;
import dev.ridgeline.space.Axis;
import dev.ridgeline.space.AxisValues;
import dev.ridgeline.space.DesignSpace;
import dev.ridgeline.space.LongContextPolicy;
import dev.ridgeline.space.Lookup;
import dev.ridgeline.space.MixProduct;
import dev.ridgeline.space.Mixes;
import dev.ridgeline.space.Product;
import dev.ridgeline.units.Limits;
import dev.ridgeline.workload.ContextPoint;
import java.math.BigInteger;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;

/**
 * Turns a sweep file into a sweep: looks up its names in the catalogs and collects every problem.
 */
final class SweepReader {

  /** Stands for the share of each engine, which takes its place. */
  private static final double USABLE_MEMORY_FRACTION = 0.9;

  /** Stands for the token budget of each engine, which takes its place. */
  private static final int PREFILL_TOKEN_BUDGET = 8192;

  private final Document<SweepFile> document;
  private final List<Problem> before;
  private final List<Problem> problems;
  private final VariantFamilies families;
  private final Catalogs catalogs;

  private SweepReader(
      Document<SweepFile> document, Catalogs catalogs, Set<String> names, List<Problem> problems) {
    this.document = document;
    this.before = List.copyOf(problems);
    this.problems = problems;
    this.families = VariantFamilies.of(document, catalogs, names, problems);
    this.catalogs = families.catalogs();
  }

  /**
   * Returns the sweep that a file describes.
   *
   * @param document what could be read of the file
   * @param families names of all families of variants in the file, also of those that could not be
   *     read
   * @param problems problems that are known already; receives every other problem in the file
   * @return the sweep, or empty where there is a problem
   */
  static Optional<Sweep> read(
      Document<SweepFile> document,
      Catalogs catalogs,
      Set<String> families,
      List<Problem> problems) {
    return new SweepReader(document, catalogs, families, problems).sweep();
  }

  private Optional<Sweep> sweep() {
    SweepFile file = document.value();
    requireFileName("/name", file.name());
    LatencyTargets targets = targets(file.targets());
    ServingSettings settings = settings(file.settings(), targets);
    AxisValues axes =
        file.axes().values(new Lookup(catalogs, families::expand, settings, this::problem));
    requireGrowth(axes.of(Axis.WORKFLOW), axes.of(Axis.CONTEXT));
    requirePlannable(axes);
    Set<String> accelerators = acceleratorIds(axes.mixes());
    DesignSpace space =
        new DesignSpace(
            axes,
            settings,
            overrides(file.settings()),
            file.settings()
                .flatMap(SweepFile.Settings::contextBeyondModel)
                .orElse(LongContextPolicy.REFUSE),
            profiles(accelerators),
            engines(accelerators, axes.mixes()),
            prices(accelerators),
            List.copyOf(catalogs.drafters().entries()),
            Measurements.of(document, axes, problems));
    requireNumberable(space);
    problems.removeIf(this::repeats);
    return problems.isEmpty()
        ? Optional.of(
            new Sweep(
                document.source(),
                file.name(),
                file.description().orElse(""),
                space,
                targets,
                catalogs))
        : Optional.empty();
  }

  private void requireFileName(String path, String name) {
    if (!name.matches("[a-z0-9][a-z0-9._-]*")) {
      problem(
          path,
          "is '"
              + name
              + "'. Allowed: lower-case letters, digits, '.', '_' and '-', because it names"
              + " the folder of the results.");
    }
  }

  private void requireGrowth(List<Workflow> workflows, List<ContextPoint> contexts) {
    for (int i = 0; i < contexts.size(); i++) {
      for (Workflow workflow : workflows) {
        try {
          contexts.get(i).session(workflow);
        } catch (IllegalArgumentException e) {
          problem("/axes/contextTokens/" + i, tooShort(contexts.get(i), workflow));
        }
      }
    }
  }

  private static String tooShort(ContextPoint context, Workflow workflow) {
    boolean isRequest = context instanceof ContextPoint.WholeRequest;
    return "is '"
        + context.label()
        + "', less than what workflow '"
        + workflow.id()
        + (isRequest
            ? "' generates for a prompt of one token, " + (workflow.outputTokens() + 1) + "."
            : "' generates before its last turn, "
                + (workflow.turns() - 1L) * workflow.outputTokens()
                + ".");
  }

  /** Every turn of every workflow is planned at each context and batch, and plans are kept. */
  private void requirePlannable(AxisValues axes) {
    long turns = axes.of(Axis.WORKFLOW).stream().mapToLong(Workflow::turnsInRow).sum();
    Product planned =
        new Product(
            List.of(
                (int) Math.min(turns, Integer.MAX_VALUE),
                axes.of(Axis.CONTEXT).size(),
                axes.of(Axis.BATCH).size()));
    if (planned.count().compareTo(BigInteger.valueOf(Limits.MOST_PLANNED_TURNS)) > 0) {
      problem(
          "/axes/workflows",
          "have "
              + planned
              + " turns, contexts and batches, together "
              + planned.count()
              + ". Allowed: at most "
              + Limits.MOST_PLANNED_TURNS
              + ". Maybe split the sweep.");
    }
  }

  private ServingSettings settings(Optional<SweepFile.Settings> written, LatencyTargets targets) {
    double fraction =
        written.flatMap(SweepFile.Settings::usableMemoryFraction).orElse(USABLE_MEMORY_FRACTION);
    int budget =
        written.flatMap(SweepFile.Settings::prefillTokenBudget).orElse(PREFILL_TOKEN_BUDGET);
    int microBatches =
        written.flatMap(SweepFile.Settings::microBatches).orElse(ServingSettings.MICRO_BATCHES);
    boolean mixes = written.flatMap(SweepFile.Settings::mixesPhases).orElse(true);
    double effectiveness =
        written
            .flatMap(SweepFile.Settings::powerUsageEffectiveness)
            .orElse(ServingSettings.POWER_USAGE_EFFECTIVENESS);
    double headroom = written.flatMap(SweepFile.Settings::powerHeadroom).orElse(0.0);
    boolean wholeSystems = written.flatMap(SweepFile.Settings::wholeSystems).orElse(false);
    double turnTtft = SessionTarget.of(written, targets).ttftSeconds();
    try {
      return new ServingSettings(
          fraction, budget, mixes, microBatches, effectiveness, headroom, wholeSystems, turnTtft);
    } catch (InvalidValueException e) {
      problem("/settings", e.field() + " " + e.reason());
      return new ServingSettings(USABLE_MEMORY_FRACTION, PREFILL_TOKEN_BUDGET);
    }
  }

  private LatencyTargets targets(Optional<SweepFile.Targets> written) {
    try {
      return written.map(SweepFile.Targets::latencies).orElse(LatencyTargets.NONE);
    } catch (InvalidValueException e) {
      problem("/targets/" + e.field(), e.reason());
      return LatencyTargets.NONE;
    }
  }

  private Map<String, EfficiencyProfile> profiles(Set<String> accelerators) {
    Map<String, EfficiencyProfile> profiles = new TreeMap<>();
    for (String id : accelerators) {
      catalogs
          .efficiencies()
          .find(id)
          .ifPresentOrElse(
              profile -> profiles.put(id, profile),
              () -> {
                if (catalogs.efficiencies().lacks(id)) {
                  problem(
                      "/axes/hardware",
                      "accelerator '" + id + "' has no entry in the catalog folder efficiency.");
                }
              });
    }
    return profiles;
  }

  /**
   * The engines of the profiles; their absence is a problem of the catalogs. Where stages lie on
   * several kinds of accelerator, the engine of the first one stands for their mean.
   */
  private Map<String, Engine> engines(Set<String> accelerators, Mixes mixes) {
    Map<String, Engine> engines = new TreeMap<>();
    for (String id : accelerators) {
      catalogs
          .efficiencies()
          .find(id)
          .ifPresent(
              profile ->
                  catalogs
                      .engines()
                      .find(profile.engine())
                      .ifPresentOrElse(
                          engine -> engines.put(id, engine),
                          () -> requireEngine(id, profile.engine())));
    }
    for (MixProduct product : mixes.products()) {
      for (MixProduct.Pool pool : product.prefills()) {
        Engine ofFirst = engines.get(pool.kinds().get(0).id());
        if (pool.kinds().size() > 1 && ofFirst != null) {
          engines.put(pool.accelerator().id(), ofFirst);
        }
      }
    }
    return engines;
  }

  private void requireEngine(String accelerator, String engine) {
    if (catalogs.engines().lacks(engine)) {
      problem(
          "/axes/hardware",
          "accelerator '"
              + accelerator
              + "' has an efficiency profile of an "
              + catalogs.engines().unknown(engine));
    }
  }

  private static EngineOverrides overrides(Optional<SweepFile.Settings> written) {
    return new EngineOverrides(
        written.flatMap(SweepFile.Settings::usableMemoryFraction).orElse(null),
        written.flatMap(SweepFile.Settings::prefillTokenBudget).orElse(null),
        written.flatMap(SweepFile.Settings::mixesPhases).orElse(null));
  }

  private Map<String, PriceBook> prices(Set<String> accelerators) {
    Map<String, PriceBook> prices = new TreeMap<>();
    for (String id : accelerators) {
      catalogs.prices().find(id).ifPresent(book -> prices.put(id, book));
    }
    return prices;
  }

  private static Set<String> acceleratorIds(Mixes mixes) {
    return mixes.products().stream()
        .flatMap(MixProduct::accelerators)
        .map(Accelerator::id)
        .collect(Collectors.toCollection(TreeSet::new));
  }

  private void requireNumberable(DesignSpace space) {
    try {
      space.grid();
    } catch (ArithmeticException e) {
      problem("/axes", e.getMessage() + ". Maybe split the sweep.");
    }
  }

  /** Whether a problem only follows from one that is reported at, below or above its place. */
  private boolean repeats(Problem problem) {
    return !before.contains(problem)
        && before.stream()
            .anyMatch(
                known ->
                    known.path().startsWith(problem.path())
                        || problem.path().startsWith(known.path() + "/"));
  }

  private void problem(String path, String message) {
    problems.add(document.problem(path, message));
  }
}
