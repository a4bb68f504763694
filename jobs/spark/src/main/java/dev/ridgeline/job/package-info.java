/**
 * What Ridgeline does with Spark: running a sweep into Parquet, and SQL over a run. Knows {@code
 * table}; contains no formula.
 */
package dev.ridgeline.job;
