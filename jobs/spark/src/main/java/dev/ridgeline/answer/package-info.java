/**
 * Answers for people: the cheapest cells of a run, rows of Spark as plain values, progress, and
 * estimates. Start from {@link dev.ridgeline.answer.Summary}, {@link
 * dev.ridgeline.answer.SparkRows} and {@link dev.ridgeline.answer.Progress}. Must not know of
 * frontiers, choices, or runs on disk.
 */
@NullMarked
package dev.ridgeline.answer;

import org.jspecify.annotations.NullMarked;
