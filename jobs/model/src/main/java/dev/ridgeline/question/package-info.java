/**
 * Questions without a file: which hardware serves a model and a workflow within latency targets.
 * Makes a design space of a question, evaluates it on all cores, and says what is best. Start from
 * {@link dev.ridgeline.question.Question} and {@link dev.ridgeline.question.BestSearch}.
 *
 * <p>Knows sweeps, cells and choices. Must not know of Spark or the command line.
 */
@NullMarked
package dev.ridgeline.question;

import org.jspecify.annotations.NullMarked;
