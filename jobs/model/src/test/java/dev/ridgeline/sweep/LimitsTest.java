package dev.ridgeline.sweep;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.ridgeline.catalog.Catalogs;
import dev.ridgeline.config.ConfigException;
import dev.ridgeline.units.Limits;
import java.nio.file.Path;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Sweeps that ask for more than a machine has are refused before anything is made. */
class LimitsTest {

  private static final Catalogs CATALOGS = Catalogs.read(Path.of("../../catalogs"));

  private static String sweep(String variants, String hardware, String parallelism, String more) {
    return """
    name: large
    variants: [%s]
    axes:
      models: [llama-3.1-8b]
      quantizations: [bf16]
      hardware: [%s]
      parallelism: [%s]
      %s
    """
        .formatted(variants, hardware, parallelism, more);
  }

  private static String problemsOf(String text) {
    return catchThrowableOfType(
            ConfigException.class, () -> Sweep.parse("large.yaml", text, CATALOGS))
        .getMessage();
  }

  @Test
  void mixesAreCountedBeforeTheyAreMade() {
    String split =
        "{prefill: [many], attention: [many], ffn: [many], link: [%s], tier: [none, %s]}"
            .formatted(
                String.join(", ", CATALOGS.links().byId().keySet()),
                String.join(", ", CATALOGS.memoryTiers().byId().keySet()));
    String many = "{id: many, of: accelerators/b200, scale: {memoryBytes: [%s]}}";
    String factors =
        IntStream.rangeClosed(1, 1000)
            .mapToObj(one -> Double.toString(1 + one / 1000.0))
            .collect(Collectors.joining(", "));
    assertThat(
            problemsOf(
                sweep(
                    many.formatted(factors), split, "{tp: 1}", "workflows: [chat]\n  batch: [1]")))
        .contains("/axes/hardware: has ")
        .contains(" values (1000 x 1000 x 1000 x ")
        .contains("Allowed: at most 1000000000 values on an axis. Maybe split the sweep.");
  }

  @Test
  void shardingsAreCountedBeforeTheyAreMade() {
    String many =
        IntStream.rangeClosed(1, 128)
            .mapToObj(ways -> "{tp: " + ways + "}")
            .collect(Collectors.joining(", "));
    String parallelism = "{prefills: [%1$s], decodes: [%1$s], ffns: [%1$s]}".formatted(many);
    assertThat(
            problemsOf(
                sweep("", "{colocated: [b200]}", parallelism, "workflows: [chat]\n  batch: [1]")))
        .contains("/axes/parallelism: has 2097152 values (128 x 128 x 128) (line 7).");
  }

  @Test
  void variantsAreCountedBeforeTheyAreMade() {
    String factors =
        IntStream.rangeClosed(1, 1000).mapToObj(String::valueOf).collect(Collectors.joining(", "));
    String family =
        "{id: fast, of: accelerators/b200, scale: {memoryBytes: [%1$s], powerWatts: [%1$s],"
            + " memoryBytesPerSecond: [%1$s]}}";
    assertThat(
            problemsOf(
                sweep(
                    family.formatted(factors),
                    "{colocated: [fast]}",
                    "{tp: 1}",
                    "workflows: [chat]\n  batch: [1]")))
        .contains("/variants/0: makes 1000000000 variants (1000 x 1000 x 1000) (line 2).")
        .contains("Allowed: at most " + Limits.MOST_VARIANTS + " variants");
  }

  @Test
  void turnsAreCountedBeforeTheyArePlanned() {
    String batches =
        IntStream.rangeClosed(1, 501).mapToObj(String::valueOf).collect(Collectors.joining(", "));
    String longest = "{id: longest, of: workflows/chat, set: {turns: [10000]}}";
    assertThat(
            problemsOf(
                sweep(
                    longest,
                    "{colocated: [b200]}",
                    "{tp: 1}",
                    "workflows: [longest]\n  contextTokens: [1000, 2000]\n  batch: ["
                        + batches
                        + "]")))
        .contains("/axes/workflows: have 10000 x 2 x 501 turns, contexts and batches")
        .contains("together 10020000 (line 8). Allowed: at most 10000000.");
    String longer = longest.replace("10000", "10001");
    assertThat(
            problemsOf(
                sweep(
                    longer, "{colocated: [b200]}", "{tp: 1}", "workflows: [longer]\n  batch: [1]")))
        .contains(
            "/variants/0/set/turns/0: is 10001 (line 2). Allowed: a whole number from 1 to 10000 turns.");
  }

  /** A number that is too large does not hide the other mistakes of the file. */
  @Test
  void aNumberOutOfRangeIsReportedOnceAndBesideOthers() {
    String text =
        sweep("", "{colocated: [b20]}", "{tp: 5000}", "workflows: [chat]\n  batch: [1]")
            + "settings: {powerUsageEffectiveness: 1e308}\n";
    assertThat(problemsOf(text))
        .contains("large.yaml: 3 problems")
        .contains("/axes/parallelism/0/tp: is '5000' (line 7).")
        .contains("/axes/hardware/0/colocated/0: unknown accelerator 'b20'")
        .contains(
            "/settings/powerUsageEffectiveness: is '1e308' (line 10). Allowed: a ratio from 1 to 100.");
  }

  @Test
  void aPriceOfMemoryCannotMakeADeviceFree() {
    String family =
        "{id: small, of: accelerators/b200, scale: {memoryBytes: [0.1]},"
            + " price: {dollarsPerGigabyte: 1000, dollarsPerGigabytePerSecond: 0,"
            + " writtenOffHours: 1000}}";
    assertThat(
            problemsOf(
                sweep(
                    family, "{colocated: [small]}", "{tp: 1}", "workflows: [chat]\n  batch: [1]")))
        .contains("/variants/0/price: makes a price of 'small[memoryBytes x0.1]' whose")
        .contains("dollarsPerHour is -");
  }
}
