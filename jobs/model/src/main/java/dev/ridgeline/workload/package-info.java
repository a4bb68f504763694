/**
 * What a workflow asks of the model: the turns of a session, and the one request at which a cell is
 * evaluated. Knows {@code catalog}; knows nothing of operators or hardware.
 */
@NullMarked
package dev.ridgeline.workload;

import org.jspecify.annotations.NullMarked;
