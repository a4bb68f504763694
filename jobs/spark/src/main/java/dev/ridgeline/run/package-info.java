/**
 * Runs: what is on disk, how it gets there, and what is asked of it. Start from {@link
 * dev.ridgeline.run.SweepRun}, which evaluates a sweep into a place, {@link
 * dev.ridgeline.run.RunDirectory}, which is that place, and {@link dev.ridgeline.run.CellSource},
 * which finds the cells of a run or of a sweep. Knows {@code table}, {@code pareto} and {@code
 * answer}; contains no formula.
 */
package dev.ridgeline.run;
