/**
 * Tables of {@code schema} in Spark: their schemas with comments, and their rows. Start from {@link
 * dev.ridgeline.relation.Relations}. Must not know what is in the tables.
 */
@NullMarked
package dev.ridgeline.relation;

import org.jspecify.annotations.NullMarked;
