/**
 * Skylines of the cells of a part of a design space, by group, without a table in between. Either
 * each cell is evaluated, or only the undominated sides of pairs of pools are joined. Start from
 * {@link dev.ridgeline.reduce.Reducer} and {@link dev.ridgeline.reduce.SideRule}, which says when
 * sides are enough, and why.
 *
 * <p>Knows {@code evaluate}, {@code space} and {@code frontier}. Must not know who asks.
 */
@NullMarked
package dev.ridgeline.reduce;

import org.jspecify.annotations.NullMarked;
