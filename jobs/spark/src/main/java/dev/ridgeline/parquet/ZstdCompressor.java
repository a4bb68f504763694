package dev.ridgeline.parquet;

import com.github.luben.zstd.Zstd;
import com.github.luben.zstd.ZstdCompressCtx;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Arrays;
import org.apache.parquet.bytes.BytesInput;
import org.apache.parquet.bytes.HeapByteBufferAllocator;
import org.apache.parquet.compression.CompressionCodecFactory.BytesInputCompressor;
import org.apache.parquet.hadoop.metadata.CompressionCodecName;

/**
 * Compresses pages with zstd, whole. Parquet's own compressor makes a stream for each page, which
 * takes longer than to compress one of few bytes. A page at once also has tables of its size.
 */
final class ZstdCompressor implements BytesInputCompressor {

  /** The level that Parquet and Spark use where nobody chooses one. */
  private static final int LEVEL = 3;

  private final ZstdCompressCtx context = new ZstdCompressCtx().setLevel(LEVEL);
  private byte[] target = new byte[1 << 16];

  @Override
  public BytesInput compress(BytesInput bytes) throws IOException {
    ByteBuffer page = bytes.toByteBuffer(HeapByteBufferAllocator.getInstance(), released -> {});
    int most = Math.toIntExact(Zstd.compressBound(page.remaining()));
    if (target.length < most) {
      target = new byte[most];
    }
    int from = page.arrayOffset() + page.position();
    int size =
        context.compressByteArray(target, 0, target.length, page.array(), from, page.remaining());
    return BytesInput.from(Arrays.copyOf(target, size));
  }

  @Override
  public CompressionCodecName getCodecName() {
    return CompressionCodecName.ZSTD;
  }

  @Override
  public void release() {
    context.close();
  }
}
