/**
 * Parquet files from batches of columns. Those that tasks write are encoded in bulk, and those of
 * small tables with Parquet's own encoders. The same rows give the same bytes. Start from {@link
 * dev.ridgeline.parquet.ColumnarFileWriter} and {@link dev.ridgeline.parquet.PartitionFiles}. Must
 * not know of cells or of any other table.
 */
@NullMarked
package dev.ridgeline.parquet;

import org.jspecify.annotations.NullMarked;
