/**
 * Places on any file system that Hadoop knows, as paths of Java, so that the model reads them
 * without knowing Hadoop. Start from {@link dev.ridgeline.remote.Locations}. Must not know what the
 * files hold.
 */
@NullMarked
package dev.ridgeline.remote;

import org.jspecify.annotations.NullMarked;
