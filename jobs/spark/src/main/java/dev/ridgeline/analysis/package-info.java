/**
 * What cells say together: choices of hardware, and which values of axes are on frontiers. Start
 * from {@link dev.ridgeline.analysis.Choices}. Knows columns of cells, {@code choice} and {@code
 * pareto}: groups cells in parallel and leaves what is computed of them to the model.
 */
package dev.ridgeline.analysis;
