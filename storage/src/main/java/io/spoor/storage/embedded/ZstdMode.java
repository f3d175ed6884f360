package io.spoor.storage.embedded;

import com.github.luben.zstd.ZstdCompressCtx;
import com.github.luben.zstd.ZstdDecompressCtx;
import com.github.luben.zstd.ZstdException;
import java.io.IOException;
import org.apache.lucene.codecs.compressing.CompressionMode;
import org.apache.lucene.codecs.compressing.Compressor;
import org.apache.lucene.codecs.compressing.Decompressor;
import org.apache.lucene.index.CorruptIndexException;
import org.apache.lucene.store.ByteBuffersDataInput;
import org.apache.lucene.store.DataInput;
import org.apache.lucene.store.DataOutput;
import org.apache.lucene.store.IndexInput;
import org.apache.lucene.util.ArrayUtil;
import org.apache.lucene.util.BytesRef;

/** One zstd frame a block, its length in front. */
final class ZstdMode extends CompressionMode {
  /** Merges copy blocks as they are only between segments of the very same mode object. */
  static final ZstdMode INSTANCE = new ZstdMode();

  private static final int LEVEL = 3;

  private ZstdMode() {}

  @Override
  public Compressor newCompressor() {
    return new ZstdCompressor();
  }

  @Override
  public Decompressor newDecompressor() {
    return new ZstdDecompressor();
  }

  private static final class ZstdCompressor extends Compressor {
    private final ZstdCompressCtx context = new ZstdCompressCtx();
    private byte[] raw = new byte[0];
    private byte[] compressed = new byte[0];

    ZstdCompressor() {
      context.setLevel(LEVEL);
      context.setChecksum(false);
      context.setContentSize(false);
    }

    @Override
    public void compress(ByteBuffersDataInput in, DataOutput out) throws IOException {
      int length = Math.toIntExact(in.length());
      raw = ArrayUtil.growNoCopy(raw, length);
      in.readBytes(raw, 0, length);
      int bound = Math.toIntExact(com.github.luben.zstd.Zstd.compressBound(length));
      compressed = ArrayUtil.growNoCopy(compressed, bound);
      int size = context.compressByteArray(compressed, 0, compressed.length, raw, 0, length);
      out.writeVInt(size);
      out.writeBytes(compressed, size);
    }

    @Override
    public void close() {
      context.close();
    }
  }

  /** Remembers the last block: neighbours are often read one after the other. */
  private static final class ZstdDecompressor extends Decompressor {
    private byte[] compressed = new byte[0];
    private byte[] block = new byte[0];
    // Where the block came from; none if negative.
    private long blockAt = -1;

    @Override
    public void decompress(DataInput in, int originalLength, int offset, int length, BytesRef into)
        throws IOException {
      long at = in instanceof IndexInput file ? file.getFilePointer() : -1;
      int size = in.readVInt();
      if (at >= 0 && at == blockAt && block.length == originalLength) {
        in.skipBytes(size);
      } else {
        blockAt = -1;
        compressed = ArrayUtil.growNoCopy(compressed, size);
        in.readBytes(compressed, 0, size);
        block = decompressed(in, size, originalLength);
        blockAt = at;
      }
      // Nobody writes into what a decompressor hands out.
      into.bytes = block;
      into.offset = offset;
      into.length = length;
    }

    private byte[] decompressed(DataInput in, int size, int originalLength) throws IOException {
      byte[] raw = new byte[originalLength];
      // Lucene never closes a decompressor, so the native context cannot outlive this call.
      try (ZstdDecompressCtx context = new ZstdDecompressCtx()) {
        int got = context.decompressByteArray(raw, 0, originalLength, compressed, 0, size);
        if (got != originalLength) {
          throw new CorruptIndexException("a block of " + got + " for " + originalLength, in);
        }
        return raw;
      } catch (ZstdException e) {
        throw new CorruptIndexException("not a zstd block", in, e);
      }
    }

    @Override
    public Decompressor clone() {
      return new ZstdDecompressor();
    }
  }
}
