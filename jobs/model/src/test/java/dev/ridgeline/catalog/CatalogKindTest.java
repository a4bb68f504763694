package dev.ridgeline.catalog;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.ridgeline.config.ConfigException;
import dev.ridgeline.config.FieldDocs;
import dev.ridgeline.config.Measured;
import dev.ridgeline.units.Dimension;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * What a kind of catalog says of itself is all that it takes: shown with a kind that is made up.
 */
class CatalogKindTest {

  private static final Path OURS = Path.of("../../catalogs");

  /** A rack for accelerators of one type. */
  private record Rack(String id, String holds, @Measured(Dimension.PARTS) int slots)
      implements Entry {

    Rack in(String variant) {
      return new Rack(id + "-for-" + variant, variant, slots);
    }
  }

  private static final CatalogKind<Rack> RACKS =
      CatalogKind.of("racks", "rack", "A rack", Rack.class, rack -> rack.slots() + " slots")
          .about(
              new CatalogKind.Subject<>(
                  CatalogKind.ACCELERATORS, "holds", Rack::holds, Optional.of(Rack::in)));

  @TempDir private Path directory;

  @BeforeEach
  void writeOneAccelerator() throws IOException {
    Path folder = Files.createDirectories(directory.resolve("accelerators"));
    Files.copy(OURS.resolve("accelerators/h100-sxm.yaml"), folder.resolve("h100-sxm.yaml"));
  }

  private Catalogs read() {
    List<CatalogKind<?>> kinds = List.of(CatalogKind.ACCELERATORS, RACKS);
    return CatalogLoader.load(CatalogDirectories.of(directory), kinds);
  }

  private void writeRack(String id, String holds) throws IOException {
    Path folder = Files.createDirectories(directory.resolve("racks"));
    String text = "id: %s\nholds: %s\nslots: 8\n".formatted(id, holds);
    Files.writeString(folder.resolve(id + ".yaml"), text);
  }

  @Test
  void entriesAreReadListedAndHashed() throws IOException {
    writeRack("low", "h100-sxm");
    Catalogs catalogs = read();
    assertThat(catalogs.of(RACKS).find("low")).contains(new Rack("low", "h100-sxm", 8));
    assertThat(catalogs.of(RACKS).unknown("lo"))
        .isEqualTo("unknown rack 'lo'. Known: low. Maybe you meant 'low'.");
    assertThat(catalogs.hashesByDirectory().get(0).keySet())
        .containsExactly("accelerators/h100-sxm.yaml", "racks/low.yaml");
    CatalogReport report = new CatalogReport(catalogs);
    assertThat(report.text(Optional.empty(), Optional.empty())).containsPattern("(?m)^racks +1$");
    assertThat(report.text(Optional.of("racks"), Optional.empty()))
        .containsPattern("^low +8 slots");
    assertThat(report.text(Optional.of("racks"), Optional.of("low"))).contains("slots: 8");
  }

  @Test
  void itsFolderMustBeThere() {
    assertThat(catchThrowableOfType(ConfigException.class, this::read))
        .hasMessageContaining("racks: 1 problem")
        .hasMessageContaining("is missing: catalogs need this folder");
  }

  @Test
  void anEntryAboutNothingIsRefused() throws IOException {
    writeRack("low", "h100");
    assertThat(catchThrowableOfType(ConfigException.class, this::read))
        .hasMessageContaining("/holds: unknown accelerator 'h100' (line 2). Known: h100-sxm.");
  }

  @Test
  void itHasASchema() {
    assertThat(RACKS.jsonSchema(FieldDocs.NONE)).contains("\"A rack\"", "\"slots\"", "\"holds\"");
  }

  @Test
  void foldersAndSchemasOfOursAreThoseOfTheKinds() throws IOException {
    List<String> kinds = CatalogKind.ALL.stream().map(CatalogKind::folder).toList();
    assertThat(kinds).doesNotHaveDuplicates();
    assertThat(CatalogKind.ALL).allSatisfy(kind -> assertThat(kind.tables()).isNotEmpty());
    assertThat(names(OURS, Files::isDirectory))
        .filteredOn(name -> !name.equals("schemas") && !name.equals("measurements"))
        .containsExactlyInAnyOrderElementsOf(kinds);
    assertThat(names(OURS.resolve("schemas"), Files::isRegularFile))
        .filteredOn(name -> !name.equals("measurements.schema.json"))
        .containsExactlyInAnyOrderElementsOf(
            kinds.stream().map(kind -> kind + ".schema.json").toList());
  }

  private static List<String> names(Path folder, Predicate<Path> wanted) throws IOException {
    try (Stream<Path> paths = Files.list(folder)) {
      return paths.filter(wanted).map(path -> path.getFileName().toString()).toList();
    }
  }
}
