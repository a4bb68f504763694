package dev.ridgeline.deployment;

/**
 * Whether prompts fit into the memory of the accelerators that prefill.
 *
 * @param prompts prompts of one part in a step, at least 1
 * @param neededBytes memory that they need on each accelerator
 * @param fits whether it is there
 */
record PrefillCapacity(double prompts, double neededBytes, boolean fits) {}
