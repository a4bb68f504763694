/**
 * A design space as a Spark table: a DataSource V2 that turns ranges of cells into column vectors.
 * A filter on an axis prunes the grid before anything is evaluated, and a column that nobody reads
 * is not computed. Knows {@code space} and {@code evaluate}; contains no formula.
 */
package dev.ridgeline.table;
