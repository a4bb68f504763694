package dev.ridgeline.economics;

/**
 * Prices of an hour of one accelerator of each pool, with its share of the server and the network.
 *
 * @param prefill of one that runs prefill; the same as {@code decode} where colocated
 * @param decode of one that runs decode, or its attention side
 * @param feedForward of one that runs the feed-forward side of decode; 0 where that is not apart
 * @param tier of the memory tier behind one that keeps state
 */
public record PoolPrices(double prefill, double decode, double feedForward, double tier) {}
