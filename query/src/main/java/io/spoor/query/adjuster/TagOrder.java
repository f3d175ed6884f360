package io.spoor.query.adjuster;

import io.spoor.proto.jaeger.v2.KeyValue;
import java.util.Comparator;

/** The order adjusters sort tags in: by key, then type, then value. */
final class TagOrder {
  static final Comparator<KeyValue> BY_KEY_TYPE_VALUE =
      Comparator.comparing(KeyValue::getKey)
          .thenComparing(KeyValue::getVType)
          .thenComparing(KeyValue::getVStr)
          .thenComparing(KeyValue::getVBool)
          .thenComparing(KeyValue::getVInt64)
          .thenComparing(KeyValue::getVFloat64)
          .thenComparing(tag -> tag.getVBinary().asReadOnlyByteBuffer());

  private TagOrder() {}
}
