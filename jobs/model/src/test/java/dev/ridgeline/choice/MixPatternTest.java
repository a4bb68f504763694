package dev.ridgeline.choice;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.ridgeline.config.ConfigException;
import dev.ridgeline.testing.Plans;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Mixes as people write them on a command line. */
class MixPatternTest {

  private static List<MixPattern> read(String written) {
    return MixPattern.parse("--hardware", written, Plans.CATALOGS);
  }

  private static MixPattern pair(String prefill, String decode) {
    return new MixPattern(prefill, decode, null, null, null);
  }

  @Test
  void oneNameIsOnePoolAndAnArrowTwo() {
    assertThat(read("h200-sxm,b200 > mi300x, gb200-nvl72,b200>b200"))
        .containsExactly(
            new MixPattern("h200-sxm", null, null, null, null),
            pair("b200", "mi300x"),
            new MixPattern("gb200-nvl72", null, null, null, null),
            pair("b200", "b200"));
  }

  @Test
  void expertsApartLinksAndTiersFollow() {
    assertThat(read("b200 > h200-sxm + b200 via ib-xdr-800, b200 with host-ddr5"))
        .containsExactly(
            new MixPattern("b200", "h200-sxm", "b200", "ib-xdr-800", null),
            new MixPattern("b200", null, null, null, "host-ddr5"));
    assertThat(read("b200 > mi300x with cxl-ddr5 via roce-400"))
        .isEqualTo(read("b200 > mi300x via roce-400 with cxl-ddr5"));
  }

  /** A comma in a printed name does not begin another mix. */
  @Test
  void theNamesOfTablesAreReadBack() {
    List<Mix> mixes =
        List.of(
            new Mix("b200", "b200", null, null, "none"),
            new Mix("b200", "mi300x", null, "ib-ndr-400", "none"),
            new Mix("b200", "h200-sxm", "b200", "ib-xdr-800", "host-ddr5"));
    for (Mix mix : mixes) {
      MixPattern read = read(mix.name()).get(0);
      String whole = MixPattern.of(mix).sql();
      assertThat(read(mix.name())).as(mix.name()).hasSize(1);
      assertThat(whole).as(mix.name()).startsWith(read.sql().replaceFirst("\\)$", ""));
    }
    assertThat(read("b200, mi300x > b200, ib-ndr-400, h100-sxm")).hasSize(3);
  }

  @Test
  void aPatternIsAConditionOfItsCells() {
    assertThat(read("b200").get(0).sql()).isEqualTo("(prefill = 'b200' AND link IS NULL)");
    assertThat(read("b200 > mi300x").get(0).sql())
        .isEqualTo("(prefill = 'b200' AND link IS NOT NULL AND decode = 'mi300x' AND ffn IS NULL)");
    assertThat(NamedCandidates.parse("--candidates", "5, 17", Plans.CATALOGS).sql())
        .isEqualTo("cell IN (5, 17)");
    assertThat(NamedCandidates.ALL.sql()).isEqualTo("true");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "''                        | Allowed: 'A', 'A > B' or 'A > B + C'",
        "b200 >                    | Allowed: 'A', 'A > B' or 'A > B + C'",
        "b200 > a10 > l4           | Allowed: 'A', 'A > B' or 'A > B + C'",
        "b20                       | Maybe you meant 'b200'",
        "b200 > mi300              | Maybe you meant 'mi300x'",
        "b200 > mi300x via ib-ndr  | Maybe you meant 'ib-ndr-400'",
        "b200 with host-ddr        | Maybe you meant 'host-ddr5'",
        "b200 via ib-ndr-400       | links between pools",
      })
  void aWrongMixIsRefusedWithTheNearestName(String written, String message) {
    assertThatThrownBy(() -> read(written))
        .isInstanceOf(ConfigException.class)
        .hasMessageContaining("--hardware")
        .hasMessageContaining(message);
  }

  @Test
  void allProblemsAreReportedAtOnce() {
    assertThatThrownBy(() -> read("b20, x > mi300x, b200 with nvme"))
        .hasMessageContaining("--hardware: 3 problems");
  }
}
