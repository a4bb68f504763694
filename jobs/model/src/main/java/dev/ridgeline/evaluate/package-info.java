/**
 * A cell of the grid, evaluated: from its position on each axis to the columns of its row. Knows
 * everything in the model; knows nothing of who asks, Spark or a person.
 */
package dev.ridgeline.evaluate;
