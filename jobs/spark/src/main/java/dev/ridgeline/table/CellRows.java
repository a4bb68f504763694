package dev.ridgeline.table;

import dev.ridgeline.evaluate.CellColumns;
import dev.ridgeline.evaluate.CellEvaluator;
import dev.ridgeline.evaluate.CellResult;
import dev.ridgeline.relation.Relations;
import dev.ridgeline.space.DesignSpace;
import dev.ridgeline.space.GridSlice;
import java.util.Iterator;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.api.java.function.FlatMapFunction;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;

/** Rows with all columns of single cells. */
public final class CellRows {

  private CellRows() {}

  /**
   * Evaluates cells by their numbers.
   *
   * @param cells numbers of the cells in the grid; rising order is the fastest
   */
  public static Dataset<Row> of(SparkSession spark, DesignSpace space, JavaRDD<Long> cells) {
    return spark.createDataFrame(cells.mapPartitions(new Evaluation(space)), CellSchema.ALL);
  }

  private static final class Evaluation implements FlatMapFunction<Iterator<Long>, Row> {

    private static final long serialVersionUID = 1L;

    private final DesignSpace space;

    Evaluation(DesignSpace space) {
      this.space = space;
    }

    @Override
    public Iterator<Row> call(Iterator<Long> cells) {
      CellEvaluator evaluator = new CellEvaluator(space);
      GridSlice slice = GridSlice.all(space.grid());
      GridSlice.Cursor cursor = slice.cursor(0);
      return new Iterator<>() {
        @Override
        public boolean hasNext() {
          return cells.hasNext();
        }

        @Override
        public Row next() {
          CellResult cell = evaluator.evaluate(cursor, cursor.moveTo(cells.next()));
          return Relations.row(CellColumns.TABLE.columns(), cell);
        }
      };
    }
  }
}
