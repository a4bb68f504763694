package dev.ridgeline.deployment;

/**
 * The memory that prompts need on the accelerators that prefill.
 *
 * @param prompts prompts of one part in a step, at least 1
 * @param neededBytes memory that they need on each accelerator
 * @param fits whether the accelerator has it
 */
record PrefillCapacity(double prompts, double neededBytes, boolean fits) {}
