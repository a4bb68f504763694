package dev.ridgeline.run;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ridgeline.catalog.CatalogDirectories;
import dev.ridgeline.table.DesignSpaceSource;
import dev.ridgeline.table.SparkTest;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.apache.spark.sql.Row;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Each query of paper-figures.sql states a claim of the paper that the table bears out. */
class PaperFiguresTest extends SparkTest {

  private static final Path SWEEPS = Path.of("../../sweep-configs");

  @BeforeAll
  void evaluateThePaper() {
    String cells = directory.resolve("cells").toString();
    DesignSpaceSource.cells(
            spark(), SWEEPS.resolve("paper-figures.yaml"), CatalogDirectories.of(CATALOGS), 2)
        .write()
        .parquet(cells);
    spark().read().parquet(cells).createOrReplaceTempView("cells");
  }

  static Stream<String> claims() throws IOException {
    String text = Files.readString(SWEEPS.resolve("paper-figures.sql")).replaceAll("--.*", "");
    return Arrays.stream(text.split(";")).map(String::strip).filter(query -> !query.isEmpty());
  }

  @ParameterizedTest
  @MethodSource("claims")
  void theClaimHolds(String query) {
    List<Row> answer = spark().sql(query).collectAsList();
    assertThat(answer).hasSize(1);
    assertThat(answer.get(0).<Boolean>getAs("holds")).as(answer.get(0).toString()).isTrue();
  }

  @Test
  void thereIsAQueryForEveryClaim() throws IOException {
    assertThat(claims()).hasSize(7);
  }
}
