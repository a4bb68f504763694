/**
 * Columns and tables as values: name, type, unit, null rule and meaning of a column, and how its
 * value is read from a row. Start from {@link dev.ridgeline.schema.Column} and {@link
 * dev.ridgeline.schema.Table}. Knows nobody: any record can be a row.
 */
@NullMarked
package dev.ridgeline.schema;

import org.jspecify.annotations.NullMarked;
