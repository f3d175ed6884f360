package io.spoor.proto.thrift;

/**
 * Headers of the fields of {@code jaeger.thrift}, as {@link ThriftReader#readField} gives them: a
 * field of another type than the declared one is not that field, and is skipped. {@code _REQUIRED}
 * has a bit for the id of each required field.
 */
final class ThriftFields {
  static final int BATCH_PROCESS = 1 << 4 | ThriftReader.STRUCT;
  static final int BATCH_SPANS = 2 << 4 | ThriftReader.LIST;
  static final int BATCH_SEQUENCE = 3 << 4 | ThriftReader.I64;
  static final int BATCH_STATS = 4 << 4 | ThriftReader.STRUCT;

  static final int PROCESS_SERVICE_NAME = 1 << 4 | ThriftReader.STRING;
  static final int PROCESS_TAGS = 2 << 4 | ThriftReader.LIST;

  static final int SPAN_TRACE_ID_LOW = 1 << 4 | ThriftReader.I64;
  static final int SPAN_TRACE_ID_HIGH = 2 << 4 | ThriftReader.I64;
  static final int SPAN_SPAN_ID = 3 << 4 | ThriftReader.I64;
  static final int SPAN_PARENT_SPAN_ID = 4 << 4 | ThriftReader.I64;
  static final int SPAN_OPERATION_NAME = 5 << 4 | ThriftReader.STRING;
  static final int SPAN_REFERENCES = 6 << 4 | ThriftReader.LIST;
  static final int SPAN_FLAGS = 7 << 4 | ThriftReader.I32;
  static final int SPAN_START_TIME = 8 << 4 | ThriftReader.I64;
  static final int SPAN_DURATION = 9 << 4 | ThriftReader.I64;
  static final int SPAN_TAGS = 10 << 4 | ThriftReader.LIST;
  static final int SPAN_LOGS = 11 << 4 | ThriftReader.LIST;

  static final int REF_TYPE = 1 << 4 | ThriftReader.I32;
  static final int REF_TRACE_ID_LOW = 2 << 4 | ThriftReader.I64;
  static final int REF_TRACE_ID_HIGH = 3 << 4 | ThriftReader.I64;
  static final int REF_SPAN_ID = 4 << 4 | ThriftReader.I64;

  static final int LOG_TIMESTAMP = 1 << 4 | ThriftReader.I64;
  static final int LOG_FIELDS = 2 << 4 | ThriftReader.LIST;

  static final int TAG_KEY = 1 << 4 | ThriftReader.STRING;
  static final int TAG_TYPE = 2 << 4 | ThriftReader.I32;
  static final int TAG_STRING = 3 << 4 | ThriftReader.STRING;
  static final int TAG_DOUBLE = 4 << 4 | ThriftReader.DOUBLE;
  static final int TAG_BOOL = 5 << 4 | ThriftReader.BOOL;
  static final int TAG_LONG = 6 << 4 | ThriftReader.I64;
  static final int TAG_BINARY = 7 << 4 | ThriftReader.STRING;

  // The order differs from the model's value types.
  static final int STRING_TYPE = 0;
  static final int DOUBLE_TYPE = 1;
  static final int BOOL_TYPE = 2;
  static final int LONG_TYPE = 3;
  static final int BINARY_TYPE = 4;

  static final int STATS_FULL_QUEUE = 1 << 4 | ThriftReader.I64;
  static final int STATS_TOO_LARGE = 2 << 4 | ThriftReader.I64;
  static final int STATS_FAILED = 3 << 4 | ThriftReader.I64;

  private ThriftFields() {}
}
