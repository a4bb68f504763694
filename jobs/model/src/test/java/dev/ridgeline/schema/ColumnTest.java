package dev.ridgeline.schema;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.LocalDate;
import java.util.List;
import org.junit.jupiter.api.Test;

/** A column says what it is, and reads its value from a row. */
class ColumnTest {

  /** A row. */
  private record Parcel(String town, int pieces, double kilograms, LocalDate sent) {}

  /** A row with a parcel as a part. */
  private record Delivery(Parcel parcel) {}

  private static final Parcel PARCEL = new Parcel("Ulm", 3, 1.5, LocalDate.of(2026, 2, 28));

  private static final Column<Parcel> MASS =
      Column.real("mass_kg", "kg", "Mass of the parcel.", Parcel::kilograms);

  @Test
  void readerFixesTheType() {
    assertThat(Column.text("town", "Where it goes.", Parcel::town).reader().typeName())
        .isEqualTo("string");
    assertThat(Column.whole("pieces", "", "Pieces in it.", Parcel::pieces).reader().typeName())
        .isEqualTo("bigint");
    assertThat(MASS.reader().typeName()).isEqualTo("double");
    assertThat(Column.flag("is_far", "Whether it is far.", (Parcel p) -> true).reader().typeName())
        .isEqualTo("boolean");
    assertThat(Column.day("sent", "Day on which it left.", Parcel::sent).reader().typeName())
        .isEqualTo("date");
    assertThat(Column.texts("marks", "Marks on it.", (Parcel p) -> List.of()).reader().typeName())
        .isEqualTo("array<string>");
  }

  @Test
  void valueIsReadFromTheRow() {
    assertThat(MASS.value(PARCEL)).isEqualTo(1.5);
    assertThat(Column.whole("pieces", "", "Pieces in it.", Parcel::pieces).value(PARCEL))
        .isEqualTo(3L);
    assertThat(Column.day("sent", "Day on which it left.", Parcel::sent).value(PARCEL))
        .isEqualTo(LocalDate.of(2026, 2, 28));
  }

  @Test
  void commentEndsWithTheUnitWhereThereIsOne() {
    assertThat(MASS.comment()).isEqualTo("Mass of the parcel. [kg]");
    assertThat(Column.text("town", "Where it goes.", Parcel::town).comment())
        .isEqualTo("Where it goes.");
  }

  @Test
  void aColumnHasAValueInEveryRowUnlessARuleSaysWhereNot() {
    assertThat(MASS.nulls().mayBe()).isFalse();
    Column<Parcel> weighed = MASS.nullWhere("nobody weighed it", p -> p.kilograms() == 0);
    assertThat(weighed.nulls().mayBe()).isTrue();
    assertThat(weighed.nulls().where()).isEqualTo("nobody weighed it");
    assertThat(weighed.value(PARCEL)).isEqualTo(1.5);
    assertThat(weighed.value(new Parcel("Ulm", 3, 0, LocalDate.EPOCH))).isNull();
  }

  @Test
  void readerIsNotAskedAboutRowsWithoutAValue() {
    Column<Parcel> year =
        Column.<Parcel>whole("year", "", "Year in which it left.", p -> p.sent().getYear())
            .nullWhere("it has not left", p -> p.sent() == null);
    assertThat(year.value(PARCEL)).isEqualTo(2026L);
    assertThat(year.value(new Parcel("Ulm", 3, 1.5, null))).isNull();
  }

  @Test
  void aColumnOfAPartIsAColumnOfTheWhole() {
    Column<Delivery> mass =
        MASS.nullWhere("nobody weighed it", p -> p.kilograms() == 0).on(Delivery::parcel);
    assertThat(mass.comment()).isEqualTo(MASS.comment());
    assertThat(mass.nulls().where()).isEqualTo("nobody weighed it");
    assertThat(mass.value(new Delivery(PARCEL))).isEqualTo(1.5);
    assertThat(mass.value(new Delivery(new Parcel("Ulm", 3, 0, LocalDate.EPOCH)))).isNull();
  }

  @Test
  void namesAreInSnakeCaseAndDocsAreSentences() {
    assertThatThrownBy(() -> Column.text("Town", "Where it goes.", Parcel::town))
        .hasMessageContaining("Town");
    assertThatThrownBy(() -> Column.text("town", "where it goes", Parcel::town))
        .hasMessageContaining("where it goes");
  }
}
