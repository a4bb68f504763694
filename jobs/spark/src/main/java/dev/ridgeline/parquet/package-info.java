/** Parquet files from batches of columns, with Parquet's own encoders. */
package dev.ridgeline.parquet;
