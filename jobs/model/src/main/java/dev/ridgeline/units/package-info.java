/**
 * Physical dimensions and the text form of quantities ("141 GB", "3.35 TB/s").
 *
 * <p>Everything inside Ridgeline is a {@code double} in SI units (bytes, seconds, FLOP/s, watts)
 * whose name ends in its unit. Unit prefixes exist only at the edges: this package parses them when
 * a file is read and prints them when a person reads a number. It knows no other package.
 */
@NullMarked
package dev.ridgeline.units;

import org.jspecify.annotations.NullMarked;
