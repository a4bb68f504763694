package dev.ridgeline.deployment;

/**
 * The part of a plan that prefill alone decides, shared by all plans that have this side.
 *
 * @param capacity whether the prompts fit
 * @param step what a step of them takes
 */
record PrefillSide(PrefillCapacity capacity, PrefillStep step) {}
