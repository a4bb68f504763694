package dev.ridgeline.choice;

import dev.ridgeline.deployment.KvTier;
import dev.ridgeline.evaluate.CellColumn;
import dev.ridgeline.evaluate.CellColumns;
import java.io.Serializable;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The hardware of a cell, by catalog ids.
 *
 * @param prefill accelerator that runs prefill
 * @param decode accelerator that runs decode, or its attention side
 * @param feedForward accelerator of the feed-forward side of decode; null where decode is not split
 * @param link link between the pools; null where the mix is colocated
 * @param tier memory tier, or {@code none}
 */
public record Mix(
    String prefill, String decode, @Nullable String feedForward, @Nullable String link, String tier)
    implements Serializable {

  /** Names of the columns of cells that define a mix, in the order of the components. */
  public static List<String> columns() {
    return Stream.of(
            CellColumns.PREFILL,
            CellColumns.DECODE,
            CellColumns.FFN,
            CellColumns.LINK,
            CellColumns.TIER)
        .map(CellColumn::name)
        .toList();
  }

  /** Returns the mix of a cell, from its values of {@link #columns()}. */
  public static Mix of(List<@Nullable String> values) {
    return new Mix(values.get(0), values.get(1), values.get(2), values.get(3), values.get(4));
  }

  /** Name of the mix in tables, such as {@code b200 > h200-sxm, ib-ndr-400}. */
  public String name() {
    StringBuilder name = new StringBuilder(isColocated() ? "" : prefill + " > ").append(decode);
    if (feedForward != null) {
      name.append(" + ").append(feedForward);
    }
    if (!tier.equals(KvTier.NONE.id())) {
      name.append(", ").append(tier);
    }
    return isColocated() ? name.toString() : name.append(", ").append(link).toString();
  }

  /** Whether the mix is colocated: one pool runs both phases. */
  boolean isColocated() {
    return link == null;
  }

  /** Whether all pools have accelerators of one kind. */
  boolean isHomogeneous() {
    return accelerators().size() == 1;
  }

  /** Accelerators of the mix, each once. */
  List<String> accelerators() {
    List<String> kinds = new ArrayList<>(List.of(prefill));
    for (String other : new String[] {decode, feedForward}) {
      if (other != null && !kinds.contains(other)) {
        kinds.add(other);
      }
    }
    return kinds;
  }
}
