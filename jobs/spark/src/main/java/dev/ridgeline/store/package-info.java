/**
 * Runs on disk: where they lie, who writes them, and what proves that they are whole. Start from
 * {@link dev.ridgeline.store.RunDirectory}, {@link dev.ridgeline.store.UnfinishedRun} and {@link
 * dev.ridgeline.store.RunLock}. Must not know of Spark sessions, nor how a table is computed.
 */
@NullMarked
package dev.ridgeline.store;

import org.jspecify.annotations.NullMarked;
