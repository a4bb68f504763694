package dev.ridgeline.operator;

import dev.ridgeline.catalog.Attention;
import dev.ridgeline.catalog.Attention.Linear.Rule;
import java.util.ArrayList;
import java.util.List;

/**
 * Linear attention: the operator table of that name in jobs/model/README.md. All projections from
 * the residual stream are one GEMM.
 */
final class LinearLayer {

  private LinearLayer() {}

  static LayerShare of(Attention.Linear linear, Shard on) {
    double d = on.hidden();
    double hk = on.splitOrCopied(linear.keyHeads());
    double hv = on.split(linear.valueHeads());
    double dk = linear.keyHeadDim();
    double dv = linear.valueHeadDim();
    double y = 2 * hk * dk + hv * dv;
    double z =
        switch (linear.rule()) {
          case LIGHTNING -> hv * dv;
          case GATED_DELTA -> hv * dv + 2 * hv;
          case KIMI_DELTA -> dk + dv + hv;
          case KIMI_DELTA_WIDE -> hv * dv + dk + hv;
        };
    double s = hv * dk * dv;
    double r = linear.rule().products();
    double k = linear.convolution();
    double convolved = k > 0 ? y : 0;
    double bits = on.quantization().recurrentBits(linear.stateBits());
    double state = s * bits / Byte.SIZE + Convolution.stateBytes(k, convolved);

    List<Operator> operators = new ArrayList<>();
    operators.add(on.projection("qkv and gate projection", d * (y + z), d + y + z));
    if (linear.rule() == Rule.KIMI_DELTA) {
      double gates = dv * hv * dv + dk * hv * dk;
      operators.add(on.projection("gate expansion", gates, dk + dv + hv * dv + hv * dk));
    }
    if (linear.rule() == Rule.KIMI_DELTA_WIDE) {
      operators.add(on.projection("decay expansion", dk * hv * dk, dk + hv * dk));
    }
    operators.add(on.recurrence(r * s + k * convolved, state, y + hv * dv));
    operators.add(on.projection("output projection", hv * dv * d, hv * dv + d));
    return new LayerShare(operators, StateSize.ofSequence(state));
  }
}
