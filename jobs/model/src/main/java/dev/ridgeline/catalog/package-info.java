/**
 * The facts that the cost model starts from: models, accelerators, quantizations, workflows, links,
 * memory tiers, prices, efficiency profiles and drafters. Each entry is a record read from one YAML
 * file, with the source of every number. Start from {@link dev.ridgeline.catalog.CatalogKind},
 * {@link dev.ridgeline.catalog.Catalogs} and {@link dev.ridgeline.catalog.Model}.
 *
 * <p>Results of a model's dimensions alone, such as parameter counts and state size, belong here.
 * Results of running it on an accelerator do not. This package knows {@code units}, {@code config}
 * and {@code schema}.
 */
@NullMarked
package dev.ridgeline.catalog;

import org.jspecify.annotations.NullMarked;
