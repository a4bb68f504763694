package dev.ridgeline.parquet;

import org.apache.spark.unsafe.types.UTF8String;

/** A column of a batch whose values are taken many at a time. */
public interface BulkColumn {

  /** The rows that have a value. */
  RowRuns presentRows();

  /**
   * Copies the values of rows that have one: whole numbers as they are, doubles as their bits, and
   * truth values as 1 and 0.
   *
   * @param from first row
   * @param to row after the last one
   * @param target array that takes the values
   * @param at place of the first value in the array
   */
  void copyBits(int from, int to, long[] target, int at);

  /**
   * Copies the codes of the texts of rows that have one. A code is a small whole number, and stands
   * for the same text in all batches of this column.
   *
   * @param from first row
   * @param to row after the last one
   * @param target array that takes the codes, from its start on
   */
  void copyCodes(int from, int to, int[] target);

  /** The text that a code stands for. */
  UTF8String text(int code);
}
