package dev.ridgeline.calibrate;

import dev.ridgeline.catalog.Engine;
import dev.ridgeline.catalog.StepFit;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.function.Predicate;

/**
 * Fits the constants of an engine's steps.
 *
 * <p>Where the engine has constants already, the coefficients lean to them. Where it has none, one
 * set of coefficients is first fitted to the points of all engines. Those of the engine lean to
 * that set, and those of each model that it was measured with lean to those of the engine. What few
 * points do not tell, others then do. A model that nobody measured has the constants of the engine,
 * which lean far to those of all engines: few models tell what is the engine's and what their own.
 */
public final class Calibrator {

  /** Fewest points from which on each coefficient is fitted, and points are held out. */
  public static final int FEW = 6;

  /** Fewest points of a version from which on its wait of prompts is fitted. */
  private static final int FEW_OF_VERSION = 20;

  private static final int FOLDS = 3;

  private static final String SOURCE =
      "deploy/ridgeline calibrate; fit has the points, the day and the errors on points left out";

  /** Fewest points of an engine's model from which on it has constants of its own. */
  private static final int FEW_OF_MODEL = 15;

  /** How far coefficients may be from those that the catalog has. */
  private static final double OF_CATALOG = 0.5;

  /** How far the wait of prompts of a version may be from that of the engine. */
  private static final double OF_VERSION = 1;

  /** How far coefficients of a model may be from those of its engine. */
  private static final double OF_MODEL = 0.5;

  /** How far coefficients of an engine may be from those of all engines. */
  private static final double OF_ENGINE = 0.1;

  /** How far coefficients of all engines may be from the efficiency profiles. */
  private static final double OF_ALL = 0.5;

  private final List<Observation> all;
  private final Engine engine;
  private final boolean anew;

  /** Fits of all engines to some observations, which calibrators of several engines share. */
  private final Map<List<Observation>, double[]> ofAllEngines;

  /** The last fit of all engines, where the next one begins. */
  private double[] near;

  /**
   * @param all observations of the engine, and of others that stand by it
   * @param engine the engine to fit, as the catalog has it
   * @param anew whether constants that the catalog has are forgotten
   */
  public Calibrator(List<Observation> all, Engine engine, boolean anew) {
    this(all, engine, anew, new HashMap<>());
  }

  Calibrator(
      List<Observation> all,
      Engine engine,
      boolean anew,
      Map<List<Observation>, double[]> ofAllEngines) {
    this.ofAllEngines = ofAllEngines;
    this.all = List.copyOf(all);
    this.engine = ofOneModel(all, engine);
    this.anew = anew;
    this.near = priors();
  }

  /** The engine as it serves the one model of its points, where they are of one alone. */
  private static Engine ofOneModel(List<Observation> all, Engine engine) {
    Set<String> models = new TreeSet<>();
    filtered(all, it -> it.engine().equals(engine.id())).forEach(it -> models.add(it.model()));
    return models.size() == 1 ? engine.serving(models.iterator().next()) : engine;
  }

  /**
   * Fits the constants.
   *
   * @param measurements name of the measurements, for the source of the constants
   * @param day day of the fit
   */
  public Calibration fit(String measurements, LocalDate day) {
    List<Observation> own = own(all);
    if (own.isEmpty()) {
      throw new IllegalArgumentException("no point was measured with " + engine.id());
    }
    double[] start = prior();
    Coefficients fitted = fit(all);
    Optional<Errors> heldOut = own.size() < FEW ? Optional.empty() : Optional.of(byFolds(own));
    Map<String, Errors> byModel = leftOut(own, Observation::model);
    Optional<Errors> allModels = Errors.together(byModel.values());
    Map<String, Errors> byAccelerator = leftOut(own, Observation::accelerator);
    Errors onFit = errors(own, fitted);
    Set<Coefficient> unidentified = EnumSet.allOf(Coefficient.class);
    unidentified.removeAll(EngineFit.identified(own, fitted.fitted()));
    Engine written = fitted.written().on(engine);
    Engine calibrated =
        engine.with(
            engine.id(),
            engine.name(),
            written.host(),
            written.step().fittedTo(fit(own, measurements, day, onFit, heldOut, allModels)),
            written.models(),
            Coefficients.withSource(engine.sources(), SOURCE));
    return new Calibration(
        calibrated,
        own.size(),
        errors(own, Coefficients.of(start)),
        onFit,
        heldOut,
        byModel,
        allModels,
        byAccelerator,
        Errors.together(byAccelerator.values()),
        unidentified);
  }

  private static StepFit fit(
      List<Observation> own,
      String measurements,
      LocalDate day,
      Errors onFit,
      Optional<Errors> heldOut,
      Optional<Errors> allModels) {
    return new StepFit(
        measurements,
        own.size(),
        own.stream().map(it -> it.setting().accelerator().id()).distinct().sorted().toList(),
        day,
        rounded(onFit),
        heldOut.map(Calibrator::rounded).orElse(null),
        allModels.map(Calibrator::rounded).orElse(null));
  }

  private static double rounded(Errors errors) {
    return Math.round(1e4 * errors.tpotMean()) / 1e4;
  }

  private List<Observation> own(List<Observation> observations) {
    return filtered(observations, it -> it.engine().equals(engine.id()));
  }

  private static List<Observation> filtered(
      List<Observation> observations, Predicate<Observation> wanted) {
    return observations.stream().filter(wanted).toList();
  }

  private boolean hasConstants() {
    return !anew && !engine.step().equals(dev.ridgeline.catalog.StepConstants.NONE);
  }

  /** The coefficients of the catalog. */
  private double[] prior() {
    return hasConstants() ? Coefficients.of(engine) : priors();
  }

  private static double[] priors() {
    return Arrays.stream(Coefficient.values()).mapToDouble(Coefficient::prior).toArray();
  }

  /** Fits the coefficients of the engine to its points among some observations. */
  private Coefficients fit(List<Observation> observations) {
    List<Observation> own = own(observations);
    Set<Coefficient> each = EnumSet.allOf(Coefficient.class);
    if (hasConstants()) {
      Set<Coefficient> free = own.size() < FEW ? EnumSet.of(Coefficient.ALL) : each;
      return Coefficients.of(EngineFit.fit(own, prior(), OF_CATALOG, free));
    }
    each.remove(Coefficient.ALL);
    double[] ofAll =
        ofAllEngines.computeIfAbsent(
            observations, some -> EngineFit.fit(some, prior(), OF_ALL, each, near));
    near = ofAll;
    if (own.isEmpty()) {
      return Coefficients.of(ofAll);
    }
    double[] ofEngine = EngineFit.fit(own, ofAll, OF_ENGINE, each);
    Map<String, List<Observation>> groups = new TreeMap<>();
    own.forEach(it -> groups.computeIfAbsent(it.model(), none -> new ArrayList<>()).add(it));
    groups.values().removeIf(group -> group.size() < FEW_OF_MODEL);
    Map<String, Coefficients> ofModels = new TreeMap<>();
    groups.forEach(
        (model, group) ->
            ofModels.put(model, timed(group, EngineFit.fit(group, ofEngine, OF_MODEL, each))));
    return timed(own, ofEngine).withModels(ofModels);
  }

  /** Coefficients with the waits of versions and the factors of eras, which their points tell. */
  private static Coefficients timed(List<Observation> points, double[] numbers) {
    Coefficients fitted = byVersion(points, numbers);
    return fitted.with(Eras.of(points, fitted));
  }

  /**
   * Fits the wait of prompts to each version with enough points, and to all other points together.
   * The kernels are those of all versions.
   */
  private static Coefficients byVersion(List<Observation> own, double[] fitted) {
    Map<String, List<Observation>> groups = new TreeMap<>();
    own.forEach(it -> groups.computeIfAbsent(it.version(), none -> new ArrayList<>()).add(it));
    groups.remove("");
    groups.values().removeIf(group -> group.size() < FEW_OF_VERSION);
    Map<String, double[]> ofVersions = new TreeMap<>();
    groups.forEach((version, group) -> ofVersions.put(version, waiting(group, fitted)));
    List<Observation> others = filtered(own, it -> !groups.containsKey(it.version()));
    return Coefficients.of(others.isEmpty() ? fitted : waiting(others, fitted), ofVersions);
  }

  private static double[] waiting(List<Observation> group, double[] fitted) {
    return EngineFit.fit(
        group, fitted, OF_VERSION, EnumSet.of(Coefficient.BURST_SHARE, Coefficient.SCHEDULING));
  }

  private static Errors errors(List<Observation> observations, Coefficients fitted) {
    return Errors.of(observations, EngineFit.predict(observations, fitted));
  }

  /** Errors where a third of the configurations is left out in turn. */
  private Errors byFolds(List<Observation> own) {
    List<Observation> tested = new ArrayList<>();
    List<double[]> predictions = new ArrayList<>();
    for (int i = 0; i < FOLDS; i++) {
      int fold = i;
      Coefficients fitted = fit(filtered(all, it -> fold(it) != fold));
      List<Observation> left = filtered(own, it -> fold(it) == fold);
      tested.addAll(left);
      predictions.addAll(EngineFit.predict(left, fitted));
    }
    return Errors.of(tested, predictions);
  }

  private static int fold(Observation observation) {
    // Hashes of texts that differ in their last digits alone are neighbours, which go round.
    return Math.floorMod(observation.configuration().hashCode() * 31 / 7, FOLDS);
  }

  /**
   * Errors of the points that share a name where all such points are left out, of all engines.
   *
   * @param name the model or the accelerator of a point
   */
  private Map<String, Errors> leftOut(List<Observation> own, Function<Observation, String> name) {
    Map<String, Errors> errors = new TreeMap<>();
    if (own.size() < FEW) {
      return errors;
    }
    Set<String> names = new TreeSet<>();
    own.forEach(it -> names.add(name.apply(it)));
    for (String left : names) {
      Coefficients fitted = fit(filtered(all, it -> !name.apply(it).equals(left)));
      errors.put(left, errors(filtered(own, it -> name.apply(it).equals(left)), fitted));
    }
    return errors;
  }
}
