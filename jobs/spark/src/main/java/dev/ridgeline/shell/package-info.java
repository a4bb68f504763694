/** A dialogue at a terminal: lines are read, parted into statements and commands, and answered. */
@NullMarked
package dev.ridgeline.shell;

import org.jspecify.annotations.NullMarked;
