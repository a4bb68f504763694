package dev.ridgeline.run;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ridgeline.schema.Table;
import dev.ridgeline.schema.TableReference;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

/** The reference of tables is made from the tables. */
class TableReferenceTest {

  private static final String INTRODUCTION =
      """
      # The tables

      This page is made from the tables themselves, and a test fails when it is old.
      A sweep writes `cells`, the tables of its catalogs, and `columns`, which says in SQL what this page says.
      `choose` writes `choices`, `price_moves`, `robustness` and `columns`; with candidates or another objective `ranking`.
      `frontier` writes `frontier`, `frontier_groups`, `frontier_axes`, `columns` and, where it is asked for
      distances, `frontier_distances`.
      `check` writes `checks` and `columns`.
      `fleet` writes `fleet_plan`, `fleet_systems`, `fleet_hours`, `fleet_values` and `columns`.
      `operators` is computed where SQL asks for it: `operators('cells', "batch = 64 AND status = 'OK'")`.
      `infeasible` and `by_regime` are views over the cells of a sweep or of its run. So are `best` and `frontier`, which
      have the columns of `cells`. Frontiers and choices have [some of these views](README.md#views-of-common-questions).
      Tables of choices and frontiers have columns that a request names: here they are those of a request that names
      none.
      A column always has a value where `null where` says nothing.
      """;

  @Test
  void referenceIsAsTheTablesAre() throws IOException {
    String current = INTRODUCTION + TableReference.markdown(RunTables.all());
    Path generated = Path.of("target", "TABLES.md");
    Files.writeString(generated, current);

    assertThat(Files.readString(Path.of("TABLES.md")).equals(current))
        .as("jobs/spark/TABLES.md is as in jobs/spark/%s: copy that over it", generated)
        .isTrue();
  }

  @Test
  void noTwoTablesHaveTheSameName() {
    assertThat(RunTables.all()).extracting(Table::name).doesNotHaveDuplicates().hasSize(30);
  }
}
