package dev.ridgeline.reduce;

import dev.ridgeline.evaluate.PairSides;
import java.util.Arrays;

/**
 * Sides of a block that are joined together: those of all batches at which the prefill sides are
 * the same. There is a table of sides of each phase for every policy and tariff.
 */
final class PairRun {

  private final PairBlock block;
  private final SideTable[] prefills;
  private final SideTable[] decodes;
  private final int[] versions;
  private int batchClass;
  private int firstBatch;
  private boolean isBegun;

  PairRun(PairBlock block, int tables) {
    this.block = block;
    this.prefills = tables(tables);
    this.decodes = tables(tables);
    this.versions = new int[block.prefills().length];
  }

  private static SideTable[] tables(int number) {
    SideTable[] tables = new SideTable[number];
    Arrays.setAll(tables, any -> new SideTable());
    return tables;
  }

  PairBlock block() {
    return block;
  }

  /** Prefill sides under a policy and a tariff. */
  SideTable prefills(int table) {
    return prefills[table];
  }

  /**
   * Decode sides under a policy and a tariff. The place of a side is that in the block, plus the
   * number of places in the block for each batch before its own.
   */
  SideTable decodes(int table) {
    return decodes[table];
  }

  /** Whether it has sides. */
  boolean isBegun() {
    return isBegun;
  }

  /**
   * Whether the sides of a load may join the others: its prefill sides are the same, and its batch
   * is of the same group.
   */
  boolean continuesWith(PairSides sides, int groupOfBatch) {
    if (!isBegun || groupOfBatch != batchClass) {
      return false;
    }
    int[] pools = block.prefills();
    for (int place = 0; place < pools.length; place++) {
      if (pools[place] != PairSides.NONE
          && versions[place] != sides.versionOfPrefill(pools[place])) {
        return false;
      }
    }
    return true;
  }

  /**
   * Drops all sides, and begins with those of a load.
   *
   * @param groupOfBatch class of the batch
   * @param batch position of the batch
   */
  void begin(PairSides sides, int groupOfBatch, int batch) {
    int[] pools = block.prefills();
    for (int place = 0; place < pools.length; place++) {
      if (pools[place] != PairSides.NONE) {
        versions[place] = sides.versionOfPrefill(pools[place]);
      }
    }
    batchClass = groupOfBatch;
    firstBatch = batch;
    clear();
    isBegun = true;
  }

  /** Position of the first batch, whose group is that of all. */
  int batch() {
    return firstBatch;
  }

  /** Drops all sides. */
  void clear() {
    isBegun = false;
    for (int table = 0; table < prefills.length; table++) {
      prefills[table].clear();
      decodes[table].clear();
    }
  }
}
