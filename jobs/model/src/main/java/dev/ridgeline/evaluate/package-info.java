/**
 * The evaluation of a cell, from its position on each axis to the columns of its row. It also gives
 * the rows of its operators, and an explanation for people. Start from {@link
 * dev.ridgeline.evaluate.CellEvaluator} and {@link dev.ridgeline.evaluate.CellColumns}.
 *
 * <p>Knows all packages of the model that compute. Must not know who asks for cells: Spark, a file
 * or a person.
 */
@NullMarked
package dev.ridgeline.evaluate;

import org.jspecify.annotations.NullMarked;
