package dev.ridgeline.evaluate;

/**
 * How the price of a request answers to better hardware at the same price of an hour: the relative
 * change of dollars over that of a property of all accelerators of the mix. Negative where more
 * makes requests cheaper.
 *
 * @param compute of peak compute
 * @param bandwidth of the bandwidth of memory, a tier included
 * @param link of the bandwidth of networks
 * @param capacity of memory capacity
 */
record Elasticities(double compute, double bandwidth, double link, double capacity) {}
