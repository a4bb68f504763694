package dev.ridgeline.deployment;

/**
 * The part of a plan that depends on decode alone. All plans with the same decode side share it.
 *
 * @param capacity memory for the batch
 * @param step decode step of the batch
 */
record DecodeSide(DecodeCapacity capacity, DecodeStep step) {}
