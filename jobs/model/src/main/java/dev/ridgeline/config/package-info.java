/**
 * Strict reading of YAML into records, and the report of user errors. Start from {@link
 * dev.ridgeline.config.YamlReader}, {@link dev.ridgeline.config.Require} and {@link
 * dev.ridgeline.config.Problem}.
 *
 * <p>A file becomes either a valid record or a list of problems. A problem has file, line, path,
 * offending value, the allowed values and the nearest valid name. This package knows {@code units}
 * and Jackson. It must not know the meaning of the records.
 */
@NullMarked
package dev.ridgeline.config;

import org.jspecify.annotations.NullMarked;
