package io.spoor.bench.variant;

import com.github.luben.zstd.Zstd;
import com.github.luben.zstd.ZstdCompressCtx;

/** Zstd at the level of the embedded store, with buffers that stay. */
final class Compressor {
  private final ZstdCompressCtx context = new ZstdCompressCtx().setLevel(3);
  private final byte[] input = new byte[1 << 16];
  private final byte[] output = new byte[(int) Zstd.compressBound(1 << 16)];

  byte[] input() {
    return input;
  }

  int compress(int length) {
    return context.compressByteArray(output, 0, output.length, input, 0, length);
  }
}
