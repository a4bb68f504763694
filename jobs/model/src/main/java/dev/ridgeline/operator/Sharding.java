package dev.ridgeline.operator;

import dev.ridgeline.catalog.Attention;
import dev.ridgeline.catalog.FeedForward;
import dev.ridgeline.catalog.LayerGroup;
import dev.ridgeline.catalog.Model;
import dev.ridgeline.config.InvalidValueException;
import dev.ridgeline.config.Require;
import java.io.Serializable;
import java.util.Optional;

/**
 * How one replica of a model is laid over accelerators.
 *
 * <p>A replica has {@code max(tp, ep)} accelerators. Attention, dense feed-forward and shared
 * experts are split {@code tp} ways; where {@code ep > tp} there are {@code ep / tp} such groups,
 * each with its own share of the sequences (data-parallel attention). Routed experts are dealt to
 * {@code ep} groups, and where {@code tp > ep} each expert is itself split {@code tp / ep} ways.
 *
 * @param tp tensor parallelism
 * @param ep expert parallelism; 1 splits experts like everything else
 */
public record Sharding(int tp, int ep) implements Serializable {

  public Sharding {
    Require.positive("tp", tp);
    Require.positive("ep", ep);
    if (Math.max(tp, ep) % Math.min(tp, ep) != 0) {
      throw new InvalidValueException("ep", ep, "a divisor or a multiple of tp, " + tp);
    }
  }

  /** Accelerators of one replica. */
  public int accelerators() {
    return Math.max(tp, ep);
  }

  /** Groups that each hold the whole attention and a share of the sequences. */
  public int attentionGroups() {
    return accelerators() / tp;
  }

  /** Accelerators among which one routed expert is split. */
  public int expertSlices() {
    return accelerators() / ep;
  }

  /** Why this sharding cannot hold this model, or empty when it can. */
  public Optional<String> objection(Model model) {
    if (ep > 1 && !model.hasExperts()) {
      return Optional.of("expert parallelism " + ep + " of a model without experts");
    }
    return model.layers().stream().flatMap(group -> objection(group).stream()).findFirst();
  }

  private Optional<String> objection(LayerGroup group) {
    Attention attention = group.attention();
    if (attention.heads() % tp != 0) {
      return Optional.of(attention.heads() + " heads cannot be split " + tp + " ways");
    }
    return attention
        .<Optional<String>>match(this::objection, latent -> Optional.empty())
        .or(() -> group.ffn().match(this::objection, this::objection));
  }

  private Optional<String> objection(Attention.GroupedQuery attention) {
    int kvHeads = attention.kvHeads();
    return kvHeads % tp == 0 || tp % kvHeads == 0
        ? Optional.empty()
        : Optional.of(kvHeads + " key-value heads cannot be split or copied " + tp + " ways");
  }

  private Optional<String> objection(FeedForward.Dense ffn) {
    return ffn.intermediateSize() % tp == 0
        ? Optional.empty()
        : Optional.of(ffn.intermediateSize() + " columns cannot be split " + tp + " ways");
  }

  private Optional<String> objection(FeedForward.MixtureOfExperts ffn) {
    if (ffn.experts() % ep != 0) {
      return Optional.of(ffn.experts() + " experts cannot be dealt to " + ep + " groups");
    }
    if (ffn.expertIntermediateSize() % expertSlices() != 0) {
      return Optional.of(
          ffn.expertIntermediateSize()
              + " columns of an expert cannot be split "
              + expertSlices()
              + " ways");
    }
    return ffn.sharedIntermediateSize() % tp == 0
        ? Optional.empty()
        : Optional.of(
            ffn.sharedIntermediateSize() + " shared columns cannot be split " + tp + " ways");
  }

  @Override
  public String toString() {
    return ep == 1 ? "tp" + tp : "tp" + tp + "-ep" + ep;
  }
}
