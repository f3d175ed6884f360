package io.spoor.proto.otlp;

import static io.spoor.proto.otlp.OtlpFields.*;

import io.spoor.proto.codec.DecodeLimits;
import io.spoor.proto.codec.SizeBudget;
import io.spoor.proto.wire.DecodeException;
import io.spoor.proto.wire.WireReader;

/**
 * The structural walk: lengths, wire types, id lengths, depth, and what the message may grow to.
 * Nothing is kept and no text is looked at.
 */
final class OtlpCheck {
  private final WireReader in;
  private final SizeBudget budget;
  private int spans;
  // Text in JSON may take twice what SizeBudget allows for; counted where JSON starts.
  private boolean inJson;

  OtlpCheck(byte[] bytes, int offset, int length, DecodeLimits limits) throws DecodeException {
    this.in = new WireReader(bytes, offset, length, limits.maxDepth());
    this.budget = new SizeBudget(limits, length);
  }

  /** Returns the number of spans that the decode gives. */
  int request() throws DecodeException {
    while (in.hasNext()) {
      int tag = in.readTag();
      if (tag == REQUEST_RESOURCE_SPANS) {
        resourceSpans();
      } else {
        in.skipUnknown(tag, REQUEST_FIELDS);
      }
    }
    return spans;
  }

  private void resourceSpans() throws DecodeException {
    int outer = in.enter();
    boolean anyScopes = false;
    int librarySpans = 0;
    // The stand-in for a service name, once for each resource.
    budget.addItem();
    while (in.hasNext()) {
      int tag = in.readTag();
      switch (tag) {
        case RESOURCE -> resource();
        case SCOPE_SPANS -> {
          anyScopes = true;
          spans += scopeSpans();
        }
        case LIBRARY_SPANS -> librarySpans += scopeSpans();
        default -> in.skipUnknown(tag, RESOURCE_SPANS_FIELDS);
      }
    }
    if (!anyScopes) {
      spans += librarySpans;
    }
    in.leave(outer);
  }

  private void resource() throws DecodeException {
    int outer = in.enter();
    while (in.hasNext()) {
      int tag = in.readTag();
      if (tag == RESOURCE_ATTRIBUTES) {
        keyValue();
      } else {
        in.skipUnknown(tag, RESOURCE_FIELDS);
      }
    }
    in.leave(outer);
  }

  private int scopeSpans() throws DecodeException {
    int outer = in.enter();
    int count = 0;
    // Each span repeats them.
    long nameLength = 0;
    long versionLength = 0;
    while (in.hasNext()) {
      int tag = in.readTag();
      switch (tag) {
        case SPANS -> {
          span();
          count++;
        }
        case SCOPE -> {
          int message = in.enter();
          while (in.hasNext()) {
            int field = in.readTag();
            switch (field) {
              case SCOPE_NAME -> nameLength = in.skipBytes();
              case SCOPE_VERSION -> versionLength = in.skipBytes();
              default -> in.skipUnknown(field, SCOPE_FIELDS);
            }
          }
          in.leave(message);
        }
        default -> in.skipUnknown(tag, SCOPE_SPANS_FIELDS);
      }
    }
    budget.addText(nameLength + versionLength, count);
    in.leave(outer);
    return count;
  }

  private void span() throws DecodeException {
    int outer = in.enter();
    budget.addSpan();
    while (in.hasNext()) {
      int tag = in.readTag();
      switch (tag) {
        case TRACE_ID -> id("TraceID", 16);
        case SPAN_ID, PARENT_SPAN_ID -> id("SpanID", 8);
        case TRACE_STATE, NAME -> in.skipBytes();
        case KIND -> in.readVarint();
        case START_TIME, END_TIME -> in.readFixed64();
        case ATTRIBUTES -> keyValue();
        case EVENTS -> event();
        case LINKS -> link();
        case STATUS -> status();
        default -> in.skipUnknown(tag, SPAN_FIELDS);
      }
    }
    in.leave(outer);
  }

  private void event() throws DecodeException {
    int outer = in.enter();
    budget.addItem();
    while (in.hasNext()) {
      int tag = in.readTag();
      switch (tag) {
        case EVENT_TIME -> in.readFixed64();
        case EVENT_NAME -> in.skipBytes();
        case EVENT_ATTRIBUTES -> keyValue();
        default -> in.skipUnknown(tag, EVENT_FIELDS);
      }
    }
    in.leave(outer);
  }

  private void link() throws DecodeException {
    int outer = in.enter();
    budget.addItem();
    while (in.hasNext()) {
      int tag = in.readTag();
      switch (tag) {
        case LINK_TRACE_ID -> id("TraceID", 16);
        case LINK_SPAN_ID -> id("SpanID", 8);
        case LINK_ATTRIBUTES -> keyValue();
        default -> in.skipUnknown(tag, LINK_FIELDS);
      }
    }
    in.leave(outer);
  }

  private void status() throws DecodeException {
    int outer = in.enter();
    while (in.hasNext()) {
      int tag = in.readTag();
      switch (tag) {
        case STATUS_MESSAGE -> in.skipBytes();
        case STATUS_CODE -> in.readVarint();
        default -> in.skipUnknown(tag, STATUS_FIELDS);
      }
    }
    in.leave(outer);
  }

  private void keyValue() throws DecodeException {
    int outer = in.enter();
    while (in.hasNext()) {
      int tag = in.readTag();
      switch (tag) {
        case KEY -> in.skipBytes();
        case VALUE -> anyValue();
        default -> in.skipUnknown(tag, KEY_VALUE_FIELDS);
      }
    }
    in.leave(outer);
  }

  private void anyValue() throws DecodeException {
    int outer = in.enter();
    while (in.hasNext()) {
      int tag = in.readTag();
      switch (tag) {
        case STRING_VALUE, BYTES_VALUE -> in.skipBytes();
        case INT_VALUE, BOOL_VALUE -> in.readVarint();
        case DOUBLE_VALUE -> in.readFixed64();
        case ARRAY_VALUE, KVLIST_VALUE -> values(tag);
        default -> in.skipUnknown(tag, ANY_VALUE_FIELDS);
      }
    }
    in.leave(outer);
  }

  private void values(int kind) throws DecodeException {
    int outer = in.enter();
    boolean startsJson = !inJson;
    if (startsJson) {
      inJson = true;
      budget.addText(in.end() - in.position(), 1);
    }
    while (in.hasNext()) {
      int tag = in.readTag();
      if (tag != VALUES) {
        in.skipUnknown(tag, VALUES_FIELDS);
      } else if (kind == ARRAY_VALUE) {
        anyValue();
      } else {
        keyValue();
      }
    }
    if (startsJson) {
      inJson = false;
    }
    in.leave(outer);
  }

  private void id(String name, int size) throws DecodeException {
    int length = in.skipBytes();
    if (length != size && length != 0) {
      throw new DecodeException("invalid length for " + name + ": " + length);
    }
  }
}
