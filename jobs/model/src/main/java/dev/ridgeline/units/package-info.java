/**
 * Physical dimensions, and the text form of quantities such as "141 GB" and "3.35 TB/s". Start from
 * {@link dev.ridgeline.units.Quantity} and {@link dev.ridgeline.units.Dimension}.
 *
 * <p>Everywhere else in Ridgeline a quantity is a {@code double} in SI units (bytes, seconds,
 * FLOP/s, watts) whose name ends in its unit. This package parses unit prefixes when a file is
 * read, and prints them for people. It knows no other package.
 */
@NullMarked
package dev.ridgeline.units;

import org.jspecify.annotations.NullMarked;
