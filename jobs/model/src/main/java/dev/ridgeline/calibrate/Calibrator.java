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
import java.util.function.Predicate;

/**
 * Fits the constants of an engine's steps.
 *
 * <p>Where the engine has constants already, the coefficients lean to them. Where it has none, one
 * set of coefficients is first fitted to the points of all engines, and those of the engine lean to
 * that set. What few points of the engine do not tell, the other engines then do.
 */
public final class Calibrator {

  /** Fewest points from which on each coefficient is fitted, and points are held out. */
  public static final int FEW = 6;

  /** Fewest points of a version from which on its wait of prompts is fitted. */
  private static final int FEW_OF_VERSION = 20;

  private static final int FOLDS = 3;

  private static final String SOURCE =
      "deploy/ridgeline calibrate; fit has the points, the day and the errors on points left out";

  /** How far coefficients of an engine may be from those of all engines. */
  private static final double OF_ENGINE = 0.5;

  /** How far coefficients of all engines may be from the efficiency profiles. */
  private static final double OF_ALL = 1;

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
    this.engine = engine;
    this.anew = anew;
    this.near = priors();
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
    Map<String, Errors> byModel = byModel(own);
    Optional<Errors> allModels = Errors.together(byModel.values());
    Errors onFit = errors(own, fitted);
    Set<Coefficient> unidentified = EnumSet.allOf(Coefficient.class);
    unidentified.removeAll(EngineFit.identified(own, fitted.fitted()));
    Coefficients written = fitted.written();
    Engine calibrated =
        engine.with(
            engine.id(),
            engine.name(),
            written.on(engine).host(),
            written
                .on(engine)
                .step()
                .fittedTo(fit(own, measurements, day, onFit, heldOut, allModels)),
            Coefficients.withSource(engine.sources(), SOURCE));
    return new Calibration(
        calibrated,
        own.size(),
        errors(own, Coefficients.of(start)),
        onFit,
        heldOut,
        byModel,
        allModels,
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
      return Coefficients.of(EngineFit.fit(own, prior(), OF_ENGINE, free));
    }
    each.remove(Coefficient.ALL);
    double[] ofAll =
        ofAllEngines.computeIfAbsent(
            observations, some -> EngineFit.fit(some, prior(), OF_ALL, each, near));
    near = ofAll;
    if (own.isEmpty()) {
      return Coefficients.of(ofAll);
    }
    Coefficients fitted = byVersion(own, EngineFit.fit(own, ofAll, OF_ENGINE, each));
    return fitted.with(Eras.of(own, fitted));
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
        group, fitted, OF_ALL, EnumSet.of(Coefficient.BURST_SHARE, Coefficient.SCHEDULING));
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

  /** Errors of each model where its points are left out, of all engines. */
  private Map<String, Errors> byModel(List<Observation> own) {
    Map<String, Errors> errors = new TreeMap<>();
    if (own.size() < FEW) {
      return errors;
    }
    Set<String> models = new TreeSet<>();
    own.forEach(it -> models.add(it.model()));
    for (String model : models) {
      Coefficients fitted = fit(filtered(all, it -> !it.model().equals(model)));
      errors.put(model, errors(filtered(own, it -> it.model().equals(model)), fitted));
    }
    return errors;
  }
}
