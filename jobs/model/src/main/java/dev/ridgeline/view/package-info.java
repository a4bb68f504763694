/**
 * Views over the cells of a sweep that answer common questions: SQL that every engine reads. Start
 * from {@link dev.ridgeline.view.CellViews} and {@link dev.ridgeline.view.ViewFile}.
 *
 * <p>Knows the columns of cells and the targets of a sweep. Must not know which engine runs the
 * SQL, nor where the cells are.
 */
@NullMarked
package dev.ridgeline.view;

import org.jspecify.annotations.NullMarked;
