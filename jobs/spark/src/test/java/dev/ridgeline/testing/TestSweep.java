package dev.ridgeline.testing;

import dev.ridgeline.catalog.Catalogs;
import dev.ridgeline.sweep.Sweep;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** Sweeps that tests run. */
public final class TestSweep {

  /** The catalogs that come with Ridgeline. */
  public static final Path CATALOGS = Path.of("..", "..", "catalogs");

  /** The sweeps that come with Ridgeline. */
  public static final Path SHIPPED = Path.of("..", "..", "sweep-configs");

  /** Cells of {@link #small}. */
  public static final int SMALL_CELLS = 4_800;

  /** Has one mix, three batches, and cells that do not fit. Mistakes are made in its text. */
  public static final String TINY =
      """
      name: tiny
      axes:
        models: [llama-3.1-8b]
        quantizations: [fp8]
        hardware:
          - colocated: [h100-sxm]
        parallelism: [{tp: 1}]
        workflows: [chat]
        batch: [1, 8, 4096]
      """;

  /** Has cells of every status, tiers, links, and more than one value on every axis. */
  private static final String SMALL =
      """
      name: small
      axes:
        models: [llama-3.1-8b, gpt-3-175b, qwen3-235b-a22b]
        quantizations: [bf16, fp8]
        hardware:
          - colocated: [h100-sxm, b200]
            tier: [none, host-ddr5]
          - prefill: [b200]
            decode: [gaudi3]
            link: [ib-ndr-400]
        parallelism:
          - {tp: 8}
          - {tp: 1, ep: 8}
        efficiency: [calibrated, ideal]
        workflows: [chat, coding]
        contextTokens: [mean, 32768]
        batch: [1, 8, 64, 256, 1024]
        tariffs: [on-demand, owner]
      targets: {ttftSeconds: 10 s, tpotSeconds: 50 ms}
      """;

  /** Every entry of the catalogs, with contexts and batches from small to far too large. */
  private static final String BROAD =
      """
      name: broad
      axes:
        models: [gpt-3-175b, llama-2-70b, llama-3.1-8b, llama-3.1-70b, llama-3.1-405b, mixtral-8x7b, qwen3-235b-a22b, deepseek-v3]
        quantizations: [bf16, fp8, nvfp4, w4a16, w4a16-kv8]
        hardware:
          - colocated: [a100-80g, h100-sxm, h200-sxm, b200, mi300x, gaudi3, rubin-cpx]
            tier: [none, host-ddr5, cxl-ddr5]
          - prefill: [rubin-cpx, h100-sxm]
            decode: [b200, gaudi3]
            link: [ib-ndr-400, ib-xdr-800, roce-400, roce-800, nvlink5, pcie5-x16]
          - prefill: [b200]
            attention: [h200-sxm]
            ffn: [b200]
            link: [ib-xdr-800]
        parallelism:
          - {tp: 1}
          - {tp: 8}
          - {tp: 2, ep: 8}
          - {prefill: {tp: 4}, decode: {tp: 8, ep: 8}}
        speculation: [{method: none}, {method: mtp, drafts: 1}]
        efficiency: [calibrated, ideal]
        workflows: [chat, coding, web-use, computer-use]
        contextTokens: [mean, peak, 1, 1000000]
        batch: [1, 12, 4096]
        kvPolicies: [best, offload]
        tariffs: [on-demand, reserved, owner]
        fleets: [{limit: true}, {dollarsPerHour: 10}]
      """;

  /** Every kind of deployment, policy, price basis and fleet, and devices that do not exist. */
  private static final String DEPLOYMENTS =
      """
      name: deployments
      variants:
        - id: big
          of: accelerators/h200-sxm
          scale: {memoryBytes: [1.5, 2]}
          price: {dollarsPerGigabyte: 10, dollarsPerGigabytePerSecond: 1, writtenOffHours: 30000}
      axes:
        models: [deepseek-v3, llama-3.1-70b]
        quantizations: [fp8]
        hardware:
          - colocated: [b200, big]
            tier: [none, host-ddr5]
          - prefill: [b200]
            attention: [big]
            ffn: [b200]
            link: [ib-xdr-800]
        parallelism:
          - {tp: 8}
          - {tp: 4, pp: 2}
          - {prefill: {tp: 8}, decode: {tp: 2, ep: 8}, ffn: {tp: 1, ep: 8}}
        speculation: [{method: none}, {method: mtp, drafts: 1}]
        workflows: [coding]
        contextTokens: [mean, scaled-60000]
        batch: [8, 64]
        kvPolicies: [hold, offload, recompute, best]
        tariffs: [on-demand]
        ownership:
          - {label: owner-4y, years: 4, dollarsPerKilowattHour: 0.08, utilization: 0.7}
        fleets: [{limit: true}, {dollarsPerHour: 300}]
      """;

  private TestSweep() {}

  /** Writes a sweep of 6,144 cells with a value of every kind on every axis. */
  public static Path deployments(Path directory) {
    return write(directory, "deployments.yaml", DEPLOYMENTS);
  }

  /** Writes the sweep {@link #TINY}. */
  public static Path tiny(Path directory) {
    return write(directory, "tiny.yaml", TINY);
  }

  /** Writes a sweep of 4,800 cells. */
  public static Path small(Path directory) {
    return write(directory, "small.yaml", SMALL);
  }

  /** Writes a sweep of two million cells over all catalogs. */
  public static Path broad(Path directory) {
    return write(directory, "broad.yaml", BROAD);
  }

  /** Writes a sweep with a thousand contexts and a thousand batches, of 3 * 10^9 cells. */
  public static Path huge(Path directory) {
    return write(
        directory,
        "huge.yaml",
        """
        name: huge
        axes:
          models: [llama-3.1-8b, llama-3.1-70b, llama-3.1-405b, qwen3-235b-a22b, deepseek-v3]
          quantizations: [bf16, fp8, nvfp4, w4a16, w4a16-kv8]
          hardware:
            - colocated: [h100-sxm, h200-sxm, b200, mi300x, gaudi3]
          parallelism: [{tp: 4}, {tp: 8}]
          workflows: [chat, long-chat, rag, reasoning]
          contextTokens: [%s]
          batch: [%s]
          tariffs: [on-demand, reserved, owner]
        """
            .formatted(multiples(100), multiples(1)));
  }

  /** Reads a sweep with the catalogs that come with Ridgeline. */
  public static Sweep read(Path file) {
    return Sweep.read(file, Shipped.CATALOGS);
  }

  /** What comes with Ridgeline. Catalogs are values, so one reading of 200 files is enough. */
  private static final class Shipped {
    private static final Catalogs CATALOGS = Catalogs.read(TestSweep.CATALOGS);
  }

  /** Writes a file. */
  public static Path write(Path directory, String name, String text) {
    try {
      return Files.writeString(directory.resolve(name), text);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static String multiples(int step) {
    return IntStream.rangeClosed(1, 1000)
        .mapToObj(i -> String.valueOf(i * step))
        .collect(Collectors.joining(", "));
  }
}
