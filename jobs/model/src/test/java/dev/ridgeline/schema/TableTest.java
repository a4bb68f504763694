package dev.ridgeline.schema;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** A table is a list of columns, which can be listed and documented. */
class TableTest {

  private static final Column<String> WORD = Column.text("word", "The word.", word -> word);

  private static final Column<String> LENGTH_OF_WORD =
      Column.whole("letters", "letters", "How long a | b it is.", String::length)
          .nullWhere("the word is empty", String::isEmpty);

  private static final Table<String> WORDS =
      new Table<>("words", "One row for each word.", List.of(WORD, LENGTH_OF_WORD));

  @Test
  void columnsAreFoundByName() {
    assertThat(WORDS.column("word")).contains(WORD);
    assertThat(WORDS.column("verse")).isEmpty();
  }

  @Test
  void noTwoColumnsHaveTheSameName() {
    assertThatThrownBy(() -> new Table<>("words", "One row for each word.", List.of(WORD, WORD)))
        .hasMessageContaining("words")
        .hasMessageContaining("word");
  }

  @Test
  void tableOfColumnsListsThoseOfAllTablesAndItsOwn() {
    List<DescribedColumn> rows = DescribedColumn.of(List.of(WORDS));
    assertThat(rows).hasSize(2 + DescribedColumn.TABLE.columns().size());
    assertThat(values(rows.get(0)))
        .containsExactly("words", "word", "string", null, null, "The word.");
    assertThat(values(rows.get(1)))
        .containsExactly(
            "words", "letters", "bigint", "letters", "the word is empty", "How long a | b it is.");
    assertThat(values(rows.get(2))).startsWith("columns", "table_name");
  }

  private static List<Object> values(DescribedColumn row) {
    return DescribedColumn.TABLE.columns().stream()
        .map(column -> column.value(row))
        .collect(Collectors.toList());
  }

  @Test
  void referenceHasASectionForEachTableAndALineForEachColumn() {
    assertThat(TableReference.markdown(List.of(WORDS)))
        .isEqualTo(
            """

            ## words

            One row for each word.

            | column | type | unit | null where | meaning |
            |---|---|---|---|---|
            | `word` | string |  |  | The word. |
            | `letters` | bigint | letters | the word is empty | How long a \\| b it is. |
            """);
  }
}
