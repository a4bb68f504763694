/**
 * What one step of a model does on one accelerator of its replica: operators with their FLOPs and
 * bytes as functions of the step's shape, and the collectives between accelerators. Knows {@code
 * catalog} and {@code workload}; knows nothing of time.
 */
package dev.ridgeline.operator;
