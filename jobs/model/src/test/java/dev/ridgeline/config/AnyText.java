package dev.ridgeline.config;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ridgeline.catalog.CatalogKind;
import dev.ridgeline.catalog.Catalogs;
import dev.ridgeline.sweep.Sweep;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** What readers make of any text: a value, or problems that are located in it. */
final class AnyText {

  private static final String FILE = "any.yaml";
  private static final Catalogs OURS = Catalogs.read(Path.of("../../catalogs"));

  private static final YamlReader READER = new YamlReader();

  private AnyText() {}

  /** Reads a text as an entry of each kind of catalog. */
  static void isAnEntryOrAProblem(String text) {
    for (CatalogKind<?> kind : CatalogKind.ALL) {
      List<Problem> problems = new ArrayList<>();
      Optional<? extends Document<?>> read = READER.parse(FILE, text, kind.type(), problems);
      assertThat(read.isPresent() || !problems.isEmpty()).as(kind.folder()).isTrue();
      requireLocated(problems);
    }
  }

  /** Reads a text as a sweep over our catalogs. */
  static void isASweepOrAProblem(String text) {
    try {
      Sweep sweep = Sweep.parse(FILE, text, OURS);
      assertThat(sweep.space().grid().cells()).isPositive();
    } catch (ConfigException e) {
      assertThat(e.problems()).isNotEmpty();
      requireLocated(e.problems());
    }
  }

  private static void requireLocated(List<Problem> problems) {
    for (Problem problem : problems) {
      assertThat(problem.file()).isEqualTo(FILE);
      assertThat(problem.text()).isNotBlank().doesNotContain("com.fasterxml", "org.yaml");
    }
  }
}
