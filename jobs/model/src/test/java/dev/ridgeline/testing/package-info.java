/**
 * Fixtures of tests: builders that name what a test is about and fill in the rest, entries of the
 * catalogs by id, and samples of deployments. Start from {@link
 * dev.ridgeline.testing.ReplicaBuilder} and {@link dev.ridgeline.testing.Plans}.
 */
package dev.ridgeline.testing;
