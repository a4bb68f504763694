package dev.ridgeline.store;

import java.util.List;
import java.util.SortedMap;

/**
 * The record of a chunk whose files are whole.
 *
 * @param fingerprint fingerprint of the inputs of its run
 * @param number number of the chunk in its run, from 0
 * @param from first cell
 * @param to one more than the last cell
 * @param files its files, in the order of their cells
 * @param cellsByStatus number of its cells by status
 */
record CommittedChunk(
    String fingerprint,
    int number,
    long from,
    long to,
    List<RunFile> files,
    SortedMap<String, Long> cellsByStatus) {

  /** Whether this is the record of these cells, computed from inputs of this fingerprint. */
  boolean is(String otherFingerprint, int otherNumber, long otherFrom, long otherTo) {
    return otherFingerprint.equals(fingerprint)
        && number == otherNumber
        && from == otherFrom
        && to == otherTo
        && files != null
        && cellsByStatus != null
        && files.stream().mapToLong(RunFile::rows).sum() == to - from;
  }
}
