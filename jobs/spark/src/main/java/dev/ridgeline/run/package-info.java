/**
 * What commands do: jobs that write runs, and questions to sweeps and runs. Start from {@link
 * dev.ridgeline.run.SweepRun} and {@link dev.ridgeline.run.CellSource}. Must not know of the
 * command line.
 */
@NullMarked
package dev.ridgeline.run;

import org.jspecify.annotations.NullMarked;
