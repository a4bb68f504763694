/**
 * Sweeps and runs as tables of any Spark session: a catalog, and the table functions. Start from
 * {@link dev.ridgeline.plugin.RidgelineCatalog} and {@link
 * dev.ridgeline.plugin.RidgelineExtensions}. The command {@code sql} reads the same tables.
 *
 * <p>Knows stored runs and the table of cells. Must not know of jobs or the command line.
 */
@NullMarked
package dev.ridgeline.plugin;

import org.jspecify.annotations.NullMarked;
