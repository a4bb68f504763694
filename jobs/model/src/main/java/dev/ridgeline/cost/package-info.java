/**
 * Time of one step on one accelerator, and where the step stands on the roofline and against
 * capacity. Knows {@code operator} and what an accelerator is; knows nothing of pools or money.
 */
package dev.ridgeline.cost;
