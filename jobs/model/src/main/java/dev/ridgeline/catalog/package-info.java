/**
 * The facts: models, accelerators, quantizations, workflows, prices, links, memory tiers and
 * efficiency profiles, each a record read from one YAML file with the source of every number.
 *
 * <p>What follows from the architecture of a model alone (parameter counts, state size) is here;
 * what follows from running it on something is not. Knows {@code units} and {@code config}.
 */
package dev.ridgeline.catalog;
