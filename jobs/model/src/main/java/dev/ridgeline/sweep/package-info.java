/**
 * Sweep files: how a sweep is written, the variants of entries that it makes, and the sweep that
 * comes of it, with what it was read from. Start from {@link dev.ridgeline.sweep.Sweep} and {@link
 * dev.ridgeline.sweep.SweepReader}. Knows {@code space} for the grid; knows nothing of what a cell
 * costs.
 */
package dev.ridgeline.sweep;
