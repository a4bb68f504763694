package dev.ridgeline.run;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.Random;
import net.jpountz.lz4.LZ4Factory;
import org.apache.spark.SparkConf;
import org.apache.spark.io.CompressionCodec;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Spark was built with an older lz4-java than the one that shuffles are compressed with. */
class CompressionTest {

  @ParameterizedTest
  @ValueSource(ints = {0, 1, 1_000, 1_000_000})
  void sparkReadsBackWhatItCompressedWithLz4(int bytes) throws IOException {
    byte[] data = new byte[bytes];
    new Random(bytes).nextBytes(data);
    CompressionCodec codec = CompressionCodec.createCodec(new SparkConf(false), "lz4");
    ByteArrayOutputStream compressed = new ByteArrayOutputStream();
    try (OutputStream out = codec.compressedOutputStream(compressed)) {
      out.write(data);
      out.write(new byte[bytes]);
    }
    assertThat(compressed.size()).isLessThan(bytes + bytes / 50 + 500);
    try (InputStream in =
        codec.compressedInputStream(new ByteArrayInputStream(compressed.toByteArray()))) {
      assertThat(in.readNBytes(bytes)).isEqualTo(data);
      assertThat(in.readAllBytes()).isEqualTo(new byte[bytes]);
    }
  }

  @Test
  void classesOfLz4AreThoseOfTheSuccessor() {
    assertThat(LZ4Factory.class.getProtectionDomain().getCodeSource().getLocation().getPath())
        .contains("at/yawk/lz4");
  }
}
