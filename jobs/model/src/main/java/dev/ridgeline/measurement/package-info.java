/**
 * Measured points: what somebody measured on a serving engine, under which conditions, and by which
 * publisher. Readers turn the files of benchmarks into points. Start from {@link
 * dev.ridgeline.measurement.MeasuredPoint} and {@link dev.ridgeline.measurement.MeasurementFiles}.
 *
 * <p>Names in points are those of the publisher. This package knows {@code units} and {@code
 * config} alone. It must not know what the model makes of a point.
 */
@NullMarked
package dev.ridgeline.measurement;

import org.jspecify.annotations.NullMarked;
