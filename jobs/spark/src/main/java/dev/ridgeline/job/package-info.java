/**
 * What Ridgeline does with Spark: running a sweep into Parquet, reducing it to frontiers and
 * choices, and SQL over all of them. Knows {@code table}, {@code pareto} and {@code analysis};
 * contains no formula.
 */
package dev.ridgeline.job;
