package dev.ridgeline.operator;

import dev.ridgeline.catalog.Attention;
import java.util.List;

/** A state-space layer (Mamba-2): the operator table of that name in jobs/model/README.md. */
final class StateSpaceLayer {

  private StateSpaceLayer() {}

  static LayerShare of(Attention.StateSpace ssm, Shard on) {
    double d = on.hidden();
    double h = on.split(ssm.heads());
    double i = h * ssm.headDim();
    double bc = 2 * on.splitOrCopied(ssm.groups()) * ssm.stateSize();
    double s = i * ssm.stateSize();
    double k = ssm.convolution();
    double bits = on.quantization().recurrentBits(ssm.stateBits());
    double state = s * bits / Byte.SIZE + Convolution.stateBytes(k, i + bc);
    List<Operator> operators =
        List.of(
            on.projection("state projection", d * (2 * i + bc + h), d + 2 * i + bc + h),
            on.recurrence(2 * s + k * (i + bc), state, 2 * i + bc + h),
            on.projection("output projection", i * d, i + d));
    return new LayerShare(operators, StateSize.ofSequence(state));
  }
}
