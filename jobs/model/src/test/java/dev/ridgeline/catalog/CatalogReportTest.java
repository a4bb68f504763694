package dev.ridgeline.catalog;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.ridgeline.config.ConfigException;
import java.nio.file.Path;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What a person reads of the catalogs. */
class CatalogReportTest {

  private static final Catalogs CATALOGS = Catalogs.read(Path.of("../../catalogs"));
  private static final CatalogReport REPORT = new CatalogReport(CATALOGS);

  private static String text(String kind, String id) {
    return REPORT.text(Optional.of(kind), Optional.of(id));
  }

  @Test
  void withoutAKindItCountsTheEntriesOfEach() {
    String text = REPORT.text(Optional.empty(), Optional.empty());
    assertThat(text.lines()).hasSize(CatalogKind.ALL.size());
    for (String folder : kinds().toList()) {
      assertThat(text).containsPattern("(?m)^" + folder + " +[1-9][0-9]*$");
    }
  }

  static Stream<String> kinds() {
    return CatalogKind.ALL.stream().map(CatalogKind::folder);
  }

  /** One line for each entry, which begins with its id; and each can be shown whole. */
  @ParameterizedTest
  @MethodSource("kinds")
  void everyKindIsListedAndEveryEntryShown(String kind) {
    String lines = REPORT.text(Optional.of(kind), Optional.empty());
    assertThat(lines).isNotBlank().doesNotContain("null", "NaN", ": Infinity", "[B@");
    lines
        .lines()
        .forEach(
            line -> {
              String id = line.substring(0, line.indexOf(' '));
              String shown = text(kind, id);
              assertThat(shown).contains("id: " + id).doesNotContain("null", "NaN");
              assertThat(shown).containsAnyOf("Sources", "source:");
            });
  }

  /** A kind that is read alone tells the same as among all. */
  @ParameterizedTest
  @MethodSource("kinds")
  void aKindIsReadAlone(String kind) {
    Optional<String> asked = Optional.of(kind);
    CatalogReport alone = CatalogReport.of(CatalogDirectories.of(Path.of("../../catalogs")), asked);
    assertThat(alone.text(asked, Optional.empty())).isEqualTo(REPORT.text(asked, Optional.empty()));
    assertThat(alone.rows(asked, Optional.empty())).isEqualTo(REPORT.rows(asked, Optional.empty()));
    assertThat(alone.text(Optional.empty(), Optional.empty()).lines()).hasSize(1);
  }

  @Test
  void anEntryIsShownWithItsNumbersAndTheirSources() {
    assertThat(text("accelerators", "h100-sxm"))
        .contains("memoryBytesPerSecond: 3.35E12", "domainAccelerators: 8", "Sources")
        .contains("scaleOut: NVIDIA DGX H100 user guide: one 400 Gb/s ConnectX-7 per GPU");
    assertThat(REPORT.text(Optional.of("models"), Optional.empty()))
        .contains("Llama", "327.7 kB of KV a token in 16 bits");
  }

  @Test
  void unknownNamesAreAnsweredWithTheNearest() {
    assertThatThrownBy(() -> text("accelerators", "h100-sx"))
        .isInstanceOf(ConfigException.class)
        .hasMessageContaining("unknown accelerator 'h100-sx'")
        .hasMessageContaining("Maybe you meant 'h100-sxm'.");
    assertThatThrownBy(() -> REPORT.text(Optional.of("modles"), Optional.empty()))
        .isInstanceOf(ConfigException.class)
        .hasMessageContaining("Maybe you meant 'models'.");
  }
}
