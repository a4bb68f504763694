package dev.ridgeline.calibrate;

import dev.ridgeline.catalog.Engine;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * An engine whose steps were fitted, and how far the fit is off on points that it did not see.
 *
 * @param engine the engine with its constants
 * @param points points of the engine that it was fitted to
 * @param before errors with the constants that the fit began with
 * @param fitted errors on the points of the fit itself
 * @param heldOut errors on configurations that were left out, a third at a time; empty for fewer
 *     than {@link Calibrator#FEW} points
 * @param byModel errors on each model when all of its points were left out
 * @param allModels errors on the points of {@code byModel} together; empty where there are none
 * @param byAccelerator errors on each accelerator when all of its points were left out
 * @param allAccelerators errors on the points of {@code byAccelerator} together; empty where there
 *     are none
 * @param unidentified coefficients of which the points say nothing, so they keep their prior
 */
public record Calibration(
    Engine engine,
    int points,
    Errors before,
    Errors fitted,
    Optional<Errors> heldOut,
    Map<String, Errors> byModel,
    Optional<Errors> allModels,
    Map<String, Errors> byAccelerator,
    Optional<Errors> allAccelerators,
    Set<Coefficient> unidentified) {}
