package io.spoor.proto.model;

import io.spoor.proto.wire.DecodeException;
import io.spoor.proto.wire.WireReader;

/**
 * Reads one tag ({@code jaeger.api_v2.KeyValue}) where it stands, without copying: a flyweight that
 * is pointed at one tag after the other. Confined to one thread.
 */
public final class TagReader {
  public static final int STRING = 0;
  public static final int BOOL = 1;
  public static final int INT64 = 2;
  public static final int FLOAT64 = 3;
  public static final int BINARY = 4;

  private final WireReader in = new WireReader();
  private int keyOffset;
  private int keyLength;
  private int type;
  private int textOffset;
  private int textLength;
  private int binaryOffset;
  private int binaryLength;
  private boolean boolValue;
  private long int64Value;
  private double float64Value;

  /** Points this reader at the tag whose content is these bytes, which stay the caller's. */
  public TagReader reset(byte[] bytes, int offset, int length) throws DecodeException {
    keyOffset = offset;
    keyLength = 0;
    type = STRING;
    textOffset = offset;
    textLength = 0;
    binaryOffset = offset;
    binaryLength = 0;
    boolValue = false;
    int64Value = 0;
    float64Value = 0;
    in.reset(bytes, offset, length);
    while (in.hasNext()) {
      readField(in.readTag());
    }
    return this;
  }

  private void readField(int tag) throws DecodeException {
    switch (tag) {
      case 0x0a -> {
        keyLength = in.readLength();
        keyOffset = in.position();
        in.skip(keyLength);
      }
      case 0x10 -> type = (int) in.readVarint();
      case 0x1a -> {
        textLength = in.readLength();
        textOffset = in.position();
        in.skip(textLength);
      }
      case 0x20 -> boolValue = in.readVarint() != 0;
      case 0x28 -> int64Value = in.readVarint();
      case 0x31 -> float64Value = Double.longBitsToDouble(in.readFixed64());
      case 0x3a -> {
        binaryLength = in.readLength();
        binaryOffset = in.position();
        in.skip(binaryLength);
      }
      default -> in.skipValue(tag);
    }
  }

  /** What the offsets point into. */
  public byte[] array() {
    return in.array();
  }

  public int keyOffset() {
    return keyOffset;
  }

  public int keyLength() {
    return keyLength;
  }

  /**
   * {@link #STRING} to {@link #BINARY}; the value of another type is for the other type's getter.
   */
  public int type() {
    return type;
  }

  /** Where the content of a {@link #STRING} or {@link #BINARY} value starts. */
  public int valueOffset() {
    return type == BINARY ? binaryOffset : textOffset;
  }

  /** Bytes of the content of a {@link #STRING} or {@link #BINARY} value. */
  public int valueLength() {
    return type == BINARY ? binaryLength : textLength;
  }

  public boolean boolValue() {
    return boolValue;
  }

  public long int64Value() {
    return int64Value;
  }

  public double float64Value() {
    return float64Value;
  }
}
