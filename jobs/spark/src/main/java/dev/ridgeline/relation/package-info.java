/**
 * Tables of {@code schema} in Spark: their schemas, with comments, and rows. Start from {@link
 * dev.ridgeline.relation.Relations}. Knows nothing of what is in the tables.
 */
package dev.ridgeline.relation;
