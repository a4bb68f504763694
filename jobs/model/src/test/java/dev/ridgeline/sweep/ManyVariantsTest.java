package dev.ridgeline.sweep;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.sun.management.ThreadMXBean;
import dev.ridgeline.catalog.Catalogs;
import dev.ridgeline.config.ConfigException;
import dev.ridgeline.deployment.HardwareMix;
import dev.ridgeline.evaluate.CellEvaluator;
import dev.ridgeline.evaluate.CellResult;
import dev.ridgeline.evaluate.Status;
import dev.ridgeline.space.Axis;
import dev.ridgeline.space.DesignSpace;
import java.lang.management.ManagementFactory;
import java.nio.file.Path;
import java.util.Locale;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Thousands of variants beside each other are read as sides, and not as pairs. */
class ManyVariantsTest {

  private static final Catalogs CATALOGS = Catalogs.read(Path.of("../../catalogs"));

  /** Variants along each of two fields. */
  private static final int SIDE = 60;

  private static String sweep(String hardware) {
    return """
    name: many
    variants:
      - id: chip
        of: accelerators/h200-sxm
        scale: {memoryBytes: [%1$s], memoryBytesPerSecond: [%1$s]}
        price: {dollarsPerGigabyte: 10.3, dollarsPerGigabytePerSecond: 0.31, writtenOffHours: 28000}
    axes:
      models: [llama-3.1-8b]
      quantizations: [fp8]
      hardware: [%2$s]
      parallelism: [{tp: 1}]
      workflows: [chat]
      batch: [8]
      tariffs: [owner]
    """
        .formatted(
            IntStream.range(0, SIDE)
                .mapToObj(step -> String.format(Locale.ROOT, "%.2f", 0.5 + 0.05 * step))
                .collect(Collectors.joining(", ")),
            hardware);
  }

  private static DesignSpace read(String hardware) {
    return Sweep.parse("many.yaml", sweep(hardware), CATALOGS).space();
  }

  @Test
  void readingMakesSidesAlone() {
    String pairs = "{prefill: [chip], decode: [chip], link: [ib-ndr-400, roce-400]}";
    String sides = "{prefill: [chip], decode: [b200], link: [ib-ndr-400, roce-400]}";
    assertThat(read(sides).hardware().size()).isEqualTo(2 * SIDE * SIDE);
    assertThat(read(pairs).hardware().size()).isEqualTo(2 * SIDE * SIDE * SIDE * SIDE);
    long ofSides = bytesToRead(sides);
    assertThat(bytesToRead(pairs))
        .as("bytes that 25,920,000 mixes take to read, against those of 7,200 mixes")
        .isLessThan(ofSides + ofSides / 4);
  }

  /** Bytes of all objects that this thread makes, whether they live on or not. */
  private static long bytesToRead(String hardware) {
    ThreadMXBean thread = (ThreadMXBean) ManagementFactory.getThreadMXBean();
    long before = thread.getCurrentThreadAllocatedBytes();
    read(hardware);
    return thread.getCurrentThreadAllocatedBytes() - before;
  }

  @Test
  void aCellHasTheVariantsOfItsPosition() {
    DesignSpace space = read("{prefill: [chip], decode: [chip, b200], link: [ib-ndr-400]}");
    int decodes = SIDE * SIDE + 1;
    int[] positions = new int[Axis.ALL.size()];
    positions[Axis.HARDWARE.order()] = 1234 * decodes + 3210;
    HardwareMix mix = space.hardware().get(positions[Axis.HARDWARE.order()]);
    assertThat(mix.prefill().id()).isEqualTo("chip[memoryBytes x1.5, memoryBytesPerSecond x2.2]");
    assertThat(mix.decode().id()).isEqualTo("chip[memoryBytes x3.15, memoryBytesPerSecond x2]");
    CellResult cell = new CellEvaluator(space).evaluate(space.grid().cell(positions));
    assertThat(cell.status()).isEqualTo(Status.OK);
    positions[Axis.HARDWARE.order()] = 1235 * decodes - 1;
    assertThat(space.hardware().get(positions[Axis.HARDWARE.order()]).decode().id())
        .isEqualTo("b200");
  }

  @Test
  void mixesOfTwoEntriesAreFoundBySides() {
    String twice =
        "{prefill: [chip], decode: [chip], link: [ib-ndr-400]},"
            + " {prefill: [b200, chip], decode: [b200, h200-sxm], link: [ib-ndr-400]},"
            + " {prefill: [h200-sxm, b200], decode: [h100-sxm, h200-sxm], link: [ib-ndr-400]}";
    assertThat(problemsOf(twice))
        .contains("/axes/hardware: has the mix b200 / h200-sxm twice (line 10).")
        .contains("Allowed: each combination once.")
        .doesNotContain("has the mix chip");
    String member = "chip[memoryBytes x0.5, memoryBytesPerSecond x0.55]";
    assertThat(
            problemsOf("{prefill: [chip, '" + member + "'], decode: [chip], link: [ib-ndr-400]}"))
        .contains("has the mix " + member + " / chip[memoryBytes x0.5, memoryBytesPerSecond x0.5]")
        .contains(" twice");
  }

  private static String problemsOf(String hardware) {
    return catchThrowableOfType(ConfigException.class, () -> read(hardware)).getMessage();
  }
}
