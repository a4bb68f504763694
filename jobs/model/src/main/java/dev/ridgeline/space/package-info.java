/**
 * The design space: axes and their values, the grid they span, and the sweep files that describe
 * it. Knows {@code catalog}, {@code workload} and {@code deployment} for the values on its axes;
 * knows nothing of what a cell costs.
 */
package dev.ridgeline.space;
