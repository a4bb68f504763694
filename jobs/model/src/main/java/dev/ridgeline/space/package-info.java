/**
 * The design space: its axes, the fields of each axis in a sweep file, and the grid that the axes
 * span. Start from {@link dev.ridgeline.space.Axis}, which declares all axes, {@link
 * dev.ridgeline.space.DesignSpace} and {@link dev.ridgeline.space.GridSlice}.
 *
 * <p>Knows {@code catalog}, {@code workload} and {@code deployment} for the values on axes. Must
 * not know the rest of a sweep file, nor how a cell is evaluated.
 */
@NullMarked
package dev.ridgeline.space;

import org.jspecify.annotations.NullMarked;
