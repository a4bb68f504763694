/**
 * Pareto frontiers of tables. Each task keeps the skylines of its rows, and the skylines are
 * merged. Start from {@link dev.ridgeline.pareto.FrontierQuery}, {@link
 * dev.ridgeline.pareto.FrontierTables} and {@link dev.ridgeline.pareto.SkylineQuery}. Takes any
 * table whose column {@code cell} numbers the rows. Must not know what is in the other columns.
 */
@NullMarked
package dev.ridgeline.pareto;

import org.jspecify.annotations.NullMarked;
