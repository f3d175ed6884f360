package io.spoor.storage.elasticsearch.write;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import io.spoor.proto.wire.DecodeException;
import java.io.IOException;
import java.util.HashMap;
import java.util.Map;

/**
 * What became of each document of a bulk request.
 *
 * @param failures by the document's place; all others are stored
 */
record BulkAnswer(Map<Integer, Failure> failures) {
  /** Enough of an answer to judge by it; the rest is noise on the wire. */
  static final String FILTER =
      "errors,items.*.status,items.*.error.type,items.*.error.reason,"
          + "items.*.error.caused_by.type,items.*.error.caused_by.reason";

  private static final JsonFactory JSON = new JsonFactory();

  /** Why a document is not stored. */
  record Failure(int status, String type, String reason) {}

  BulkAnswer {
    failures = Map.copyOf(failures);
  }

  /**
   * @param documents that were sent: an answer about more or fewer is none
   */
  static BulkAnswer parse(byte[] body, int documents) throws DecodeException {
    Map<Integer, Failure> failures = new HashMap<>();
    int items = -1;
    try (JsonParser in = JSON.createParser(body)) {
      if (in.nextToken() != JsonToken.START_OBJECT) {
        throw new DecodeException("not an object");
      }
      while (in.nextToken() == JsonToken.FIELD_NAME) {
        boolean isItems = in.currentName().equals("items");
        JsonToken value = in.nextToken();
        if (isItems && value == JsonToken.START_ARRAY && items < 0) {
          items = parseItems(in, failures);
        } else {
          in.skipChildren();
        }
      }
      if (in.currentToken() != JsonToken.END_OBJECT) {
        throw new DecodeException("not a whole object");
      }
    } catch (IOException e) {
      throw new DecodeException("not JSON: " + e.getMessage());
    }
    if (items != documents) {
      throw new DecodeException("about " + items + " documents of " + documents);
    }
    return new BulkAnswer(failures);
  }

  private static int parseItems(JsonParser in, Map<Integer, Failure> failures)
      throws IOException, DecodeException {
    int items = 0;
    while (in.nextToken() == JsonToken.START_OBJECT) {
      if (in.nextToken() != JsonToken.FIELD_NAME || in.nextToken() != JsonToken.START_OBJECT) {
        throw new DecodeException("an item without action");
      }
      Failure result = parseResult(in);
      if (result.status() == 0) {
        throw new DecodeException("an item without status");
      }
      if (result.status() < 200 || result.status() >= 300) {
        failures.put(items, result);
      }
      if (in.nextToken() != JsonToken.END_OBJECT) {
        throw new DecodeException("an item of two actions");
      }
      items++;
    }
    if (in.currentToken() != JsonToken.END_ARRAY) {
      throw new DecodeException("items without end");
    }
    return items;
  }

  private static Failure parseResult(JsonParser in) throws IOException {
    int status = 0;
    String[] error = {"", ""};
    while (in.nextToken() == JsonToken.FIELD_NAME) {
      String name = in.currentName();
      JsonToken value = in.nextToken();
      if (name.equals("status") && value == JsonToken.VALUE_NUMBER_INT) {
        status = in.getIntValue();
      } else if (name.equals("error") && value == JsonToken.START_OBJECT) {
        parseError(in, error, 0);
      } else if (name.equals("error") && value == JsonToken.VALUE_STRING) {
        error[1] = in.getText();
      } else {
        in.skipChildren();
      }
    }
    return new Failure(status, error[0], error[1]);
  }

  /** Type of the error itself; reasons of it and of its causes, one behind the other. */
  private static void parseError(JsonParser in, String[] error, int depth) throws IOException {
    while (in.nextToken() == JsonToken.FIELD_NAME) {
      String name = in.currentName();
      JsonToken value = in.nextToken();
      if (name.equals("type") && value == JsonToken.VALUE_STRING) {
        error[0] = error[0].isEmpty() ? in.getText() : error[0] + ": " + in.getText();
      } else if (name.equals("reason") && value == JsonToken.VALUE_STRING) {
        error[1] = error[1].isEmpty() ? in.getText() : error[1] + ": " + in.getText();
      } else if (name.equals("caused_by") && value == JsonToken.START_OBJECT && depth < 8) {
        parseError(in, error, depth + 1);
      } else {
        in.skipChildren();
      }
    }
  }
}
