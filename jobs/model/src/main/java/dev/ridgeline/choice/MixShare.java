package dev.ridgeline.choice;

import java.io.Serializable;

/**
 * How a mix fares when all prices and speeds are drawn.
 *
 * @param mix name of the mix; null for the draws in which none meets the targets
 * @param ofDraws share of the draws in which it is chosen
 * @param onFrontier share of the draws in which it is on the frontier of dollars and latencies
 */
public record MixShare(String mix, double ofDraws, double onFrontier) implements Serializable {}
