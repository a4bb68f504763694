package dev.ridgeline.table;

import dev.ridgeline.evaluate.CellColumn;
import dev.ridgeline.evaluate.CellEvaluator;
import dev.ridgeline.evaluate.CellResult;
import dev.ridgeline.parquet.BulkColumn;
import dev.ridgeline.parquet.ColumnBatch;
import dev.ridgeline.space.Axis;
import dev.ridgeline.space.DesignSpace;
import dev.ridgeline.space.GridSlice;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** All columns of chosen cells, batch by batch, before other values that the cells come with. */
final class ChosenCells implements Iterator<ColumnBatch> {

  private final Iterator<@Nullable Object[]> chosen;
  private final CellEvaluator evaluator;
  private final GridSlice.Cursor cursor;
  private final CellVector[] vectors;
  private final VectorGroup[] groups;

  /**
   * Columns of cells.
   *
   * @param chosen the number of each cell, and its other values; rising order is the fastest
   */
  ChosenCells(DesignSpace space, List<CellColumn> columns, Iterator<@Nullable Object[]> chosen) {
    this.chosen = chosen;
    this.evaluator = new CellEvaluator(space, CellBatchReader.depths(columns));
    this.cursor = GridSlice.all(space.grid()).cursor(0);
    this.vectors = new CellVector[columns.size()];
    this.groups = VectorGroup.of(columns, CellBatchReader.BATCH_CELLS, vectors);
  }

  @Override
  public boolean hasNext() {
    return chosen.hasNext();
  }

  /** The next batch, which takes the place of the last one. */
  @Override
  public ColumnBatch next() {
    for (VectorGroup group : groups) {
      group.clear();
    }
    List<@Nullable Object[]> rows = new ArrayList<>();
    while (rows.size() < CellBatchReader.BATCH_CELLS && chosen.hasNext()) {
      @Nullable Object[] row = chosen.next();
      Axis<?> moved = cursor.moveTo((Long) row[0]);
      CellResult cell = evaluator.evaluate(cursor, moved);
      for (VectorGroup group : groups) {
        group.set(rows.size(), cell, moved, cell.status().reach());
      }
      rows.add(row);
    }
    for (VectorGroup group : groups) {
      group.fill(rows.size());
    }
    List<BulkColumn> columns = new ArrayList<>(List.of(vectors));
    columns.addAll(ColumnBatch.columns(rows, 1, rows.get(0).length));
    return new ColumnBatch(columns, rows.size());
  }
}
