package dev.ridgeline.parquet;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.util.Random;
import org.apache.parquet.column.values.rle.RunLengthBitPackingHybridDecoder;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Parquet's own decoder reads the numbers back. */
class RunLengthsTest {

  @ParameterizedTest
  @ValueSource(ints = {0, 1, 3, 8, 11, 17, 24})
  void numbersAreReadBack(int width) throws IOException {
    Random random = new Random(width);
    for (int longest : new int[] {1, 3, 9, 40, 3000}) {
      int[] numbers = new int[2000];
      for (int i = 0; i < numbers.length; ) {
        int number = random.nextInt(1 << width);
        for (int left = 1 + random.nextInt(longest); left > 0 && i < numbers.length; left--) {
          numbers[i++] = number;
        }
      }
      RunLengths runs = new RunLengths();
      for (int number : numbers) {
        runs.add(number, 1);
      }
      byte[] bytes = runs.encode(width);
      RunLengthBitPackingHybridDecoder decoder =
          new RunLengthBitPackingHybridDecoder(
              width, new ByteArrayInputStream(bytes, 0, runs.size()));
      int[] read = new int[numbers.length];
      for (int i = 0; i < read.length; i++) {
        read[i] = decoder.readInt();
      }
      assertThat(read).isEqualTo(numbers);
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 12})
  void oneLongRunIsAFewBytes(int width) {
    RunLengths runs = new RunLengths();
    runs.add(1, 5_000);
    runs.add(1, 5_000);
    runs.encode(width);
    // The length has 14 bits and one more: three bytes. The number has one or two.
    assertThat(runs.size()).isEqualTo(width == 1 ? 4 : 5);
  }
}
