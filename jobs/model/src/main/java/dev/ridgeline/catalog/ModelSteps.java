package dev.ridgeline.catalog;

import java.io.Serializable;

/**
 * What the steps of an engine take where it serves one model. Models that nobody measured have the
 * constants of the engine itself.
 *
 * @param host time of the processor
 * @param step what steps take beyond their kernels
 */
public record ModelSteps(Engine.Host host, StepConstants step) implements Serializable {}
