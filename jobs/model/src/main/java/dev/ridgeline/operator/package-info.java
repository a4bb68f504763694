/**
 * The work of one step of a model on one accelerator of its replica. Operators have FLOPs and bytes
 * as functions of the step's shape, and collectives send bytes between accelerators. Start from
 * {@link dev.ridgeline.operator.StepGraph}, {@link dev.ridgeline.operator.Operator} and {@link
 * dev.ridgeline.operator.Sharding}.
 *
 * <p>This package knows {@code catalog} and {@code workload}. It must not know time.
 */
@NullMarked
package dev.ridgeline.operator;

import org.jspecify.annotations.NullMarked;
