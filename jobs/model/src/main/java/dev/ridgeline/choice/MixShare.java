package dev.ridgeline.choice;

import java.io.Serializable;
import org.jspecify.annotations.Nullable;

/**
 * How often a mix is chosen when all prices and speeds are drawn.
 *
 * @param mix name of the mix; null for the draws in which no mix meets the targets
 * @param ofDraws share of the draws in which the mix is chosen
 * @param onFrontier share of the draws in which the mix is on the frontier of dollars, TTFT and
 *     TPOT
 */
public record MixShare(@Nullable String mix, double ofDraws, double onFrontier)
    implements Serializable {}
