/**
 * Views over the cells of a sweep, and over frontiers and choices, that answer common questions:
 * SQL that every engine reads. Start from {@link dev.ridgeline.view.CellViews}, {@link
 * dev.ridgeline.view.AnswerViews} and {@link dev.ridgeline.view.ViewFile}.
 *
 * <p>Knows the columns of cells and the targets of a sweep. Must not know which engine runs the
 * SQL, nor where the cells are.
 */
@NullMarked
package dev.ridgeline.view;

import org.jspecify.annotations.NullMarked;
