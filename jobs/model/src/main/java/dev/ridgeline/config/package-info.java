/**
 * Strict reading of YAML into records, and the way user errors are reported.
 *
 * <p>A file either becomes a record that holds, or a list of {@link dev.ridgeline.config.Problem}s,
 * each with file, line, path, offending value, what is allowed and the nearest valid name. Knows
 * {@code units} and Jackson; knows nothing of what the records mean.
 */
@NullMarked
package dev.ridgeline.config;

import org.jspecify.annotations.NullMarked;
