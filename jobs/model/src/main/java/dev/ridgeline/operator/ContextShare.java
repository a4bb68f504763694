package dev.ridgeline.operator;

import java.util.List;

/**
 * The share of the tokens of a sequence that an accelerator has, where context parallelism deals
 * them to several.
 *
 * <p><b>Prefill</b> ({@code cp}): each rank has an equal part of a prompt's new tokens. The parts
 * are balanced under the causal mask, since a rank has an early and a late chunk (Llama 3, arXiv
 * 2407.21783, section 3.3.2). Its queries see the whole context, whose keys and values an
 * all-gather brings. So rows and pairs are divided, and state is read and latents are expanded on
 * every rank. Each rank keeps the state of its own tokens. The LM head counts on every rank.
 *
 * <p><b>Decode</b> ({@code dcp}): accelerators of a tensor-parallel group that would hold copies of
 * the state deal its tokens among themselves. Each computes the heads of all of them over its part
 * of the tokens (vLLM, docs/serving/context_parallel_deployment.md). Pairs stay as many, state and
 * its traffic are divided, and queries and outputs are multiplied.
 *
 * @param prompt ranks among which tokens of a prompt are dealt in this phase
 * @param kept ranks among which state is dealt
 * @param read ranks among which the state that decode reads is dealt
 */
record ContextShare(int prompt, int kept, int read) {

  static ContextShare of(Shard on) {
    Sharding sharding = on.sharding();
    return new ContextShare(
        on.prefills() ? sharding.cp() : 1,
        sharding.cp() * sharding.dcp(),
        on.prefills() ? 1 : sharding.dcp());
  }

  /** An operator with the share of this accelerator. Routed experts have it already. */
  Operator of(Operator operator) {
    if (kept == 1 || operator.routing().isPresent()) {
      return operator;
    }
    boolean readsContext = operator.stateReadBytes().growsWithContext();
    Amount activations = rows(operator.activationBytes());
    return operator.with(
        rows(operator.flops()),
        rows(operator.stateReadBytes()).times(readsContext ? 1.0 / read : 1),
        operator.stateWriteBytes().perToken() > 0
            ? operator.stateWriteBytes().times(1.0 / kept)
            : operator.stateWriteBytes(),
        readsContext ? activations.times(read) : activations);
  }

  /** The state that this accelerator keeps; recurrent state is not dealt. */
  StateSize of(StateSize state) {
    return kept == 1
        ? state
        : new StateSize(state.perSequence(), 0, List.of())
            .plus(new StateSize(0, state.perToken(), state.windows()).times(1.0 / kept));
  }

  private Amount rows(Amount amount) {
    double share = 1.0 / prompt;
    return new Amount(
        amount.perSequence(),
        amount.perPass(),
        amount.perToken() * share,
        amount.perContextToken(),
        amount.perPair() * share);
  }
}
