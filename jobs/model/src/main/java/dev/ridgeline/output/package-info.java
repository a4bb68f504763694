/**
 * Tables as text: for people as aligned columns or Markdown, for programs as JSON or CSV. Start
 * from {@link dev.ridgeline.output.Output} and {@link dev.ridgeline.output.Rows}.
 *
 * <p>This package knows {@code schema}. It must not know what the tables are about.
 */
@NullMarked
package dev.ridgeline.output;

import org.jspecify.annotations.NullMarked;
