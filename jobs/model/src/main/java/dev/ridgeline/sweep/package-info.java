/**
 * Sweep files: what one may contain, its variants of catalog entries, and the JSON Schemas of all
 * files that users write. Start from {@link dev.ridgeline.sweep.Sweep} and {@link
 * dev.ridgeline.sweep.Schemas}.
 *
 * <p>Knows {@code space} for the values on axes. Must not know how a cell is evaluated.
 */
@NullMarked
package dev.ridgeline.sweep;

import org.jspecify.annotations.NullMarked;
