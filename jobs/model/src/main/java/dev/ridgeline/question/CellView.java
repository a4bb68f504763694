package dev.ridgeline.question;

import dev.ridgeline.deployment.HardwareMix;
import dev.ridgeline.deployment.Parallelism;
import dev.ridgeline.evaluate.CellColumns;
import dev.ridgeline.evaluate.CellEvaluator;
import dev.ridgeline.evaluate.CellResult;
import dev.ridgeline.space.Axis;
import dev.ridgeline.space.DesignSpace;
import org.jspecify.annotations.Nullable;

/**
 * What an answer says of one cell, with all of its columns evaluated.
 *
 * @param how number formats, shardings, batch and engines, for people
 * @param dollarsPerTask price of a task; NaN where the cell has none
 * @param binding what takes the largest share of the accelerators' time
 * @param levers elasticities of the price of a request to compute, bandwidth, link and capacity
 * @param replicas replicas of the fleet, for people
 * @param accelerators accelerators of the fleet
 * @param requestsPerSecond requests that the fleet serves
 * @param dollarsPerHour price of an hour of the fleet
 * @param watts provisioned power of the fleet
 * @param basis weakest basis of the times
 * @param priceBasis weakest basis of the prices
 * @param format number formats
 * @param outputTokensPerSecond tokens that each accelerator generates
 * @param dollarsPerMillionOutput dollars of a million output tokens, which pay for prompts too
 */
record CellView(
    String how,
    double dollarsPerTask,
    String binding,
    Levers levers,
    String replicas,
    double accelerators,
    double requestsPerSecond,
    double dollarsPerHour,
    double watts,
    String basis,
    String priceBasis,
    String format,
    double outputTokensPerSecond,
    double dollarsPerMillionOutput) {

  /** Elasticities of the price of a request. */
  record Levers(double compute, double bandwidth, double link, double capacity) {}

  /** Evaluates a cell that fits. */
  static CellView of(DesignSpace space, long cell) {
    CellResult result = new CellEvaluator(space).evaluate(cell);
    return new CellView(
        how(space, cell, result),
        number(result, "dollars_per_task"),
        text(result, "binding_resource"),
        new Levers(
            number(result, "compute_elasticity"),
            number(result, "bandwidth_elasticity"),
            number(result, "link_elasticity"),
            number(result, "capacity_elasticity")),
        replicas(result),
        number(result, "fleet_accelerators"),
        number(result, "fleet_requests_per_s"),
        number(result, "fleet_dollars_per_hour"),
        number(result, "fleet_watts"),
        text(result, "estimate_basis"),
        text(result, "price_basis"),
        result.quantization().label(),
        number(result, "output_tokens_per_s_per_accelerator"),
        number(result, "dollars_per_million_output_tokens_with_prefill"));
  }

  private static String how(DesignSpace space, long cell, CellResult result) {
    Parallelism parallelism =
        space.parallelism().get(space.grid().positions(cell)[Axis.PARALLELISM.order()]);
    HardwareMix mix = result.mix();
    String shardings =
        mix.link().isEmpty()
            ? parallelism.decode().toString()
            : parallelism.prefill()
                + " > "
                + parallelism.decode()
                + mix.feedForward().map(ffn -> " + " + parallelism.feedForward()).orElse("");
    String prefill = text(result, "prefill_engine");
    String decode = text(result, "decode_engine");
    return result.quantization().label()
        + ", "
        + shardings
        + ", batch "
        + result.batch()
        + ", "
        + (prefill.equals(decode) ? decode : prefill + " > " + decode);
  }

  /** The replicas of each pool, such as {@code 3 of 8 b200 > 2 of 16 mi300x}. */
  private static String replicas(CellResult result) {
    double prefills = number(result, "fleet_prefill_replicas");
    double decodes = number(result, "fleet_decode_replicas");
    if (Double.isNaN(decodes)) {
      return "";
    }
    HardwareMix mix = result.mix();
    String ofDecode =
        whole(decodes) + " x " + result.plan().decodeAccelerators() + " " + mix.decode().id();
    return mix.link().isEmpty()
        ? ofDecode
        : whole(prefills)
            + " x "
            + result.plan().prefillReplica().accelerators()
            + " "
            + mix.prefill().id()
            + " > "
            + ofDecode
            + mix.feedForward().map(ffn -> " + " + ffn.id()).orElse("");
  }

  private static String whole(double count) {
    return Long.toString(Math.round(count));
  }

  private static double number(CellResult result, String column) {
    return CellColumns.named(column).number(result);
  }

  private static String text(CellResult result, String column) {
    @Nullable Object value = CellColumns.named(column).value(result);
    return value == null ? "-" : value.toString();
  }
}
