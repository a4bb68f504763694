package dev.ridgeline.report;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ridgeline.testing.FileHashes;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * Libraries that others wrote are the files of their packages on npm, byte by byte: vega 6.4.0,
 * vega-lite 6.5.0, vega-embed 7.3.0 and axe-core 4.14.1.
 */
class VendoredFilesTest {

  private static final Path MAIN = Path.of("src/main/resources/dev/ridgeline/report/vendor");
  private static final Path TEST = Path.of("src/test/resources/dev/ridgeline/report");

  @ParameterizedTest
  @CsvSource({
    "vega.min.js, 8f6a3587cf8d4f42c7e08120e3eb05d067e746d554e39d2dcf52acc0bd5ba28f",
    "vega-lite.min.js, 83e215e84e308ee8688fa6503ba0f1cf8a3c05c0d61df2841a0b92bf86809e00",
    "vega-embed.min.js, b1455caba2fb1a72fb46025ba0ba1316e2dbc7f0dd40a3f6040172bf9c08ba91",
    "axe.min.js, 29348999450cdf2849a8e70b7912fc2da85a849da39c0d0d5394f51d4a9ed95c"
  })
  void theFileIsThatOfThePackage(String name, String sha256) throws IOException {
    Path folder = Files.exists(MAIN.resolve(name)) ? MAIN : TEST;
    assertThat(FileHashes.of(folder.resolve(name))).isEqualTo(sha256);
  }

  @ParameterizedTest
  @CsvSource({
    "vega, University of Washington Interactive Data Lab",
    "vega-lite, University of Washington Interactive Data Lab",
    "vega-embed, University of Washington Interactive Data Lab",
    "axe-core, Mozilla Public License"
  })
  void itsLicenseLiesBesideIt(String library, String owner) throws IOException {
    Path folder = library.equals("axe-core") ? TEST : MAIN;
    assertThat(Files.readString(folder.resolve(library + ".LICENSE"))).contains(owner);
    if (folder.equals(MAIN)) {
      assertThat(Files.readString(Path.of("../../NOTICE"))).contains(library);
    }
  }
}
