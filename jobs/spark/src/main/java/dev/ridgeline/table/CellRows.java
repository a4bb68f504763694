package dev.ridgeline.table;

import dev.ridgeline.evaluate.CellEvaluator;
import dev.ridgeline.evaluate.CellResult;
import dev.ridgeline.evaluate.ColumnReader;
import dev.ridgeline.evaluate.ResultColumn;
import dev.ridgeline.space.DesignSpace;
import dev.ridgeline.space.GridSlice;
import java.util.Iterator;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.api.java.function.FlatMapFunction;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.SparkSession;

/** All columns of chosen cells, wherever in the grid they are. */
public final class CellRows {

  private CellRows() {}

  /**
   * Evaluates cells by their numbers.
   *
   * @param cells numbers in the grid; fastest in rising order
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
          return row(evaluator.evaluate(cursor, cursor.moveTo(cells.next())));
        }
      };
    }

    private static Row row(CellResult result) {
      ResultColumn[] columns = ResultColumn.values();
      Object[] values = new Object[columns.length];
      for (int i = 0; i < columns.length; i++) {
        if (result.has(columns[i].availability())) {
          values[i] = value(columns[i].reader(), result);
        }
      }
      return RowFactory.create(values);
    }

    private static Object value(ColumnReader reader, CellResult result) {
      if (reader instanceof ColumnReader.Real real) {
        return real.read().applyAsDouble(result);
      }
      return reader instanceof ColumnReader.Whole whole
          ? (Object) whole.read().applyAsLong(result)
          : ((ColumnReader.Text) reader).read().apply(result);
    }
  }
}
