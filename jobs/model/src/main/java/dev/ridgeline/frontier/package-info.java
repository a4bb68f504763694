/**
 * Pareto dominance: non-dominated points, their layers, and measures on frontiers. Start from
 * {@link dev.ridgeline.frontier.Skyline} and {@link dev.ridgeline.frontier.Frontiers}.
 *
 * <p>Points are arrays of objectives, all to be minimized. A caller that maximizes an objective
 * negates it. This package knows no other package.
 */
@NullMarked
package dev.ridgeline.frontier;

import org.jspecify.annotations.NullMarked;
