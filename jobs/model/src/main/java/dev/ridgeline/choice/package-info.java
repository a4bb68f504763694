/**
 * Choosing the cheapest mix of hardware for a workload, and what would change the choice: other
 * prices, other speeds. Cells are priced again, not evaluated again. Start from {@link
 * dev.ridgeline.choice.Choice} and {@link dev.ridgeline.choice.ChoiceTables}. Knows columns of
 * cells and dominance; does not know where cells come from.
 */
package dev.ridgeline.choice;
