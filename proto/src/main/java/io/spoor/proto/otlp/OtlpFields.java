package io.spoor.proto.otlp;

/**
 * Tags of {@code opentelemetry.proto.trace.v1} and {@code common.v1}: {@code number << 3 | wire
 * type}. {@code _FIELDS} has a bit for the number of each field that we read.
 */
final class OtlpFields {
  static final int REQUEST_RESOURCE_SPANS = 0x0a;
  static final long REQUEST_FIELDS = 1 << 1;

  static final int RESOURCE = 0x0a;
  static final int SCOPE_SPANS = 0x12;

  /** Field 1000 of OTLP before 0.9: read only where there is nothing else. */
  static final int LIBRARY_SPANS = 1000 << 3 | 2;

  static final long RESOURCE_SPANS_FIELDS = 1 << 1 | 1 << 2;

  static final int RESOURCE_ATTRIBUTES = 0x0a;
  static final long RESOURCE_FIELDS = 1 << 1;

  static final int SCOPE = 0x0a;
  static final int SPANS = 0x12;
  static final long SCOPE_SPANS_FIELDS = 1 << 1 | 1 << 2;

  static final int SCOPE_NAME = 0x0a;
  static final int SCOPE_VERSION = 0x12;
  static final long SCOPE_FIELDS = 1 << 1 | 1 << 2;

  static final int TRACE_ID = 0x0a;
  static final int SPAN_ID = 0x12;
  static final int TRACE_STATE = 0x1a;
  static final int PARENT_SPAN_ID = 0x22;
  static final int NAME = 0x2a;
  static final int KIND = 0x30;
  static final int START_TIME = 0x39;
  static final int END_TIME = 0x41;
  static final int ATTRIBUTES = 0x4a;
  static final int EVENTS = 0x5a;
  static final int LINKS = 0x6a;
  static final int STATUS = 0x7a;
  static final long SPAN_FIELDS = (1 << 10) - 2 | 1 << 11 | 1 << 13 | 1 << 15;

  static final int EVENT_TIME = 0x09;
  static final int EVENT_NAME = 0x12;
  static final int EVENT_ATTRIBUTES = 0x1a;
  static final long EVENT_FIELDS = 1 << 1 | 1 << 2 | 1 << 3;

  static final int LINK_TRACE_ID = 0x0a;
  static final int LINK_SPAN_ID = 0x12;
  static final int LINK_ATTRIBUTES = 0x22;
  static final long LINK_FIELDS = 1 << 1 | 1 << 2 | 1 << 4;

  static final int STATUS_MESSAGE = 0x12;
  static final int STATUS_CODE = 0x18;
  static final long STATUS_FIELDS = 1 << 2 | 1 << 3;

  static final int KEY = 0x0a;
  static final int VALUE = 0x12;
  static final long KEY_VALUE_FIELDS = 1 << 1 | 1 << 2;

  static final int STRING_VALUE = 0x0a;
  static final int BOOL_VALUE = 0x10;
  static final int INT_VALUE = 0x18;
  static final int DOUBLE_VALUE = 0x21;
  static final int ARRAY_VALUE = 0x2a;
  static final int KVLIST_VALUE = 0x32;
  static final int BYTES_VALUE = 0x3a;
  static final long ANY_VALUE_FIELDS = (1 << 8) - 2;

  /** Of {@code ArrayValue} and {@code KeyValueList} alike. */
  static final int VALUES = 0x0a;

  static final long VALUES_FIELDS = 1 << 1;

  private OtlpFields() {}
}
