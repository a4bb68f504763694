/**
 * Waiting in queues with several servers: how often and how long a customer waits. Start from
 * {@link dev.ridgeline.queue.Queue}.
 *
 * <p>This package knows no other package.
 */
@NullMarked
package dev.ridgeline.queue;

import org.jspecify.annotations.NullMarked;
