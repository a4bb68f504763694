package dev.ridgeline.calibrate;

/**
 * The measured time of one kernel.
 *
 * @param kernel what ran: {@code gemm}, {@code experts}, {@code decode_attention} and so on
 * @param format number format of its operands, as the file has it
 * @param size what its share of the peak depends on: rows of an expert, or tokens of a context; 0
 *     for all other kernels
 * @param ranks accelerators of a collective; 0 for all other kernels
 * @param flops FLOPs that it needs
 * @param bytes bytes that it needs, or that a collective reduces
 * @param seconds time of one run
 * @param inGraph whether runs were recorded in a graph, so that the host takes no part
 */
record KernelTiming(
    String kernel,
    String format,
    double size,
    int ranks,
    double flops,
    double bytes,
    double seconds,
    boolean inGraph) {}
