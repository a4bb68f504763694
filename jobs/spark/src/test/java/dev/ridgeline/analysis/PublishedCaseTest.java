package dev.ridgeline.analysis;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ridgeline.catalog.CatalogDirectories;
import dev.ridgeline.table.DesignSpaceSource;
import dev.ridgeline.table.SparkTest;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/**
 * Prefill on B200 and decode on Gaudi 3, for which arXiv 2507.19635 (Gimlet Labs, 2025) finds about
 * 1.7 times the value for money: what the model says, in the sense and not to the digit.
 */
class PublishedCaseTest extends SparkTest {

  private final Map<String, Double> dollars = new HashMap<>();

  @BeforeAll
  void evaluateTheCase() {
    DesignSpaceSource.cells(
            spark(),
            CATALOGS.resolveSibling("sweep-configs/decode-chips.yaml"),
            CatalogDirectories.of(CATALOGS),
            2)
        .where("deployment = 'disaggregated' AND status = 'OK' AND ttft_s <= 5 AND tpot_s <= 0.05")
        .groupBy("model", "workflow", "prefill", "decode")
        .min("dollars_per_request")
        .collectAsList()
        .forEach(
            row ->
                dollars.put(
                    "%s %s %s %s".formatted(row.get(0), row.get(1), row.get(2), row.get(3)),
                    row.getDouble(4)));
  }

  @Test
  void aLargeModelIsServedCheaperWithGaudiThanByEitherKindAlone() {
    for (String work : new String[] {"reasoning", "summarization"}) {
      assertThat(gain("llama-3.1-70b", work, "h100-sxm")).isBetween(1.2, 2.5);
      assertThat(gain("llama-3.1-70b", work, "b200")).isBetween(1.0, 1.7);
    }
  }

  @Test
  void theGainIsInDecode() {
    assertThat(gain("llama-3.1-70b", "reasoning", "b200"))
        .isGreaterThan(gain("llama-3.1-70b", "summarization", "b200"));
  }

  @Test
  void aSmallModelGainsLessOverB200() {
    assertThat(gain("llama-3.1-8b", "reasoning", "b200"))
        .isLessThan(gain("llama-3.1-70b", "reasoning", "b200"));
    assertThat(gain("llama-3.1-8b", "summarization", "b200")).isBetween(0.95, 1.05);
  }

  /** How many times as much two pools of one kind cost. */
  private double gain(String model, String workflow, String kind) {
    String work = model + " " + workflow + " ";
    return dollars.get(work + kind + " " + kind) / dollars.get(work + "b200 gaudi3");
  }
}
