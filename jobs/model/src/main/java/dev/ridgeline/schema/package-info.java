/**
 * Columns and tables as values. A column has a name, type, unit, null rule and meaning, and reads
 * its value from a row. Start from {@link dev.ridgeline.schema.Column} and {@link
 * dev.ridgeline.schema.Table}.
 *
 * <p>Any record can be a row. This package knows no other package.
 */
@NullMarked
package dev.ridgeline.schema;

import org.jspecify.annotations.NullMarked;
