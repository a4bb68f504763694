package dev.ridgeline.sweep;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.assertj.core.data.Offset.offset;

import dev.ridgeline.catalog.Accelerator;
import dev.ridgeline.catalog.Attention;
import dev.ridgeline.catalog.Catalogs;
import dev.ridgeline.catalog.EfficiencyProfile;
import dev.ridgeline.catalog.EfficiencyProfile.Basis;
import dev.ridgeline.catalog.Model;
import dev.ridgeline.catalog.Precision;
import dev.ridgeline.catalog.PriceBook;
import dev.ridgeline.catalog.Provenance;
import dev.ridgeline.catalog.Tariff;
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

  /** 85.9 GB more at 5 and at 31 $ a GB, paid back over 28,000 hours. */
  @Test
  void severalPricesOfMemoryAreAnAxis() throws IOException {
    Sweep sweep =
        sweep(
            """
            - id: big
              of: accelerators/h100-sxm
              scale: {memoryBytes: [1, 2]}
              price: {dollarsPerGigabyte: [5, 31], dollarsPerGigabytePerSecond: 0.3, writtenOffHours: 28000}
            """,
            "llama-3.1-8b",
            "big");
    assertThat(sweep.space().hardware())
        .extracting(mix -> mix.decode().id())
        .containsExactly(
            "big[memoryBytes x1, dollarsPerGigabyte = 5]",
            "big[memoryBytes x1, dollarsPerGigabyte = 31]",
            "big[memoryBytes x2, dollarsPerGigabyte = 5]",
            "big[memoryBytes x2, dollarsPerGigabyte = 31]");
    double gigabytes = CATALOGS.accelerators().find("h100-sxm").orElseThrow().memoryBytes() / 1e9;
    double before =
        CATALOGS
            .prices()
            .find("h100-sxm")
            .orElseThrow()
            .tariffs()
            .get("on-demand")
            .dollarsPerHour();
    for (int i = 0; i < 4; i++) {
      Accelerator device = sweep.space().hardware().get(i).decode();
      double more = (i < 2 ? 0 : 1) * gigabytes * (i % 2 == 0 ? 5 : 31) / 28_000;
      assertThat(
              sweep.space().prices().get(device.id()).tariffs().get("on-demand").dollarsPerHour())
          .isCloseTo(before + more, ROUNDING);
    }
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

  @Test
  void unitsAndSingleValuesAreTaken() throws IOException {
    Sweep sweep =
        sweep(
            """
            - id: big
              of: accelerators/h100-sxm
              scale: {memoryBytesPerSecond: 2}
              set: {memoryBytes: [288 GB, 288e9], peakFlopsPerSecond/fp4: 4 PFLOP/s}
            """,
            "llama-3.1-8b",
            "big");
    assertThat(sweep.space().hardware())
        .extracting(mix -> mix.decode().memoryBytes())
        .containsExactly(288e9, 288e9);
    Accelerator big = sweep.space().hardware().get(0).decode();
    assertThat(big.id())
        .isEqualTo("big[memoryBytesPerSecond x2, memoryBytes = 288 GB, fp4 = 4 PFLOP/s]");
    assertThat(big.memoryBytesPerSecond()).isEqualTo(6.7e12);
    assertThat(big.peakFlopsPerSecond()).containsEntry(Precision.FP4, 4e15);
    assertThat(big.status()).isEqualTo(Accelerator.Status.HYPOTHETICAL);
  }

  @Test
  void aLabelIsTheNameOfOneVariantAndTheBeginningOfSeveral() throws IOException {
    String one = "- {id: big, label: '%s', of: accelerators/h100-sxm, set: {memoryBytes: %s}}";
    assertThat(
            sweep(one.formatted("h100, 288 GB", "288 GB"), "llama-3.1-8b", "big")
                .space()
                .hardware())
        .extracting(mix -> mix.decode().id())
        .containsExactly("h100, 288 GB");
    assertThat(
            sweep(one.formatted("H100 next", "[144 GB, 288 GB]"), "llama-3.1-8b", "big")
                .space()
                .hardware())
        .extracting(mix -> mix.decode().id())
        .containsExactly("H100 next[memoryBytes = 144 GB]", "H100 next[memoryBytes = 288 GB]");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "keep                   | 3.2 | VARIANT",
        "drop                   |     |",
        "{dollarsPerHour: 5}    | 5   | ASSUMPTION",
        "{dollars: 40000}       | 3.2 | VARIANT",
      })
  void aPriceIsKeptOrDroppedOrItsOwn(String price, Double dollarsPerHour, Provenance provenance)
      throws IOException {
    Sweep sweep =
        sweep(
            "- {id: big, of: accelerators/h100-sxm, set: {memoryBytes: 288 GB}, price: "
                + price
                + "}",
            "llama-3.1-8b",
            "big");
    PriceBook book = sweep.space().prices().get("big[memoryBytes = 288 GB]");
    if (dollarsPerHour == null) {
      assertThat(book).isNull();
      return;
    }
    Accelerator big = sweep.space().hardware().get(0).decode();
    assertThat(Tariff.ON_DEMAND.dollarsPerHour(book, big)).hasValue(dollarsPerHour);
    assertThat(Tariff.ON_DEMAND.provenance(book)).isEqualTo(provenance);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "set: {memoryBytes: 288 GB}                              | VARIANT",
        "set: {memoryBytes: 288 GB}, basis: variant              | VARIANT",
        "set: {memoryBytes: 288 GB}, basis: keep                 | MEASURED",
        "set: {memoryBytesPerSecond: 8 TB/s}                     | VARIANT",
        "set: {memoryBytesPerSecond: 8 TB/s}, basis: class-default | CLASS_DEFAULT",
        "label: dearer, price: {dollarsPerHour: 9}               | VARIANT",
      })
  void onlyKernelsThatNoticeNothingStayMeasured(String fields, Basis basis) throws IOException {
    Sweep sweep =
        sweep("- {id: big, of: accelerators/h100-sxm, " + fields + "}", "llama-3.1-8b", "big");
    EfficiencyProfile profile =
        sweep.space().profiles().get(sweep.space().hardware().get(0).decode().id());
    assertThat(profile.basis()).isEqualTo(basis);
  }

  /**
   * The shipped sweep has a device in ten lines. Its compute share is worked by hand: bf16 ridge
   * 2000 TFLOP/s / 16 TB/s = 125 FLOP/B, r0 of products 673 as {@code catalogs/README.md} states,
   * so 1 / (1 + 125 / 673) = 0.843.
   */
  @Test
  void aDeviceInTenLinesHasClassDefaults() {
    Sweep sweep = Sweep.read(Path.of("../../sweep-configs/own-device.yaml"), CATALOGS);
    Accelerator own = sweep.catalogs().accelerators().byId().get("my chip");
    assertThat(own.memoryBytesPerSecond() / own.peak(Precision.BF16)).isEqualTo(16.0 / 2000);
    EfficiencyProfile profile = sweep.space().profiles().get("my chip");
    assertThat(profile.basis()).isEqualTo(Basis.CLASS_DEFAULT);
    assertThat(profile.gemm().get(Precision.BF16).compute()).isCloseTo(0.843, offset(0.0006));
    assertThat(profile.scaleUp().basis()).isEqualTo(Basis.CLASS_DEFAULT);
    PriceBook book = sweep.space().prices().get("my chip");
    assertThat(Tariff.ON_DEMAND.dollarsPerHour(book, own)).hasValue(6);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "of: accelerators/h100-sxm, set: {memoryBytes: 80} | /variants/0/set/memoryBytes: is '80', which is 80 B | Maybe you meant '80 GB'.",
        "of: accelerators/h100-sxm, set: {memoryBytes: [80 GB, 80 TB/s]} | /variants/0/set/memoryBytes/1: is '80 TB/s' | Allowed: bytes, such as '80 GB' or '80 GiB'.",
        "of: accelerators/h100-sxm, scale: {memoryBytes: 1e-9} | /variants/0/scale/memoryBytes: is '85.5 | Allowed for the memory of an accelerator",
        "of: accelerators/h100-sxm, scale: {memoryBytes: 2 GB} | /variants/0/scale/memoryBytes: is '2 GB' | Allowed: a number without a unit.",
        "of: accelerators/h100-sxm, scale: {memoryBytes: 0} | /variants/0/scale/memoryBytes: is '0' | Allowed: a factor from",
        "of: accelerators/h100-sxm, set: {peakFlopsPerSecond/fp5: 1 PFLOP/s} | /variants/0/set/peakFlopsPerSecond/fp5: unknown field 'fp5' | Known: ",
        "of: accelerators/h100-sxm, set: {scaleUp/domainAccelerators: 0} | /variants/0/set/scaleUp/domainAccelerators: is 0 | Allowed: a whole number from 1",
        "of: accelerators/h100-sxm, set: {memoryBytesPerSecond: 8 TB/s}, basis: keep | /variants/0/basis: is 'keep', but | Allowed: variant, class-default.",
        "of: accelerators/h100-sxm, set: {memoryBytes: 90 GB}, basis: kept | /variants/0/basis: unknown value 'kept' | Maybe you meant 'keep'.",
        "of: accelerators/h100-sxm, set: {memoryBytes: 90 GB}, price: free | /variants/0/price: unknown value 'free' | Known: drop, keep.",
        "of: accelerators/h100-sxm, set: {memoryBytes: 90 GB}, price: {dollarsPerHour: 20000} | /variants/0/price/dollarsPerHour: is '20000' | belongs to 'capital'.",
        "of: accelerators/h100-sxm, set: {memoryBytes: 90 GB}, price: {dollarsPerGigabyte: 3} | /variants/0/price: must have either 'dollarsPerHour' | 'writtenOffHours'",
        "of: accelerators/h100-sxm, set: {memoryBytes: 90 GB}, price: {dollarsPerGigabyte: [3, 20000], dollarsPerGigabytePerSecond: 0, writtenOffHours: 900} | /variants/0/price/dollarsPerGigabyte/1: is '20000' | HBM costs tens of dollars",
        "of: accelerators/h100-sxm, set: {memoryBytes: 90 GB}, price: {dollarsPerGigabyte: [], dollarsPerGigabytePerSecond: 0, writtenOffHours: 900} | /variants/0/price/dollarsPerGigabyte: is empty | at least one",
        "of: accelerators/h100-sxm, set: {memoryBytes: 90 GB}, label: b200 | /variants/0/label: makes a second 'b200' | Allowed: each name once.",
        "of: accelerators/h100-sxm, set: {memoryBytes: 90 GB}, label: ' ' | /variants/0/label: is ' ' | Allowed: a text of at most 100 characters",
        "of: workflows/chat, set: {turns: 3}, basis: keep | /variants/0/basis | accelerators only",
        "of: accelerators/h10, set: {memoryBytes: [1]} | /variants/0/of: unknown accelerator 'h10' | Maybe you meant 'h100-sxm'.",
        "of: acelerators/h100-sxm, set: {memoryBytes: [1]} | /variants/0/of: unknown catalog 'acelerators' | Maybe you meant 'accelerators'.",
        "of: accelerators/h100-sxm, set: {memoryByte: [1]} | /variants/0/set/memoryByte/0: unknown field 'memoryByte' | Maybe you meant 'memoryBytes'.",
        "of: accelerators/h100-sxm, scale: {vendor: [2]} | /variants/0/scale/vendor/0: is not a number | Allowed",
        "of: accelerators/h100-sxm, scale: {scaleUp/domainAccelerators: [0.3]} | /variants/0/scale/scaleUp/domainAccelerators/0: is 2.4 | Allowed: a whole number.",
        "of: accelerators/h100-sxm, set: {memoryBytes: [-1]} | /variants/0/set/memoryBytes/0: is -1.0 | Allowed: bytes, such as '80 GB' or '80 GiB', from 1 B to 1 EB.",
        "of: accelerators/h100-sxm, set: {memoryBytes: []} | /variants/0/set/memoryBytes: is empty | Allowed",
        "of: accelerators/h100-sxm | /variants/0: changes nothing | Allowed",
        "of: models/llama-3.1-8b, set: {hiddenSize: [64]}, price: {dollarsPerGigabyte: 1, dollarsPerGigabytePerSecond: 1, writtenOffHours: 1000} | /variants/0/price | accelerators only"
      })
  void mistakesAreLocated(String fields, String place, String advice) {
    ConfigException error =
        catchThrowableOfType(
            ConfigException.class,
            () -> sweep("- {id: wrong, " + fields + "}", "llama-3.1-8b", "h100-sxm"));
    assertThat(error).hasMessageContaining(place).hasMessageContaining(advice);
  }
}
