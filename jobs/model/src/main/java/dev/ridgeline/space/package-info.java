/**
 * The design space: axes, how their values are written, and the grid that they span. Start from
 * {@link dev.ridgeline.space.Axis}, where an axis is declared, {@link
 * dev.ridgeline.space.DesignSpace} and {@link dev.ridgeline.space.GridSlice}. Knows {@code
 * catalog}, {@code workload} and {@code deployment} for the values on axes; knows nothing of sweep
 * files as a whole, nor of what a cell costs.
 */
package dev.ridgeline.space;
