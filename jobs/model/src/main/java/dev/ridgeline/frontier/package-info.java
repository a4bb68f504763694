/**
 * Pareto dominance: non-dominated points, their layers, and what a frontier is worth. Points are
 * arrays of objectives, all to be minimized; whoever wants a maximum negates it. Knows no other
 * package.
 */
@NullMarked
package dev.ridgeline.frontier;

import org.jspecify.annotations.NullMarked;
