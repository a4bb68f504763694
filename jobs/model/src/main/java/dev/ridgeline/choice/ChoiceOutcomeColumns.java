package dev.ridgeline.choice;

import static java.util.Objects.requireNonNull;

import dev.ridgeline.schema.Column;
import dev.ridgeline.schema.Nulls;
import java.util.ArrayList;
import java.util.List;

/** Columns of the table of choices: those of the chosen mix, then those of the nearest miss. */
public final class ChoiceOutcomeColumns {

  private static final String NOTHING = "no mix meets the latency targets";
  private static final String CHOSEN = "some mix meets the latency targets";

  /** Mix that misses the targets least. */
  public static final Column<ChoiceOutcome> NEAREST_MIX =
      ofMiss(
          Column.text(
              "nearest_mix",
              "Where no mix meets the latency targets: the mix that misses them least, by the limit"
                  + " that it misses most.",
              row -> row.mix().name()));

  static final List<Column<ChoiceOutcome>> ALL = all();

  private ChoiceOutcomeColumns() {}

  private static List<Column<ChoiceOutcome>> all() {
    List<Column<ChoiceOutcome>> all = new ArrayList<>();
    ChosenMixColumns.ALL.forEach(column -> all.add(ofChoice(column)));
    all.add(NEAREST_MIX);
    MissColumns.cell("nearest_").forEach(column -> all.add(ofMiss(column)));
    MissColumns.ALL.forEach(column -> all.add(ofMiss(column)));
    return List.copyOf(all);
  }

  private static Column<ChoiceOutcome> ofChoice(Column<ChosenMix> column) {
    return new Column<>(
        column.name(),
        column.unit(),
        column.doc(),
        new Nulls<>(
            column.nulls().mayBe() ? column.nulls().where() : NOTHING,
            row -> row.chosen() == null || column.nulls().isNull().test(row.chosen())),
        column.reader().on(row -> requireNonNull(row.chosen())));
  }

  private static Column<ChoiceOutcome> ofMiss(Column<Standing> column) {
    return new Column<>(
        column.name(),
        column.unit(),
        column.doc(),
        new Nulls<>(
            column.nulls().mayBe() ? CHOSEN + ", or " + column.nulls().where() : CHOSEN,
            row -> row.nearest() == null || column.nulls().isNull().test(row.nearest())),
        column.reader().on(row -> requireNonNull(row.nearest())));
  }
}
