package dev.ridgeline.parquet;

import java.io.Serializable;

/**
 * A Parquet file that was written.
 *
 * @param name its name in its folder
 * @param rows number of its rows
 * @param bytes size in bytes
 * @param sha256 hash of its bytes, in hexadecimal digits
 */
public record WrittenFile(String name, long rows, long bytes, String sha256)
    implements Serializable {}
