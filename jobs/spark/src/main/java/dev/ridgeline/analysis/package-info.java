/**
 * Tables that are computed from many cells: choices of hardware, and values of axes on frontiers.
 * Start from {@link dev.ridgeline.analysis.Choices}, {@link dev.ridgeline.analysis.ChoiceQuery} and
 * {@link dev.ridgeline.analysis.AxisCounts}. Groups cells in parallel and leaves the arithmetic to
 * the model. Must not know of runs on disk.
 */
@NullMarked
package dev.ridgeline.analysis;

import org.jspecify.annotations.NullMarked;
