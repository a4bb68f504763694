/**
 * The model against measurements: predicts measured points at their own conditions, and says how
 * far it is off. Start from {@link dev.ridgeline.check.PointPredictor}.
 *
 * <p>Knows all packages of the model that compute, and {@code measurement}. Must not know who asks.
 */
@NullMarked
package dev.ridgeline.check;

import org.jspecify.annotations.NullMarked;
