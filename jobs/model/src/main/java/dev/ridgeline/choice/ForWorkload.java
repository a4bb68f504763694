package dev.ridgeline.choice;

import dev.ridgeline.sweep.LatencyTargets;
import java.io.Serializable;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A row of a table of choices: a result with the workload and the targets that it holds for.
 *
 * @param workload values of the columns that define the workload; null where the cells have no
 *     value
 * @param targets latency targets of the result
 * @param found the result
 * @param <R> a {@link ChoiceOutcome}, a {@link PriceMove}, a {@link MixShare} or a {@link Ranked}
 */
public record ForWorkload<R extends Serializable>(
    List<@Nullable String> workload, LatencyTargets targets, R found) implements Serializable {}
