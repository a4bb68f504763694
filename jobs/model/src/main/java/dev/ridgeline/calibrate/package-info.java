/**
 * Fits the constants of an engine's steps to measurements of whole servers. Start from {@link
 * dev.ridgeline.calibrate.Calibrator}.
 *
 * <p>Knows {@code check}, {@code measurement} and the catalog. Must not know who asks.
 */
@NullMarked
package dev.ridgeline.calibrate;

import org.jspecify.annotations.NullMarked;
