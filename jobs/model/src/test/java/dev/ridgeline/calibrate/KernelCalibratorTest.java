package dev.ridgeline.calibrate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.ridgeline.catalog.Accelerator;
import dev.ridgeline.catalog.Catalogs;
import dev.ridgeline.catalog.EfficiencyProfile;
import dev.ridgeline.catalog.EntryYaml;
import dev.ridgeline.catalog.KernelEfficiency;
import dev.ridgeline.catalog.Precision;
import dev.ridgeline.config.ConfigException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.assertj.core.data.Percentage;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Profiles from times of kernels. */
class KernelCalibratorTest {

  private static final String HEADER =
      "kernel,format,m,n,k,groups,context_tokens,ranks,flops,bytes,seconds,graph,device,day\n";
  private static final Catalogs CATALOGS = Catalogs.read(Path.of("../../catalogs"));
  private static final Accelerator H200 = accelerator("h200-sxm");
  private static final EfficiencyProfile SHIPPED = profile("h200-sxm");

  @TempDir private Path directory;

  private static Accelerator accelerator(String id) {
    return CATALOGS.accelerators().find(id).orElseThrow();
  }

  private static EfficiencyProfile profile(String id) {
    return CATALOGS.efficiencies().find(id).orElseThrow();
  }

  private static KernelTimings measured(String device) {
    return KernelTimings.read(Path.of("../../deploy/measure/" + device + ".csv"));
  }

  private KernelTimings timings(String rows) throws IOException {
    return KernelTimings.read(Files.writeString(directory.resolve("kernels.csv"), HEADER + rows));
  }

  private KernelCalibration fit(String rows) throws IOException {
    return new KernelCalibrator(timings(rows), H200, SHIPPED).fit();
  }

  private static String row(
      String kernel, String format, String sizes, double flops, double bytes, double seconds) {
    return String.join(
        ",",
        kernel,
        format,
        sizes,
        flops + "",
        bytes + "",
        seconds + "",
        "1,NVIDIA H200,2026-11-26\n");
  }

  /**
   * An H200 that multiplies at half of its 989 TFLOP/s in BF16, reads at 0.8 of its 4.8 TB/s and
   * launches in 5 us, by plain arithmetic.
   */
  private static String products(double slower) {
    StringBuilder rows = new StringBuilder();
    for (int i = 0; i < 12; i++) {
      double flops = 1e9 * Math.pow(3, i);
      double bytes = 1e8;
      double seconds = 5e-6 + Math.max(flops / (0.5 * 989e12), bytes / (0.8 * 4.8e12));
      rows.append(row("gemm", "bf16", ",,,,,", flops, bytes, slower * seconds));
    }
    return rows.toString();
  }

  @Test
  void productsTellPeakBandwidthAndLaunch() throws IOException {
    KernelCalibration fitted = fit(products(1));
    KernelEfficiency gemm = fitted.profile().gemm().get(Precision.BF16);

    assertThat(gemm.compute()).isCloseTo(0.5, within(0.01));
    assertThat(gemm.bandwidth()).isCloseTo(0.8, within(0.02));
    assertThat(gemm.overheadSeconds()).isCloseTo(5e-6, Percentage.withPercentage(10));
    assertThat(fitted.rows()).hasSize(1);
    assertThat(fitted.rows().get(0).error()).isLessThan(0.01);
    assertThat(fitted.rows().get(0).heldOut()).isLessThan(0.05);
  }

  /** What was not timed keeps its row, and the source says so. */
  @Test
  void otherRowsAreThoseOfTheCatalog() throws IOException {
    EfficiencyProfile profile = fit(products(1)).profile();

    assertThat(profile.gemm().get(Precision.FP8)).isEqualTo(SHIPPED.gemm().get(Precision.FP8));
    assertThat(profile.experts()).isEqualTo(SHIPPED.experts());
    assertThat(profile.decodeLatentAttention()).isEqualTo(SHIPPED.decodeLatentAttention());
    assertThat(profile.sources().get("gemm"))
        .contains("12 times", "NVIDIA H200", "2026-11-26")
        .contains("What was not timed: " + SHIPPED.sources().get("gemm"));
    assertThat(profile.sources().get("experts")).isEqualTo(SHIPPED.sources().get("experts"));
  }

  /** One grouped product takes 4 us to launch, and an operator of experts is two of them. */
  @Test
  void expertsTellTheirCurveInRows() throws IOException {
    StringBuilder rows = new StringBuilder();
    for (double perExpert = 1; perExpert < 5000; perExpert *= 2) {
      double flops = 64 * perExpert * 2e8;
      double share = 0.6 / (1 + 40 / perExpert);
      double seconds = 4e-6 + Math.max(flops / (share * 989e12), 1e9 / (0.9 * 4.8e12));
      rows.append(row("experts", "bf16", 64 * perExpert + ",,,64,,", flops, 1e9, seconds));
    }
    KernelEfficiency experts = fit(rows.toString()).profile().experts().get(Precision.BF16);

    assertThat(experts.compute()).isCloseTo(0.6, within(0.02));
    assertThat(experts.bandwidth()).isCloseTo(0.9, within(0.02));
    assertThat(experts.halfSaturationTokens()).isCloseTo(40, within(5.0));
  }

  /** Decode tells the bandwidth share of both kinds of attention, prefill the compute share. */
  @Test
  void attentionSharesWhatEachKindTells() throws IOException {
    StringBuilder rows = new StringBuilder();
    for (int context = 1024; context <= 131072; context *= 2) {
      double bytes = 8.0 * context * 4096;
      double read = 10e-6 + bytes / (0.9 * 4.8e12);
      rows.append(row("decode_attention", "bf16", ",,,," + context + ",", 1e6, bytes, read));
      double flops = 4096.0 * context * 4 * 4096;
      double product = 20e-6 + flops / (0.6 * 989e12) * (1 + 500.0 / context);
      rows.append(row("prefill_attention", "bf16", ",,,," + context + ",", flops, 1e6, product));
    }
    EfficiencyProfile profile = fit(rows.toString()).profile();
    KernelEfficiency decode = profile.decodeAttention().get(Precision.BF16);
    KernelEfficiency prefill = profile.prefillAttention().get(Precision.BF16);

    assertThat(decode.bandwidth()).isCloseTo(0.9, within(0.02));
    assertThat(prefill.bandwidth()).isEqualTo(decode.bandwidth());
    assertThat(prefill.compute()).isCloseTo(0.6, within(0.02));
    assertThat(decode.compute()).isEqualTo(prefill.compute());
    assertThat(prefill.halfSaturationTokens()).isCloseTo(500, Percentage.withPercentage(15));
  }

  /** Eight ranks move 2 x 7 / 8 of their bytes over ports of 450 GB/s. */
  @Test
  void allReduceTellsTheLink() throws IOException {
    StringBuilder rows = new StringBuilder();
    for (double bytes = 8192; bytes < 1e9; bytes *= 2) {
      double seconds = 12e-6 + 1.75 * bytes / (0.7 * 450e9);
      rows.append(row("all_reduce", "bf16", ",,,,,8", 0, bytes, seconds));
    }
    EfficiencyProfile profile = fit(rows.toString()).profile();

    assertThat(profile.scaleUp().among(8).bandwidth()).isCloseTo(0.7, within(0.01));
    assertThat(profile.scaleUp().among(8).latencySeconds()).isCloseTo(12e-6, within(5e-7));
  }

  /** The committed measurements of two devices give entries that can be read again. */
  @ParameterizedTest
  @CsvSource({"h200-sxm, 1.098e-6", "h100-sxm, 1.269e-6"})
  void theMeasuredDevicesGiveEntries(String device, double launchSeconds) {
    KernelTimings measured = measured(device);
    KernelCalibration fitted =
        new KernelCalibrator(measured, accelerator(device), profile(device)).fit();

    assertThat(measured.rows()).hasSize(961);
    for (KernelCalibration.Row row : fitted.rows()) {
      // Decode is fitted as well as before: the fit weighs logarithms, and outliers little.
      assertThat(row.error()).as(row.name()).isLessThan(1.05 * row.errorBefore());
    }
    assertThat(fitted.bandwidth().orElseThrow()).isBetween(0.8, 1.0);
    assertThat(fitted.launchSeconds().orElseThrow()).isCloseTo(launchSeconds, within(1e-9));
    assertThat(EntryYaml.of(fitted.profile())).contains("PyTorch 2.11.0");
    assertThat(fitted.report()).contains("gemm fp8", "held out", "a small kernel in a graph");
  }

  /** Shares fitted to an H200 tell the 16-bit products of an H100, whose memory is slower. */
  @Test
  void oneDeviceTellsTheProductsOfTheOther() {
    EfficiencyProfile ofH200 =
        new KernelCalibrator(measured("h200-sxm"), accelerator("h200-sxm"), profile("h200-sxm"))
            .fit()
            .profile();
    KernelCalibration crossed =
        new KernelCalibrator(measured("h100-sxm"), accelerator("h100-sxm"), ofH200).fit();

    KernelCalibration.Row products = crossed.rows().get(0);
    assertThat(products.name()).isEqualTo("gemm bf16");
    assertThat(products.errorBefore()).isCloseTo(0.056, within(0.001));
    assertThat(products.errorBefore()).isLessThan(1.1 * products.error());
  }

  @Test
  void badFilesAreNamedWithLineAndColumn() {
    assertThatThrownBy(() -> timings("gemm,bf16,,,,,,,many,1,1,1,,\n"))
        .isInstanceOf(ConfigException.class)
        .hasMessageContaining("flops")
        .hasMessageContaining("line 2")
        .hasMessageContaining("'many'");
    Path other = directory.resolve("other.csv");
    assertThatThrownBy(
            () -> KernelTimings.read(Files.writeString(other, "kernel,seconds\ngemm,1\n")))
        .hasMessageContaining("bytes, flops, format");
  }
}
