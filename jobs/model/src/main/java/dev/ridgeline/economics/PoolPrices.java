package dev.ridgeline.economics;

/**
 * Prices of an hour of one accelerator of each pool, in dollars, with its share of the server and
 * the network.
 *
 * @param prefill price of one that runs prefill; the same as {@code decode} where colocated
 * @param decode price of one that runs decode, or its attention side
 * @param feedForward price of one that runs the feed-forward side of decode; 0 where decode is in
 *     one piece
 * @param tier price of the memory tier behind one that keeps state
 */
public record PoolPrices(double prefill, double decode, double feedForward, double tier) {}
