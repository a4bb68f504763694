/**
 * Replicas of a model on pools of accelerators: whether a batch fits, how colocated and
 * disaggregated pools serve requests, and at what rate. Knows {@code cost}; knows nothing of money.
 */
package dev.ridgeline.deployment;
