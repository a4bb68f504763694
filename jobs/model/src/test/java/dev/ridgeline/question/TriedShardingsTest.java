package dev.ridgeline.question;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ridgeline.catalog.Accelerator;
import dev.ridgeline.catalog.Model;
import dev.ridgeline.operator.Sharding;
import dev.ridgeline.testing.Plans;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What a question tries where it names neither shardings nor formats. */
class TriedShardingsTest {

  private static Model model(String id) {
    return Plans.CATALOGS.models().find(id).orElseThrow();
  }

  private static Accelerator accelerator(String id) {
    return Plans.CATALOGS.accelerators().find(id).orElseThrow();
  }

  @Test
  void shardingsDivideTheModelAndFillTheDomain() {
    Model model = model("qwen3-235b-a22b");
    List<Sharding> tried = TriedShardings.of(model, accelerator("h200-sxm"));
    assertThat(tried)
        .contains(new Sharding(8, 1), new Sharding(8, 8), new Sharding(1, 8), new Sharding(8, 1, 2))
        .contains(new Sharding(1, 32))
        .doesNotHaveDuplicates()
        .allMatch(one -> one.objection(model).isEmpty())
        .allMatch(one -> one.accelerators() <= 32);
    assertThat(TriedShardings.of(model, accelerator("gb200-nvl72")))
        .contains(new Sharding(1, 64))
        .allMatch(one -> one.accelerators() <= 64);
  }

  @Test
  void aDenseModelHasNoExpertsToDeal() {
    assertThat(TriedShardings.of(model("llama-3.1-70b"), accelerator("h200-sxm")))
        .contains(new Sharding(8, 1))
        .allMatch(one -> one.ep() == 1);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "llama-3.1-70b | h200-sxm  | fp8",
        "llama-3.1-70b | b200      | fp8, nvfp4",
        "deepseek-v3   | b200      | fp8, nvfp4-mla",
        "llama-3.1-70b | a100-80g  | int8",
        "llama-3.1-70b | v100-32g  | bf16",
      })
  void formatsAreThoseThatTheAcceleratorMultiplies(String model, String device, String formats) {
    assertThat(NativeFormats.of(model(model), accelerator(device), Plans.CATALOGS))
        .isEqualTo(List.of(formats.split(", ", -1)));
  }
}
