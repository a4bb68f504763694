/**
 * The requests of a workflow: the turns of a session, and the one request at which a cell is
 * evaluated. Start from {@link dev.ridgeline.workload.Session} and {@link
 * dev.ridgeline.workload.Request}.
 *
 * <p>This package knows {@code catalog}. It must not know operators or hardware.
 */
@NullMarked
package dev.ridgeline.workload;

import org.jspecify.annotations.NullMarked;
