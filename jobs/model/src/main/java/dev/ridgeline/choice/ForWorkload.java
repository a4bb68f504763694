package dev.ridgeline.choice;

import dev.ridgeline.space.LatencyTargets;
import java.io.Serializable;
import java.util.List;

/**
 * Something that was found for a workload within targets: a row of a table of choices.
 *
 * @param workload values of the columns that make the workload; one may be null
 * @param targets within which it holds
 * @param found what was found
 * @param <R> a {@link ChosenMix}, a {@link PriceMove} or a {@link MixShare}
 */
public record ForWorkload<R extends Serializable>(
    List<String> workload, LatencyTargets targets, R found) implements Serializable {}
