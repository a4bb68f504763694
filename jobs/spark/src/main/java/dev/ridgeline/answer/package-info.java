/**
 * Answers for people: the short answer of a run, tables of text, how far an evaluation is, how long
 * it will take. Start from {@link dev.ridgeline.answer.Summary} and {@link
 * dev.ridgeline.answer.TextTable}. Knows {@code table}; knows nothing of runs on disk.
 */
package dev.ridgeline.answer;
