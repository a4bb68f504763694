package dev.ridgeline.run;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ridgeline.catalog.CatalogDirectories;
import dev.ridgeline.table.DesignSpaceSource;
import dev.ridgeline.table.SparkTest;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/** Each query beside a sweep of the paper states a claim that the table of the sweep bears out. */
class PaperFiguresTest extends SparkTest {

  private static final Path SWEEPS = Path.of("../../sweep-configs");
  private static final List<String> NAMES = List.of("paper-figures", "paper-design");

  /** A claim about the cells of a sweep. */
  record Claim(String sweep, String query) {}

  @BeforeAll
  void evaluateThePaper() {
    for (String sweep : NAMES) {
      String cells = cells(sweep);
      DesignSpaceSource.cells(
              spark(), SWEEPS.resolve(sweep + ".yaml"), CatalogDirectories.of(CATALOGS), 2)
          .write()
          .parquet(cells);
    }
  }

  private String cells(String sweep) {
    return directory.resolve(sweep).toString();
  }

  private static Stream<Claim> claims(String sweep) {
    try {
      String text = Files.readString(SWEEPS.resolve(sweep + ".sql")).replaceAll("--.*", "");
      return Arrays.stream(text.split(";"))
          .map(String::strip)
          .filter(query -> !query.isEmpty())
          .map(query -> new Claim(sweep, query));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  static Stream<Claim> claims() {
    return NAMES.stream().flatMap(PaperFiguresTest::claims);
  }

  @ParameterizedTest
  @MethodSource("claims")
  void theClaimHolds(Claim claim) {
    Dataset<Row> cells = spark().read().parquet(cells(claim.sweep()));
    cells.createOrReplaceTempView("cells");
    List<Row> answer = spark().sql(claim.query()).collectAsList();
    assertThat(answer).hasSize(1);
    assertThat(answer.get(0).<Boolean>getAs("holds")).as(answer.get(0).toString()).isTrue();
  }

  @ParameterizedTest
  @CsvSource({"paper-figures, 8", "paper-design, 9"})
  void thereIsAQueryForEveryClaim(String sweep, int count) {
    assertThat(claims(sweep)).hasSize(count);
  }
}
