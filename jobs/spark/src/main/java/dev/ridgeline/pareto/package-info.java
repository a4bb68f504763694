/**
 * Pareto frontiers of tables of cells: each task keeps the skylines of its rows, and those are
 * merged. Knows {@code frontier} and Spark; what is in the columns it does not know.
 */
package dev.ridgeline.pareto;
