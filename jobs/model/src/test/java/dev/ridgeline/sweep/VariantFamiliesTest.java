package dev.ridgeline.sweep;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.ridgeline.catalog.Accelerator;
import dev.ridgeline.catalog.Attention;
import dev.ridgeline.catalog.Catalogs;
import dev.ridgeline.catalog.Model;
import dev.ridgeline.catalog.PriceBook;
import dev.ridgeline.config.ConfigException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.assertj.core.data.Percentage;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Devices, models and workflows that do not exist, made from those that do. */
class VariantFamiliesTest {

  private static final Percentage ROUNDING = Percentage.withPercentage(1e-9);
  private static final Catalogs CATALOGS = Catalogs.read(Path.of("../../catalogs"));

  @TempDir private Path directory;

  private Sweep sweep(String variants, String models, String accelerators) throws IOException {
    Path file = directory.resolve("what-if.yaml");
    Files.writeString(
        file,
        """
        name: what-if
        variants:
        %s
        axes:
          models: [%s]
          quantizations: [fp8]
          hardware:
            - colocated: [%s]
          parallelism:
            - {tp: 8}
          workflows: [chat]
          batch: [8]
        """
            .formatted(variants.indent(2).stripTrailing(), models, accelerators));
    return Sweep.read(file, CATALOGS);
  }

  @Test
  void allCombinationsTakeTheBasesPlaceInTheAxis() throws IOException {
    Sweep sweep =
        sweep(
            """
            - id: big
              of: accelerators/h100-sxm
              scale: {memoryBytes: [1, 2], memoryBytesPerSecond: [1.5]}
              set: {scaleUp/domainAccelerators: [8, 72]}
              price: {dollarsPerGigabyte: 10, dollarsPerGigabytePerSecond: 2, writtenOffHours: 20000}
            """,
            "llama-3.1-8b",
            "h100-sxm, big");
    assertThat(sweep.space().hardware()).hasSize(1 + 2 * 2);
    Accelerator h100 = sweep.space().hardware().get(0).decode();
    Accelerator last = sweep.space().hardware().get(4).decode();
    assertThat(last.id())
        .isEqualTo("big[memoryBytes x2, memoryBytesPerSecond x1.5, domainAccelerators = 72]");
    assertThat(last.memoryBytes()).isEqualTo(2 * h100.memoryBytes());
    assertThat(last.memoryBytesPerSecond()).isCloseTo(1.5 * 3.35e12, ROUNDING);
    assertThat(last.scaleUp().domainAccelerators()).isEqualTo(72);
    assertThat(last.peakFlopsPerSecond()).isEqualTo(h100.peakFlopsPerSecond());

    // 10 $ for each GB more and 2 for each GB/s, paid back over 20,000 hours.
    double dollars = h100.memoryBytes() / 1e9 * 10 + 0.5 * 3350 * 2;
    PriceBook base = CATALOGS.prices().find("h100-sxm").orElseThrow();
    PriceBook book = sweep.space().prices().get(last.id());
    for (String tariff : base.tariffs().keySet()) {
      assertThat(book.tariffs().get(tariff).dollarsPerHour())
          .isCloseTo(base.tariffs().get(tariff).dollarsPerHour() + dollars / 20_000, ROUNDING);
    }
    assertThat(sweep.space().profiles().get(last.id()).gemm())
        .isEqualTo(CATALOGS.efficiencies().find("h100-sxm").orElseThrow().gemm());
    assertThat(sweep.catalogs().accelerators().find(last.id())).contains(last);
  }

  @Test
  void aStarChangesEveryLayer() throws IOException {
    Sweep sweep =
        sweep(
            """
            - id: narrow
              of: models/deepseek-v3
              set: {layers/*/attention/kvLoraRank: [64, 1024]}
            """,
            "narrow",
            "b200");
    Model narrow = sweep.space().models().get(0);
    assertThat(narrow.layers())
        .allSatisfy(
            group -> assertThat(((Attention.Latent) group.attention()).kvLoraRank()).isEqualTo(64));
    assertThat(narrow.stateElementsPerToken()).isEqualTo(61 * (64 + 64));
    assertThat(narrow.id()).isEqualTo("narrow[kvLoraRank = 64]");
  }

  @Test
  void aGroupOfFieldsIsScaledTogether() throws IOException {
    Sweep sweep =
        sweep(
            """
            - id: fast
              of: accelerators/b200
              scale: {peakFlopsPerSecond: [2]}
            """,
            "llama-3.1-8b",
            "fast");
    Accelerator b200 = CATALOGS.accelerators().find("b200").orElseThrow();
    sweep
        .space()
        .hardware()
        .get(0)
        .decode()
        .peakFlopsPerSecond()
        .forEach(
            (precision, peak) ->
                assertThat(peak).isEqualTo(2 * b200.peakFlopsPerSecond().get(precision)));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "of: accelerators/h10, set: {memoryBytes: [1]} | /variants/0/of: unknown accelerator 'h10' | Maybe you meant 'h100-sxm'.",
        "of: acelerators/h100-sxm, set: {memoryBytes: [1]} | /variants/0/of: unknown catalog 'acelerators' | Maybe you meant 'accelerators'.",
        "of: accelerators/h100-sxm, set: {memoryByte: [1]} | /variants/0/set: memoryByte unknown field 'memoryByte' | Maybe you meant 'memoryBytes'.",
        "of: accelerators/h100-sxm, scale: {vendor: [2]} | /variants/0/scale: vendor is not a number | Allowed",
        "of: accelerators/h100-sxm, scale: {scaleUp/domainAccelerators: [0.3]} | /variants/0/scale: scaleUp/domainAccelerators is 2.4 | Allowed: a whole number.",
        "of: accelerators/h100-sxm, set: {memoryBytes: [-1]} | /variants/0/set: memoryBytes is -1.0 | Allowed: bytes, such as '80 GB' or '80 GiB', from 1 B to 1 EB.",
        "of: accelerators/h100-sxm, set: {memoryBytes: []} | /variants/0/set/memoryBytes: is empty | Allowed",
        "of: accelerators/h100-sxm | /variants/0: changes nothing | Allowed",
        "of: models/llama-3.1-8b, set: {hiddenSize: [64]}, price: {dollarsPerGigabyte: 1, dollarsPerGigabytePerSecond: 1, writtenOffHours: 1} | /variants/0/price | accelerators only"
      })
  void mistakesAreLocated(String fields, String place, String advice) {
    ConfigException error =
        catchThrowableOfType(
            ConfigException.class,
            () -> sweep("- {id: wrong, " + fields + "}", "llama-3.1-8b", "h100-sxm"));
    assertThat(error).hasMessageContaining(place).hasMessageContaining(advice);
  }
}
