/**
 * The choice of the cheapest mix of hardware for a workload, and what would change it: other prices
 * and other speeds. Cells are repriced, not evaluated again. Start from {@link
 * dev.ridgeline.choice.Choice} and {@link dev.ridgeline.choice.ChoiceTables}.
 *
 * <p>Knows the columns of cells and dominance. Must not know where cells come from.
 */
@NullMarked
package dev.ridgeline.choice;

import org.jspecify.annotations.NullMarked;
