/** The command line: arguments in, one-line errors and exit codes out. Knows {@code job}. */
package dev.ridgeline.cli;
