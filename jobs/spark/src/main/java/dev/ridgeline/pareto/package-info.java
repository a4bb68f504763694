/**
 * Pareto frontiers of tables: each task keeps the skylines of its rows, and those are merged. Start
 * from {@link dev.ridgeline.pareto.FrontierQuery} and {@link dev.ridgeline.pareto.FrontierTables}.
 * Works on any table whose rows are numbered in a column {@code cell}; knows nothing of what is in
 * its other columns.
 */
package dev.ridgeline.pareto;
