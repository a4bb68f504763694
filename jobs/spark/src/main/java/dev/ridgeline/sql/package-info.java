/**
 * SQL that users write: what it may do, and what is said of its errors. Start from {@link
 * dev.ridgeline.sql.SqlRule}. Must not know of cells, runs or the command line.
 */
@NullMarked
package dev.ridgeline.sql;

import org.jspecify.annotations.NullMarked;
