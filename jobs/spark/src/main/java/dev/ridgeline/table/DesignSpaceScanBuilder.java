package dev.ridgeline.table;

import dev.ridgeline.space.DesignSpace;
import dev.ridgeline.space.GridSlice;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.apache.spark.sql.connector.expressions.filter.Predicate;
import org.apache.spark.sql.connector.read.Scan;
import org.apache.spark.sql.connector.read.ScanBuilder;
import org.apache.spark.sql.connector.read.SupportsPushDownRequiredColumns;
import org.apache.spark.sql.connector.read.SupportsPushDownV2Filters;
import org.apache.spark.sql.types.StructType;

/** Takes from Spark which cells and which columns a query needs. */
final class DesignSpaceScanBuilder
    implements ScanBuilder, SupportsPushDownV2Filters, SupportsPushDownRequiredColumns {

  private final DesignSpace space;
  private final ScanSettings settings;
  private final List<Predicate> pushed = new ArrayList<>();
  private GridSlice slice;
  private StructType schema = CellSchema.ALL;

  DesignSpaceScanBuilder(DesignSpace space, ScanSettings settings) {
    this.space = space;
    this.settings = settings;
    this.slice = GridSlice.all(space.grid());
  }

  @Override
  public Predicate[] pushPredicates(Predicate[] predicates) {
    AxisFilters filters = new AxisFilters(space);
    List<Predicate> left = new ArrayList<>();
    for (Predicate predicate : predicates) {
      Optional<GridSlice> pruned = filters.apply(predicate, slice);
      pruned.ifPresent(remaining -> slice = remaining);
      (pruned.isPresent() ? pushed : left).add(predicate);
    }
    return left.toArray(Predicate[]::new);
  }

  @Override
  public Predicate[] pushedPredicates() {
    return pushed.toArray(Predicate[]::new);
  }

  @Override
  public void pruneColumns(StructType required) {
    schema = required;
  }

  @Override
  public Scan build() {
    return new DesignSpaceScan(space, slice, CellSchema.columns(schema), pushed, settings);
  }
}
