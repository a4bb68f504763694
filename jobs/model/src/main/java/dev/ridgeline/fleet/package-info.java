/**
 * Many workloads on one fleet: which replicas, in which whole systems, serve a demand at the lowest
 * cost. A mixed-integer programme over cells, solved by ojAlgo. Start from {@link
 * dev.ridgeline.fleet.FleetPlanner}.
 *
 * <p>This package knows evaluated cells and sweeps. It must not know Spark.
 */
@NullMarked
package dev.ridgeline.fleet;

import org.jspecify.annotations.NullMarked;
