package dev.ridgeline.check;

import dev.ridgeline.catalog.Accelerator;
import dev.ridgeline.catalog.Catalog;
import dev.ridgeline.catalog.CatalogKind;
import dev.ridgeline.catalog.Catalogs;
import dev.ridgeline.catalog.EfficiencyProfile;
import dev.ridgeline.catalog.Engine;
import dev.ridgeline.catalog.Entry;
import dev.ridgeline.catalog.Model;
import dev.ridgeline.catalog.Quantization;
import dev.ridgeline.config.InvalidValueException;
import dev.ridgeline.deployment.EngineOverrides;
import dev.ridgeline.measurement.ConventionSet;
import dev.ridgeline.measurement.Conventions;
import dev.ridgeline.measurement.MeasuredPoint;
import dev.ridgeline.operator.AllToAll;
import dev.ridgeline.operator.Sharding;
import dev.ridgeline.workload.Request;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.Set;
import java.util.function.Function;

/** Finds the conditions of measured points in the catalogs, or says why they cannot be found. */
public final class PointResolver {

  private static final Set<String> COLOCATED = Set.of("", "colocated", "agg", "aggregated");
  private static final Set<String> NO_DRAFTS = Set.of("", "none", "0");

  private final Catalogs catalogs;
  private final ConventionSet conventions;
  private final Optional<Engine> engine;
  private final boolean ideal;
  private final EngineVersions versions;

  private PointResolver(
      Catalogs catalogs, ConventionSet conventions, Optional<Engine> engine, boolean ideal) {
    this.catalogs = catalogs;
    this.conventions = conventions;
    this.engine = engine;
    this.ideal = ideal;
    this.versions = new EngineVersions(catalogs.engines());
  }

  /** Gives each point the engine that it was measured with. */
  public static PointResolver of(Catalogs catalogs, ConventionSet conventions) {
    return new PointResolver(catalogs, conventions, Optional.empty(), false);
  }

  /** Gives all points one engine. */
  public PointResolver withEngine(Engine one) {
    return new PointResolver(catalogs, conventions, Optional.of(one), ideal);
  }

  /** Gives all accelerators the roofline, which no engine reaches. */
  public PointResolver onRoofline() {
    return new PointResolver(catalogs, conventions, engine, true);
  }

  /** A point in terms of the catalogs, or the reason why it cannot be expressed in them. */
  public sealed interface Resolution {

    /** The point can be predicted under this setting. */
    record Found(PointSetting setting) implements Resolution {}

    /** The catalogs cannot express the point, for this reason. */
    record Missing(String reason) implements Resolution {}
  }

  /** The reason why a point cannot be expressed. */
  private static final class Inexpressible extends Exception {

    private static final long serialVersionUID = 1L;

    Inexpressible(String reason) {
      super(reason, null, false, false);
    }

    String reason() {
      return String.valueOf(getMessage());
    }
  }

  /** Finds the conditions of a point. */
  public Resolution resolve(MeasuredPoint point) {
    try {
      return new Resolution.Found(setting(point));
    } catch (Inexpressible e) {
      return new Resolution.Missing(e.reason());
    } catch (InvalidValueException e) {
      return new Resolution.Missing(e.field() + " " + e.reason());
    }
  }

  private PointSetting setting(MeasuredPoint point) throws Inexpressible {
    MeasuredPoint.Layout layout = point.layout();
    if (!point.label().fault().isEmpty()) {
      throw new Inexpressible(point.label().fault());
    }
    if (!COLOCATED.contains(layout.deployment())) {
      throw new Inexpressible("deployment '" + layout.deployment() + "': colocated ones are read");
    }
    if (!NO_DRAFTS.contains(layout.drafts())) {
      throw new Inexpressible("drafts '" + layout.drafts() + "': plain decoding is read");
    }
    Model model =
        entry(
            catalogs.models(),
            PublishedNames.model(conventions.model(point), catalogs.models().byId().keySet()),
            "model");
    Accelerator accelerator =
        entry(catalogs.accelerators(), conventions.accelerator(point), "accelerator");
    EfficiencyProfile own =
        entry(catalogs.efficiencies(), accelerator.id(), CatalogKind.EFFICIENCIES.noun());
    List<Conventions.Rule> rules = conventions.rules(point, accelerator.id(), model.id());
    Sharding sharding = sharding(layout, model);
    int replicaAccelerators = sharding.accelerators();
    int count = point.machine().count().orElse(replicaAccelerators);
    if (count % replicaAccelerators != 0) {
      throw new Inexpressible(
          count + " accelerators are no multiple of the " + replicaAccelerators + " of a replica");
    }
    double replicas = count / (double) replicaAccelerators;
    return new PointSetting(
        point,
        model,
        quantization(point, rules),
        accelerator,
        ideal ? EfficiencyProfile.IDEAL : own,
        engine(point, own, rules),
        sharding,
        replicas,
        overrides(point, rules),
        last(rules, Conventions.Rule::lookSteps),
        last(rules, Conventions.Rule::groupSteps),
        request(point.load()),
        required(point.load().concurrency(), "concurrency") / replicas);
  }

  private static <E extends Entry> E entry(Catalog<E> catalog, String id, String noun)
      throws Inexpressible {
    if (id.isEmpty()) {
      throw new Inexpressible("no " + noun + " is stated");
    }
    Optional<E> entry = catalog.find(id);
    if (entry.isEmpty()) {
      throw new Inexpressible("unknown " + noun + " '" + id + "'");
    }
    return entry.get();
  }

  private static double required(OptionalDouble value, String what) throws Inexpressible {
    if (value.isEmpty()) {
      throw new Inexpressible("no " + what + " is stated");
    }
    return value.getAsDouble();
  }

  private static Sharding sharding(MeasuredPoint.Layout layout, Model model) throws Inexpressible {
    try {
      Sharding sharding =
          new Sharding(
              layout.tp(),
              layout.ep(),
              layout.pp(),
              layout.dp(),
              1,
              1,
              List.of(),
              0,
              layout.dp() == 1 ? AllToAll.ALL_REDUCE : AllToAll.AUTO,
              false);
      Optional<String> objection = sharding.objection(model);
      if (objection.isPresent()) {
        throw new Inexpressible(objection.get());
      }
      return sharding;
    } catch (InvalidValueException e) {
      throw new Inexpressible(e.field() + " " + e.reason());
    }
  }

  /** The scheme with the KV cache that the point states, or else its publisher. */
  private Quantization quantization(MeasuredPoint point, List<Conventions.Rule> rules)
      throws Inexpressible {
    String id = conventions.quantization(point);
    OptionalDouble bits = point.model().kvBits();
    for (Conventions.Rule rule : rules) {
      id = rule.quantization().orElse(id);
      if (point.model().kvBits().isEmpty() && rule.kvBits().isPresent()) {
        bits = OptionalDouble.of(rule.kvBits().get());
      }
    }
    Quantization scheme = entry(catalogs.quantizations(), id, "quantization");
    return bits.isPresent() ? scheme.withKvBits(bits.getAsDouble()) : scheme;
  }

  private Engine engine(
      MeasuredPoint point, EfficiencyProfile profile, List<Conventions.Rule> rules)
      throws Inexpressible {
    if (engine.isPresent()) {
      return engine.get();
    }
    Optional<String> ofRules = Optional.empty();
    for (Conventions.Rule rule : rules) {
      ofRules = rule.engine().isPresent() ? rule.engine() : ofRules;
    }
    if (ofRules.isPresent()) {
      return entry(catalogs.engines(), ofRules.get(), "engine");
    }
    MeasuredPoint.Software software = point.software();
    Optional<Engine> ofVersion =
        versions.of(conventions.engineFamily(point), software.version(), software.day());
    return ofVersion.isPresent()
        ? ofVersion.get()
        : entry(catalogs.engines(), profile.engine(), "engine");
  }

  /** What the last rule says that says anything. */
  private static OptionalInt last(
      List<Conventions.Rule> rules, Function<Conventions.Rule, Optional<Integer>> field) {
    OptionalInt last = OptionalInt.empty();
    for (Conventions.Rule rule : rules) {
      Optional<Integer> said = field.apply(rule);
      last = said.isPresent() ? OptionalInt.of(said.get()) : last;
    }
    return last;
  }

  private static EngineOverrides overrides(MeasuredPoint point, List<Conventions.Rule> rules) {
    OptionalInt chunk = point.settings().chunkTokens();
    OptionalDouble memory = point.settings().memoryFraction();
    for (Conventions.Rule rule : rules) {
      if (point.settings().chunkTokens().isEmpty() && rule.chunkTokens().isPresent()) {
        chunk = OptionalInt.of(rule.chunkTokens().get());
      }
      if (point.settings().memoryFraction().isEmpty() && rule.memoryFraction().isPresent()) {
        memory = OptionalDouble.of(rule.memoryFraction().get());
      }
    }
    return new EngineOverrides(
        memory.isPresent() ? (Double) memory.getAsDouble() : null,
        chunk.isPresent() ? (Integer) chunk.getAsInt() : null,
        null);
  }

  private static Request request(MeasuredPoint.Load load) throws Inexpressible {
    double input = required(load.inputTokens(), "length of the prompts");
    double output = required(load.outputTokens(), "length of the outputs");
    double cached = load.cachedTokens().orElse(0);
    if (cached >= input) {
      throw new Inexpressible("the whole prompt is cached");
    }
    return new Request(input, cached, output);
  }
}
