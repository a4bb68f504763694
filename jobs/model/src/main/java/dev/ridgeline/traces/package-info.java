/**
 * Traces of requests, as other programs record them, made into workflows of catalogs. Start from
 * {@link dev.ridgeline.traces.WorkflowImport} and {@link dev.ridgeline.traces.TraceFormat}.
 *
 * <p>A trace is read once, value by value. What is kept are counts, so that a trace may be larger
 * than the memory. This package knows {@code catalog}, {@code config} and {@code units}.
 */
@NullMarked
package dev.ridgeline.traces;

import org.jspecify.annotations.NullMarked;
