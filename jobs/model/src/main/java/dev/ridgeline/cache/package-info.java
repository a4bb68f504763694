/**
 * A cache that keeps what was used last: how much of what tasks come back for is still there, and
 * at what rate tasks are then served. Start from {@link dev.ridgeline.cache.LruCache}.
 *
 * <p>This package knows no other package.
 */
@NullMarked
package dev.ridgeline.cache;

import org.jspecify.annotations.NullMarked;
