package dev.ridgeline.evaluate;

/**
 * The elasticities of the price of a request at unchanged hourly prices. Each is the relative
 * change of dollars over that of one property of all accelerators in the mix. It is negative where
 * more of the property makes requests cheaper.
 *
 * @param compute elasticity to peak compute
 * @param bandwidth elasticity to memory bandwidth, memory tier included
 * @param link elasticity to the bandwidth of networks
 * @param capacity elasticity to memory capacity
 */
record Elasticities(double compute, double bandwidth, double link, double capacity) {}
