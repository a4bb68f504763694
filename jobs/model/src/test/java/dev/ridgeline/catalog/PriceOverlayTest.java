package dev.ridgeline.catalog;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.ridgeline.config.ConfigException;
import dev.ridgeline.testing.Plans;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A user's prices are added to ours, tariff by tariff, from folders and from tables. */
class PriceOverlayTest {

  private static final Path OURS = Path.of("../../catalogs");
  private static final List<CatalogKind<?>> KINDS =
      List.of(CatalogKind.ACCELERATORS, CatalogKind.LINKS, CatalogKind.PRICES);

  @TempDir private Path directory;
  private Path base;

  @BeforeEach
  void copySomeOfOurs() throws IOException {
    base = directory.resolve("base");
    for (String file :
        List.of(
            "accelerators/h100-sxm.yaml",
            "accelerators/h20.yaml",
            "links/ib-ndr-400.yaml",
            "prices/h100-sxm.yaml")) {
      Path copy = base.resolve(file);
      Files.createDirectories(copy.getParent());
      Files.copy(OURS.resolve(file), copy);
    }
  }

  private Path write(String file, String text) throws IOException {
    Path path = directory.resolve(file);
    Files.createDirectories(path.getParent());
    return Files.writeString(path, text);
  }

  private Catalogs read(Path... overlays) {
    return CatalogLoader.load(new CatalogDirectories(base, List.of(overlays)), KINDS);
  }

  private String problemsOf(Path... overlays) {
    return catchThrowableOfType(ConfigException.class, () -> read(overlays)).getMessage();
  }

  private static PriceBook h100(Catalogs catalogs) {
    return catalogs.prices().find("h100-sxm").orElseThrow();
  }

  private static final String MINE =
      """
      id: h100-sxm
      tariffs:
        reserved: {dollarsPerHour: 2.10, asOf: 2026-10-01, source: "our contract"}
        vendor-b 3y: {dollarsPerHour: 1.65, source: "offer of vendor B"}
      """;

  @Test
  void anOverlayAddsTariffsAndDeletesNone() throws IOException {
    write("mine/prices/h100-sxm.yaml", MINE);
    PriceBook ours = h100(read());
    PriceBook both = h100(read(directory.resolve("mine")));
    assertThat(both.tariffs().keySet())
        .containsExactly("on-demand", "reserved", "owner", "vendor-b 3y");
    assertThat(both.tariffs().get("on-demand")).isEqualTo(ours.tariffs().get("on-demand"));
    assertThat(both.tariffs().get("owner")).isEqualTo(ours.tariffs().get("owner"));
    assertThat(both.tariffs().get("reserved").dollarsPerHour()).isEqualTo(2.10);
    assertThat(both.price(new Tariff("vendor-b 3y")).orElseThrow().asOf()).isNull();
    assertThat(both.capital()).isEqualTo(ours.capital());
  }

  @Test
  void aLaterOverlayIsAboveAnEarlierOneAndMayHaveAPurchasePriceAlone() throws IOException {
    write("mine/prices/h100-sxm.yaml", MINE);
    write(
        "bought/prices/h100-sxm.yaml",
        "id: h100-sxm\ncapital: {dollars: 31000, asOf: 2026-11-01, source: invoice}\n");
    Catalogs catalogs = read(directory.resolve("mine"), directory.resolve("bought"));
    assertThat(h100(catalogs).capital().dollars()).isEqualTo(31_000);
    assertThat(h100(catalogs).tariffs()).containsKey("vendor-b 3y");
    String text = new CatalogReport(catalogs).text(Optional.of("prices"), Optional.of("h100-sxm"));
    String files = text.substring(text.indexOf("Files"));
    assertThat(files.lines().toList())
        .containsExactly(
            "Files",
            "  capital: " + directory.resolve("bought/prices/h100-sxm.yaml"),
            "  on-demand: " + base.resolve("prices/h100-sxm.yaml"),
            "  owner: " + base.resolve("prices/h100-sxm.yaml"),
            "  reserved: " + directory.resolve("mine/prices/h100-sxm.yaml"),
            "  vendor-b 3y: " + directory.resolve("mine/prices/h100-sxm.yaml"));
  }

  @Test
  void aTableAddsToTheBooksToo() throws IOException {
    write("mine/prices/h100-sxm.yaml", MINE);
    Path table =
        write("prices.csv", "gpu,plan,$/GPU-hr\nH100 SXM,On Demand,$2.99\nh20,ours,1.10\n");
    Catalogs catalogs = read(directory.resolve("mine"), table);
    PriceBook both = h100(catalogs);
    assertThat(both.tariffs().get("on-demand"))
        .isEqualTo(new PriceBook.Price(2.99, null, "stated in " + table));
    assertThat(both.tariffs()).containsKeys("reserved", "owner", "vendor-b 3y");
    assertThat(catalogs.prices().find("h20").orElseThrow().tariffs().get("ours").dollarsPerHour())
        .isEqualTo(1.10);
    assertThat(catalogs.hashesByDirectory()).hasSize(3);
    assertThat(catalogs.hashesByDirectory().get(2)).containsOnlyKeys("prices.csv");
  }

  @Test
  void otherKindsReplaceWholeEntries() throws IOException {
    String text = Files.readString(base.resolve("links/ib-ndr-400.yaml"));
    write("mine/links/ib-ndr-400.yaml", text.replace("50 GB/s", "45 GB/s"));
    Catalogs catalogs = read(directory.resolve("mine"));
    assertThat(catalogs.links().find("ib-ndr-400").orElseThrow().bytesPerSecond()).isEqualTo(45e9);
    assertThat(new CatalogReport(catalogs).text(Optional.of("links"), Optional.of("ib-ndr-400")))
        .endsWith("Files\n  " + directory.resolve("mine/links/ib-ndr-400.yaml") + "\n");
  }

  @Test
  void aFolderWithNothingOfACatalogIsRefused() throws IOException {
    Path empty = Files.createDirectories(directory.resolve("empty"));
    assertThat(problemsOf(empty))
        .contains("empty: 1 problem")
        .contains("has nothing of a catalog.")
        .contains("Looked for: accelerators/*.yaml, links/*.yaml, prices/*.yaml.");
    write("flat/h100-sxm.yaml", MINE);
    assertThat(problemsOf(directory.resolve("flat")))
        .contains("Maybe move h100-sxm.yaml into one of these folders.");
    write("deep/prices/h100-sxm.yaml", MINE);
    assertThat(problemsOf(directory.resolve("deep/prices")))
        .contains("Maybe give the folder around prices.");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "price/h100-sxm.yaml | is not a folder of a catalog. Known: prices, accelerators, links. Maybe you meant 'prices'.",
        "prices/h100-sxm.yml | has another ending. Allowed: .yaml.",
      })
  void whatWouldBeLeftOutIsNamed(String file, String expected) throws IOException {
    write("mine/links/.keep", "");
    write("mine/" + file, MINE);
    assertThat(problemsOf(directory.resolve("mine"))).contains(expected);
  }

  @Test
  void aFolderOfMeasuredPointsAloneIsNoMistake() throws IOException {
    write("points/measurements/ours.csv", "");
    assertThat(h100(read(directory.resolve("points")))).isEqualTo(h100(read()));
  }

  @Test
  void foldersOfVersionControlAreNoMistake() throws IOException {
    write("mine/prices/h100-sxm.yaml", MINE);
    write("mine/.git/config", "");
    assertThat(h100(read(directory.resolve("mine"))).tariffs()).containsKey("vendor-b 3y");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "vendor-b 3y: | ' x ': | /tariffs/ x : is ' x '. Allowed: a name of 1 to 60 letters",
        "vendor-b 3y: | 'a;b': | /tariffs/a;b: is 'a;b'. Allowed: a name of 1 to 60 letters",
        "1.65 | 0 | /tariffs/vendor-b 3y/dollarsPerHour: is '0'",
        "offer of vendor B | ' ' | /tariffs/vendor-b 3y/source: is blank",
        "1.65 | 1.65 EUR | /tariffs/vendor-b 3y/dollarsPerHour: is '1.65 EUR'",
      })
  void aBrokenTariffIsReportedAtItsPlace(String from, String to, String expected)
      throws IOException {
    write("mine/prices/h100-sxm.yaml", MINE.replace(from, to));
    assertThat(problemsOf(directory.resolve("mine")).replaceAll(" \\(line \\d+\\)", ""))
        .contains(expected);
  }

  @Test
  void aBookWithoutAnyPriceIsRefused() throws IOException {
    write("mine/prices/h100-sxm.yaml", "id: h100-sxm\n");
    assertThat(problemsOf(directory.resolve("mine")))
        .contains("is empty")
        .contains("Allowed: at least one tariff, or a purchase price in 'capital'.");
  }

  @Test
  void tokenPricesAreAddedBySellerAndCheckedToo() throws IOException {
    write(
        "base/models/deepseek-v3.yaml", Files.readString(OURS.resolve("models/deepseek-v3.yaml")));
    write(
        "base/token-prices/deepseek-v3.yaml",
        Files.readString(OURS.resolve("token-prices/deepseek-v3.yaml")));
    String ours =
        "id: deepseek-v3\nsellers:\n  ours: {dollarsPerMillionUncachedInputTokens: 0.30,"
            + " dollarsPerMillionCachedInputTokens: 0.05, dollarsPerMillionOutputTokens: 1,"
            + " source: our list}\n";
    write("mine/token-prices/deepseek-v3.yaml", ours);
    List<CatalogKind<?>> kinds = List.of(CatalogKind.MODELS, CatalogKind.TOKEN_PRICES);
    CatalogDirectories both = new CatalogDirectories(base, List.of(directory.resolve("mine")));
    TokenPriceBook book =
        CatalogLoader.load(both, kinds).tokenPrices().find("deepseek-v3").orElseThrow();
    assertThat(book.sellers().keySet()).containsExactly("deepseek-api", "ours");
    write("mine/token-prices/deepseek-v3.yaml", ours.replace("0.05", "0.5"));
    assertThat(catchThrowableOfType(ConfigException.class, () -> CatalogLoader.load(both, kinds)))
        .hasMessageContaining("/sellers/ours/dollarsPerMillionCachedInputTokens: is 0.5 (line 3).")
        .hasMessageContaining("Allowed: at most the price of uncached input, 0.3.");
    write("mine/token-prices/deepseek-v3.yaml", ours.replace("id: deepseek-v3", "id: deepseek-v4"));
    assertThat(catchThrowableOfType(ConfigException.class, () -> CatalogLoader.load(both, kinds)))
        .hasMessageContaining("/id: unknown model 'deepseek-v4'");
  }

  /** Users' prices need no day, but ours move, so each of them has one. */
  @Test
  void everyPriceOfOursHasADay() {
    Catalogs catalogs = Plans.CATALOGS;
    List<Object> days = new ArrayList<>();
    for (PriceBook book : catalogs.prices().entries()) {
      book.tariffs().values().forEach(price -> days.add(price.asOf()));
      days.add(book.capital().asOf());
    }
    for (TokenPriceBook book : catalogs.tokenPrices().entries()) {
      book.sellers().values().forEach(price -> days.add(price.asOf()));
    }
    assertThat(days).hasSizeGreaterThan(50).doesNotContainNull();
  }
}
