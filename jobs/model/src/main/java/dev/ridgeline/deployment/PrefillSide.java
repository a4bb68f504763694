package dev.ridgeline.deployment;

/**
 * The part of a plan that depends on prefill alone. All plans with the same prefill side share it.
 *
 * @param capacity memory for the prompts
 * @param step prefill step of the prompts
 */
record PrefillSide(PrefillCapacity capacity, PrefillStep step) {}
