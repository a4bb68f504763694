/**
 * The command line: arguments become requests, and errors become messages and exit codes. Start
 * from {@link dev.ridgeline.cli.Main} and {@link dev.ridgeline.cli.SweepCommand}. Must not know how
 * a request is carried out, nor name a class of Spark.
 */
@NullMarked
package dev.ridgeline.cli;

import org.jspecify.annotations.NullMarked;
