package io.spoor.proto.jaeger;

/**
 * Tags of {@code jaeger.api_v2}: {@code number << 3 | wire type}. {@code _FIELDS} has a bit for
 * each field number of a message.
 */
final class JaegerFields {
  static final int REQUEST_BATCH = 0x0a;
  static final long REQUEST_FIELDS = 1 << 1;

  static final int BATCH_SPANS = 0x0a;
  static final int BATCH_PROCESS = 0x12;
  static final long BATCH_FIELDS = 1 << 1 | 1 << 2;

  static final int TRACE_ID = 0x0a;
  static final int SPAN_ID = 0x12;
  static final int OPERATION_NAME = 0x1a;
  static final int REFERENCES = 0x22;
  static final int FLAGS = 0x28;
  static final int START_TIME = 0x32;
  static final int DURATION = 0x3a;
  static final int TAGS = 0x42;
  static final int LOGS = 0x4a;
  static final int PROCESS = 0x52;
  static final int PROCESS_ID = 0x5a;
  static final int WARNINGS = 0x62;
  static final long SPAN_FIELDS = (1 << 13) - 2;

  static final int REF_TRACE_ID = 0x0a;
  static final int REF_SPAN_ID = 0x12;
  static final int REF_TYPE = 0x18;
  static final long REF_FIELDS = 1 << 1 | 1 << 2 | 1 << 3;

  static final int SERVICE_NAME = 0x0a;
  static final int PROCESS_TAGS = 0x12;
  static final long PROCESS_FIELDS = 1 << 1 | 1 << 2;

  static final int LOG_TIMESTAMP = 0x0a;
  static final int LOG_FIELDS_TAG = 0x12;
  static final long LOG_FIELDS = 1 << 1 | 1 << 2;

  static final int KEY = 0x0a;
  static final int TYPE = 0x10;
  static final int STRING_VALUE = 0x1a;
  static final int BOOL_VALUE = 0x20;
  static final int INT64_VALUE = 0x28;
  static final int FLOAT64_VALUE = 0x31;
  static final int BINARY_VALUE = 0x3a;
  static final long KEY_VALUE_FIELDS = (1 << 8) - 2;

  static final int STRING_TYPE = 0;
  static final int BOOL_TYPE = 1;
  static final int INT64_TYPE = 2;
  static final int FLOAT64_TYPE = 3;
  static final int BINARY_TYPE = 4;

  /** Of {@code Timestamp} and {@code Duration} alike. */
  static final int SECONDS = 0x08;

  static final int NANOS = 0x10;
  static final long TIME_FIELDS = 1 << 1 | 1 << 2;

  private JaegerFields() {}
}
