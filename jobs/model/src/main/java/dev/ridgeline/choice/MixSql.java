package dev.ridgeline.choice;

import dev.ridgeline.deployment.KvTier;
import dev.ridgeline.evaluate.CellColumns;

/** SQL over cells for the names of mixes. */
public final class MixSql {

  /** The accelerators of a cell by pool, such as {@code b200 > h200-sxm}. */
  public static final String HARDWARE =
      "concat(if(%1$s IS NULL, '', concat(%2$s, ' > ')), %3$s, if(%4$s IS NULL, '', concat(' + ', %4$s)))"
          .formatted(CellColumns.LINK, CellColumns.PREFILL, CellColumns.DECODE, CellColumns.FFN);

  /** The mix of a cell, as {@link Mix#name()} has it: {@code b200 > h200-sxm, ib-ndr-400}. */
  public static final String NAME =
      "concat(%1$s, if(%2$s = '%3$s', '', concat(', ', %2$s)), if(%4$s IS NULL, '', concat(', ', %4$s)))"
          .formatted(HARDWARE, CellColumns.TIER, KvTier.NONE.id(), CellColumns.LINK);

  private MixSql() {}
}
