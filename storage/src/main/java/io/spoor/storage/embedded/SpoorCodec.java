package io.spoor.storage.embedded;

import org.apache.lucene.codecs.FilterCodec;
import org.apache.lucene.codecs.StoredFieldsFormat;
import org.apache.lucene.codecs.lucene90.compressing.Lucene90CompressingStoredFieldsFormat;
import org.apache.lucene.codecs.lucene912.Lucene912Codec;

/**
 * Lucene's codec, with stored fields compressed by zstd. Public because Lucene finds it by its name
 * through {@code META-INF/services}; the name is in every segment and never changes its meaning.
 */
public final class SpoorCodec extends FilterCodec {
  /** Raw bytes that are compressed together: reading one chunk decompresses as much. */
  private static final int BLOCK_BYTES = 256 << 10;

  private static final int MAX_CHUNKS_A_BLOCK = 1024;
  private static final int BLOCKS_A_INDEX_ENTRY = 10;

  private final StoredFieldsFormat storedFields =
      new Lucene90CompressingStoredFieldsFormat(
          "SpoorZstd1", ZstdMode.INSTANCE, BLOCK_BYTES, MAX_CHUNKS_A_BLOCK, BLOCKS_A_INDEX_ENTRY);

  public SpoorCodec() {
    super("Spoor1", new Lucene912Codec());
  }

  @Override
  public StoredFieldsFormat storedFieldsFormat() {
    return storedFields;
  }
}
