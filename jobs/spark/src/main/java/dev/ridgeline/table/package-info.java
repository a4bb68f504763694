/**
 * The design space as a table of Spark, whose cells are evaluated when a query reads them. Start
 * from {@link dev.ridgeline.table.DesignSpaceSource}, {@link dev.ridgeline.table.DesignSpaceScan}
 * and {@link dev.ridgeline.table.CellBatchReader}. Must not know of frontiers, choices, or runs on
 * disk.
 */
@NullMarked
package dev.ridgeline.table;

import org.jspecify.annotations.NullMarked;
