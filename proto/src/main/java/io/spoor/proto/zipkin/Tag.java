package io.spoor.proto.zipkin;

/** A key with a value, or an address of version 1. Text stands in the message. */
final class Tag {
  // Numbers of AnnotationType.
  static final int BOOL = 0;
  static final int BYTES = 1;
  static final int I16 = 2;
  static final int I32 = 3;
  static final int I64 = 4;
  static final int DOUBLE = 5;
  static final int STRING = 6;

  /** Whether a key was sent, perhaps an empty one. Version 1 only. */
  boolean hasKey;

  int keyAt;
  int keyLength;

  /** A number of the above, or one that nobody knows. */
  int type;

  /** The content of text and bytes. */
  int valueAt;

  int valueLength;

  /** A number, the bits of a double, or 1 for true. */
  long bits;

  /** Whether the bytes of the value are no value of the type. */
  boolean broken;

  /** Whether an endpoint was sent, perhaps an empty one. */
  boolean hasEndpoint;

  /** Who has it, or whose address it is: empty if nobody says. Version 1 only. */
  final Endpoint endpoint = new Endpoint();

  /** Whether it is version 1's "lc", which has another name in the model. */
  boolean isComponent;

  // Set by SpanTags.
  int hash;
  boolean isLast;
  TagRole role = TagRole.ORDINARY;

  Tag clear() {
    hasKey = false;
    keyAt = 0;
    keyLength = 0;
    type = STRING;
    valueAt = 0;
    valueLength = 0;
    bits = 0;
    broken = false;
    hasEndpoint = false;
    isComponent = false;
    endpoint.clear();
    return this;
  }
}
