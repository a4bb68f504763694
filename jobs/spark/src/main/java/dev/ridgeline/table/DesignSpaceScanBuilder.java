package dev.ridgeline.table;

import dev.ridgeline.space.DesignSpace;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.apache.spark.sql.connector.expressions.aggregate.Aggregation;
import org.apache.spark.sql.connector.expressions.filter.Predicate;
import org.apache.spark.sql.connector.read.Scan;
import org.apache.spark.sql.connector.read.ScanBuilder;
import org.apache.spark.sql.connector.read.SupportsPushDownAggregates;
import org.apache.spark.sql.connector.read.SupportsPushDownLimit;
import org.apache.spark.sql.connector.read.SupportsPushDownRequiredColumns;
import org.apache.spark.sql.connector.read.SupportsPushDownV2Filters;
import org.apache.spark.sql.types.StructType;
import org.jspecify.annotations.Nullable;

/** A builder of scans. Spark tells it which filters, columns and limit a query has. */
final class DesignSpaceScanBuilder
    implements ScanBuilder,
        SupportsPushDownV2Filters,
        SupportsPushDownRequiredColumns,
        SupportsPushDownAggregates,
        SupportsPushDownLimit {

  private final DesignSpace space;
  private final ScanSettings settings;
  private final List<Predicate> pushed = new ArrayList<>();
  private CellSelection selection;
  private StructType schema = CellSchema.ALL;
  private @Nullable CellCounts counts;

  DesignSpaceScanBuilder(DesignSpace space, ScanSettings settings) {
    this.space = space;
    this.settings = settings;
    this.selection = CellSelection.all(space.grid());
  }

  @Override
  public Predicate[] pushPredicates(Predicate[] predicates) {
    AxisFilters filters = new AxisFilters(space);
    List<Predicate> left = new ArrayList<>();
    List<CellTest> tests = new ArrayList<>();
    for (Predicate predicate : predicates) {
      Optional<CellTest> test = filters.compile(predicate);
      test.ifPresent(tests::add);
      (test.isPresent() ? pushed : left).add(predicate);
    }
    selection = CellSelection.of(space.grid(), tests);
    if (left.stream().anyMatch(FittingStatus::isRequiredBy)) {
      selection = selection.fitting();
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

  /**
   * Takes the aggregation of a query that counts cells by values on axes. Spark offers it only
   * where no filter is left to Spark.
   */
  @Override
  public boolean pushAggregation(Aggregation aggregation) {
    counts = CellCounts.of(space, selection, aggregation).orElse(null);
    return counts != null;
  }

  @Override
  public boolean supportCompletePushDown(Aggregation aggregation) {
    return CellCounts.of(space, selection, aggregation).isPresent();
  }

  /**
   * Takes the limit of a query. Spark offers it only where no filter is left to Spark. The scan
   * ends at the limit where each cell is a row, else each task does.
   */
  @Override
  public boolean pushLimit(int limit) {
    selection = selection.first(limit);
    return true;
  }

  /** Whether Spark has to cut off rows beyond the limit. */
  @Override
  public boolean isPartiallyPushed() {
    return !selection.isExact();
  }

  @Override
  public Scan build() {
    return counts != null
        ? counts
        : new DesignSpaceScan(space, selection, CellSchema.columns(schema), pushed, settings);
  }
}
