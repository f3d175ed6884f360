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
import org.apache.lucene.util.ArrayUtil;
import org.apache.lucene.util.BytesRef;

/** One zstd frame a block, its length in front. */
final class ZstdMode extends CompressionMode {
  private static final int LEVEL = 3;

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

  private static final class ZstdDecompressor extends Decompressor {
    private byte[] compressed = new byte[0];

    @Override
    public void decompress(DataInput in, int originalLength, int offset, int length, BytesRef into)
        throws IOException {
      int size = in.readVInt();
      compressed = ArrayUtil.growNoCopy(compressed, size);
      in.readBytes(compressed, 0, size);
      into.bytes = ArrayUtil.growNoCopy(into.bytes, originalLength);
      // Lucene never closes a decompressor, so the native context cannot outlive this call.
      try (ZstdDecompressCtx context = new ZstdDecompressCtx()) {
        int got = context.decompressByteArray(into.bytes, 0, originalLength, compressed, 0, size);
        if (got != originalLength) {
          throw new CorruptIndexException("a block of " + got + " for " + originalLength, in);
        }
      } catch (ZstdException e) {
        throw new CorruptIndexException("not a zstd block", in, e);
      }
      into.offset = offset;
      into.length = length;
    }

    @Override
    public Decompressor clone() {
      return new ZstdDecompressor();
    }
  }
}
