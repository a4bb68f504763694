package dev.ridgeline.store;

import static org.assertj.core.api.Assertions.assertThat;

import org.apache.hadoop.conf.Configuration;

/** Such deaths where nothing can be renamed, at every third change. */
class KilledRunInAStoreTest extends KilledRunTest {

  private static final Configuration HADOOP = ObjectStore.hadoop();

  @Override
  String scheme() {
    return "store";
  }

  @Override
  Configuration hadoop() {
    return HADOOP;
  }

  @Override
  int step() {
    return 3;
  }

  /** The old run goes first, because its files are in the place of the new ones. */
  @Override
  void assertKept(int kept, int deaths) {
    assertThat(kept).isPositive().isLessThan(deaths / 2);
  }

  /** No test here: to resume twice is to resume once more. */
  @Override
  void aRunThatDiesTwiceGoesOnToo() {
    // It takes as long as all others.
  }
}
