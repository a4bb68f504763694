package dev.ridgeline.table;

import org.apache.spark.sql.connector.read.InputPartition;

/**
 * The cells that one task evaluates.
 *
 * @param from first cell, counted within the slice
 * @param to cell after the last
 */
record CellRange(long from, long to) implements InputPartition {}
