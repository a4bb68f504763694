package dev.ridgeline.worked;

import static dev.ridgeline.worked.Plans.ROUNDING;
import static dev.ridgeline.worked.Plans.calibrated;
import static dev.ridgeline.worked.Plans.colocated;
import static dev.ridgeline.worked.Plans.ideal;
import static dev.ridgeline.worked.Plans.replica;
import static org.assertj.core.api.Assertions.assertThat;

import dev.ridgeline.cost.StepCost;
import dev.ridgeline.operator.OperatorClass;
import dev.ridgeline.operator.Sharding;
import dev.ridgeline.workload.Request;
import org.junit.jupiter.api.Test;

/** Cells of dense models with multi-head and grouped-query attention, worked by hand. */
class DenseCellsTest {

  private static final Sharding ONE = new Sharding(1, 1);

  /**
   * Cell 1. Llama-2-70B (d 8192, 64 heads of 128, 8 KV heads, f 28672, 80 layers, V 32000) in bf16
   * on one H100, decode of one sequence that has 1,000 tokens cached.
   */
  @Test
  void llama2DecodeOfOneSequence() {
    StepCost step =
        colocated(ideal("llama-2-70b", "bf16", "h100-sxm", ONE), new Request(1000, 0, 1), 1)
            .decodeCost();

    double qkvWeights = 8192.0 * (8192 + 2 * 1024); //  83,886,080
    double outWeights = 8192.0 * 8192; //               67,108,864
    double upWeights = 8192.0 * (2 * 28672); //        469,762,048
    double downWeights = 28672.0 * 8192; //            234,881,024
    double layerWeights = qkvWeights + outWeights + upWeights + downWeights; // 855,638,016
    double headWeights = 8192.0 * 32000; //            262,144,000
    double attention = 4.0 * 64 * 128 * 1001; // the 1,001 keys it sees: 32,800,768

    assertThat(step.flops())
        .isCloseTo(80 * (2 * layerWeights + attention) + 2 * headWeights, ROUNDING);
    assertThat(step.weightBytes()).isCloseTo(2 * (80 * layerWeights + headWeights), ROUNDING);
    // 2 (K, V) x 8 heads x 128 x 2 bytes = 4,096 bytes a token and layer.
    assertThat(step.stateReadBytes()).isCloseTo(80 * 1001 * 4096.0, ROUNDING);
    assertThat(step.stateWriteBytes()).isCloseTo(80 * 4096.0, ROUNDING);
    // qkv reads d, writes Q; attention reads Q, writes d; out d, d; up d, 2f; down f, d; 2 bytes.
    double layerActivations =
        (8192 + 8192) + (8192 + 8192) + (8192 + 8192) + (8192 + 57344) + (28672 + 8192);
    assertThat(step.activationBytes())
        .isCloseTo(2 * (80 * layerActivations + 8192 + 32000), ROUNDING);

    // Every operator is bound by memory: the step takes its bytes at 3.35 TB/s.
    assertThat(step.seconds()).isCloseTo(step.bytes() / 3.35e12, ROUNDING);
    assertThat(step.memoryBoundSeconds()).isEqualTo(step.seconds());
    // 4 x 64 x 128 x 1001 FLOPs over 1001 x 4096 + 32,768 bytes: about the 8 queries that share a
    // key-value head.
    assertThat(step.operationalIntensity(OperatorClass.ATTENTION))
        .isCloseTo(32_800_768.0 / (1001 * 4096 + 2 * 16384), ROUNDING);
  }

  /**
   * Cell 2. Llama-3.1-8B (d 4096, 32 heads of 128, 8 KV heads, f 14336, 32 layers, V 128256) in
   * bf16 on one H100, prefill of one prompt of 2,048 tokens, nothing cached.
   */
  @Test
  void llama3PrefillOfAWholePrompt() {
    StepCost step =
        colocated(ideal("llama-3.1-8b", "bf16", "h100-sxm", ONE), new Request(2048, 0, 1), 1)
            .prefillCost();

    double layerWeights =
        4096.0 * (4096 + 2 * 1024) + 4096.0 * 4096 + 3 * 4096.0 * 14336; // 218,103,808
    double headWeights = 4096.0 * 128256; // one row for the last token of the prompt
    double pairs = 2048.0 * 2049 / 2; // 2,098,176 under the causal mask
    double attention = 4 * 4096 * pairs;
    double flops = 32 * (2 * 2048 * layerWeights + attention) + 2 * headWeights;

    assertThat(step.flops()).isCloseTo(flops, ROUNDING);
    assertThat(step.stateReadBytes()).isCloseTo(32 * 2048 * 4096.0, ROUNDING);
    // All layers are bound by arithmetic at 989.5 TFLOP/s; the head reads its weights for one row.
    double headSeconds = (2 * headWeights + 2 * (4096.0 + 128256)) / 3.35e12;
    double layerSeconds = 32 * (2 * 2048 * layerWeights + attention) / 989.5e12;
    assertThat(step.seconds()).isCloseTo(layerSeconds + headSeconds, ROUNDING);
  }

  /**
   * Cell 3. The same prompt with 1,536 of its tokens cached: 512 new ones see all of them, those
   * before and themselves.
   */
  @Test
  void llama3PrefillOnTopOfACachedPrefix() {
    StepCost step =
        colocated(ideal("llama-3.1-8b", "bf16", "h100-sxm", ONE), new Request(2048, 1536, 1), 1)
            .prefillCost();

    double pairs = 512.0 * 1536 + 512.0 * 513 / 2; // 786,432 + 131,328
    double layerWeights = 4096.0 * (4096 + 2 * 1024) + 4096.0 * 4096 + 3 * 4096.0 * 14336;
    assertThat(step.flops())
        .isCloseTo(
            32 * (2 * 512 * layerWeights + 4 * 4096 * pairs) + 2 * 4096.0 * 128256, ROUNDING);
    assertThat(step.stateReadBytes()).isCloseTo(32 * 2048 * 4096.0, ROUNDING);
    assertThat(step.stateWriteBytes()).isCloseTo(32 * 512 * 4096.0, ROUNDING);
  }

  /**
   * Cell 4. GPT-3 (d 12288, 96 heads of 128 and as many KV heads, f 49152 without a gate, 96
   * layers, V 50257, tied head) in bf16 on eight A100, decode of 4 sequences of 1,500 tokens.
   */
  @Test
  void gpt3DecodeSplitOverEight() {
    var plan =
        colocated(
            ideal("gpt-3-175b", "bf16", "a100-80g", new Sharding(8, 1)),
            new Request(1500, 0, 101),
            4);
    StepCost step = plan.decodeCost();

    // On one of 8: 12 heads, f / 8 = 6,144.
    double layerWeights = 12288.0 * 3 * 1536 + 1536.0 * 12288 + 2 * 12288.0 * 6144; // 226,492,416
    double headWeights = 12288.0 * 50257 / 8;
    double context = 1500 + 50 + 1; // the mean decode step finds 1,550 tokens and adds one
    assertThat(step.flops())
        .isCloseTo(
            96 * (2 * 4 * layerWeights + 4 * 1536 * 4 * context) + 2 * 4 * headWeights, ROUNDING);
    assertThat(step.weightBytes()).isCloseTo(2 * (96 * layerWeights + headWeights), ROUNDING);
    // 2 x 12 heads x 128 x 2 bytes = 6,144 bytes a token, layer and accelerator.
    assertThat(step.stateReadBytes()).isCloseTo(96 * 4 * context * 6144, ROUNDING);
    // Two all-reduces a layer: each sends 2 x 7/8 of 4 rows x 12,288 x 2 bytes at 300 GB/s.
    assertThat(step.communicationSeconds())
        .isCloseTo(96 * 2 * (1.75 * 4 * 12288 * 2) / 300e9, ROUNDING);
    // KV of one request over all accelerators at its end, 1,601 tokens of 4,718,592 bytes.
    assertThat(plan.stateFootprintBytes()).isCloseTo(1601 * 4_718_592.0, ROUNDING);
  }

  /**
   * Cell 5. Llama-3.1-8B with 4-bit weights (4.15625 bits with scales) on one A100: a quarter of
   * the weight bytes, the arithmetic still in bf16. Decode of 8 sequences with 4,096 cached tokens.
   */
  @Test
  void fourBitWeightsSaveBytesAndNotFlops() {
    StepCost step =
        colocated(ideal("llama-3.1-8b", "w4a16", "a100-80g", ONE), new Request(4096, 0, 1), 8)
            .decodeCost();

    double layerWeights = 4096.0 * (4096 + 2 * 1024) + 4096.0 * 4096 + 3 * 4096.0 * 14336;
    double headWeights = 4096.0 * 128256; // stays at 16 bits
    assertThat(step.weightBytes())
        .isCloseTo(32 * layerWeights * 4.15625 / 8 + headWeights * 2, ROUNDING);
    assertThat(step.flops())
        .isCloseTo(8 * (32 * (2 * layerWeights + 4 * 4096 * 4097.0) + 2 * headWeights), ROUNDING);
    assertThat(step.seconds()).isCloseTo(step.bytes() / 2.039e12, ROUNDING);
  }

  /**
   * Cell 6. FP8 on an A100, which has no FP8 units: bytes of 8 bits, arithmetic at the bf16 peak of
   * 312 TFLOP/s. Prefill of 4,096 tokens.
   */
  @Test
  void formatsWithoutUnitsComputeInTheNextWiderOne() {
    StepCost step =
        colocated(ideal("llama-3.1-8b", "fp8", "a100-80g", ONE), new Request(4096, 0, 1), 1)
            .prefillCost();

    double layerWeights = 4096.0 * (4096 + 2 * 1024) + 4096.0 * 4096 + 3 * 4096.0 * 14336;
    double pairs = 4096.0 * 4097 / 2;
    double layers = 32 * (2 * 4096 * layerWeights + 4 * 4096 * pairs) / 312e12;
    double head =
        (2 * 4096.0 * 128256 + (4096.0 + 128256)) / 2.039e12; // 16-bit weights, 8-bit rows
    assertThat(step.seconds()).isCloseTo(layers + head, ROUNDING);
  }

  /**
   * Cell 7. The measured H100 instead of the roofline, in bf16: GEMMs reach .771 of the peak and
   * .812 of the bandwidth after 3.61 us; prefill attention .57 / (1 + 1228/s) of the peak after
   * 14.6 us; decode attention .86 of the bandwidth after 12.9 us.
   */
  @Test
  void measuredEfficienciesAndLaunchOverheads() {
    var plan =
        colocated(
            replica("llama-3.1-8b", "bf16", "h100-sxm", ONE, calibrated("h100-sxm")),
            new Request(4096, 0, 1),
            1);

    double qkv = 2 * 4096 * 4096.0 * (4096 + 2 * 1024);
    double out = 2 * 4096 * 4096.0 * 4096;
    double up = 2 * 4096 * 4096.0 * 28672;
    double down = 2 * 4096 * 14336.0 * 4096;
    double attention = 4 * 4096 * (4096.0 * 4097 / 2);
    double gemms = (qkv + out + up + down) / (0.771 * 989.5e12) + 4 * 3.61e-6;
    double core = attention / (0.57 / (1 + 1228.0 / 4096) * 989.5e12) + 14.6e-6;
    double head = (2 * 4096.0 * 128256 + 2 * (4096.0 + 128256)) / (0.812 * 3.35e12) + 3.61e-6;
    assertThat(plan.prefillCost().seconds()).isCloseTo(32 * (gemms + core) + head, ROUNDING);

    double layerWeightBytes = 2 * (4096.0 * (4096 + 2 * 1024) + 4096.0 * 4096 + 3 * 4096.0 * 14336);
    double rows = 2.0 * ((4096 + 4096) + (4096 + 4096) + (4096 + 28672) + (14336 + 4096));
    double written = 4096; // K and V of the new token, by the qkv GEMM
    double decodeGemms = (layerWeightBytes + rows + written) / (0.812 * 3.35e12) + 4 * 3.61e-6;
    double decodeCore = (4097 * 4096.0 + 2 * 2 * 4096) / (0.86 * 3.35e12) + 12.9e-6;
    assertThat(plan.decodeCost().seconds())
        .isCloseTo(32 * (decodeGemms + decodeCore) + head, ROUNDING);
    assertThat(plan.decodeCost().overheadSeconds())
        .isCloseTo(32 * (4 * 3.61e-6 + 12.9e-6) + 3.61e-6, ROUNDING);
  }
}
