/**
 * The time of one step on one accelerator, and its place on the roofline and against capacity.
 * Start from {@link dev.ridgeline.cost.StepModel}, {@link dev.ridgeline.cost.StepCost} and {@link
 * dev.ridgeline.cost.Roofline}.
 *
 * <p>This package knows {@code operator}, and accelerators from {@code catalog}. It must not know
 * pools or money.
 */
@NullMarked
package dev.ridgeline.cost;

import org.jspecify.annotations.NullMarked;
