package dev.ridgeline.deployment;

/**
 * The part of a plan that decode alone decides, shared by all plans that have this side.
 *
 * @param capacity whether the batch fits
 * @param step what a step of it takes
 */
record DecodeSide(DecodeCapacity capacity, DecodeStep step) {}
