/**
 * Replicas of a model on pools of accelerators. Plans say whether a batch fits, and at what latency
 * and rate colocated and disaggregated pools serve. Start from {@link
 * dev.ridgeline.deployment.Planner}, {@link dev.ridgeline.deployment.ServingPlan} and {@link
 * dev.ridgeline.deployment.TaskPlan}.
 *
 * <p>This package knows {@code cost}. It must not know money.
 */
@NullMarked
package dev.ridgeline.deployment;

import org.jspecify.annotations.NullMarked;
