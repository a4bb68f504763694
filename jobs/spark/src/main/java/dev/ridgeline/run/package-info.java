/**
 * Runs: directories with tables and {@code run.json}, and the jobs that write and read them. Start
 * from {@link dev.ridgeline.run.SweepRun}, {@link dev.ridgeline.run.RunDirectory} and {@link
 * dev.ridgeline.run.CellSource}. Must not know of the command line.
 */
@NullMarked
package dev.ridgeline.run;

import org.jspecify.annotations.NullMarked;
