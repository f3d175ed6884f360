package io.spoor.proto.otlp;

import com.google.protobuf.ByteString;
import com.google.protobuf.Descriptors.EnumValueDescriptor;
import com.google.protobuf.Descriptors.FieldDescriptor;
import com.google.protobuf.Message;
import java.util.ArrayList;
import java.util.Base64;
import java.util.Collections;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Random;

/**
 * Prints OTLP as the JSON that the specification allows, in every way that it allows: names in
 * camel case or with underscores, numbers as text, enums as names, ids in any case, members in any
 * order, nulls and unknown members among them.
 */
public final class OtlpAsJson {
  private final Random random;

  public OtlpAsJson(Random random) {
    this.random = random;
  }

  public String print(Message message) {
    List<String> members = new ArrayList<>();
    message
        .getAllFields()
        .forEach((field, value) -> members.add(name(field) + blank() + value(field, value)));
    if (random.nextInt(8) == 0) {
      members.add("\"unknown\":[{\"a\":null},1.5,\"x\",true]");
    }
    if (random.nextInt(8) == 0) {
      members.add("\"droppedEventsCount\":null");
    }
    if (message.getDescriptorForType().getOneofs().isEmpty()) {
      Collections.shuffle(members, random);
    }
    return "{" + String.join("," + blank(), members) + "}";
  }

  private String name(FieldDescriptor field) {
    return quote(random.nextBoolean() ? field.getJsonName() : field.getName()) + ":";
  }

  private String value(FieldDescriptor field, Object value) {
    if (!field.isRepeated()) {
      return single(field, value);
    }
    List<String> elements = new ArrayList<>();
    for (Object element : (List<?>) value) {
      elements.add(single(field, element));
    }
    return "[" + String.join(",", elements) + blank() + "]";
  }

  private String single(FieldDescriptor field, Object value) {
    return switch (field.getType()) {
      case MESSAGE -> print((Message) value);
      case STRING -> quote((String) value);
      case BYTES -> bytes(field, (ByteString) value);
      case ENUM -> {
        EnumValueDescriptor choice = (EnumValueDescriptor) value;
        boolean isNamed = random.nextBoolean() && choice.getIndex() >= 0;
        yield isNamed ? quote(choice.getName()) : String.valueOf(choice.getNumber());
      }
      case FIXED64 -> number(Long.toUnsignedString((Long) value));
      case DOUBLE -> {
        double number = (Double) value;
        yield Double.isFinite(number) ? number(value.toString()) : quote(value.toString());
      }
      case BOOL -> value.toString();
      default -> number(value.toString());
    };
  }

  private String bytes(FieldDescriptor field, ByteString value) {
    if (!field.getName().endsWith("_id")) {
      return quote(Base64.getEncoder().encodeToString(value.toByteArray()));
    }
    String hex = HexFormat.of().formatHex(value.toByteArray());
    return quote(random.nextBoolean() ? hex : hex.toUpperCase(Locale.ROOT));
  }

  private String number(String digits) {
    return random.nextBoolean() ? digits : quote(digits);
  }

  private String blank() {
    return random.nextInt(6) == 0 ? " \n\t" : "";
  }

  private String quote(String text) {
    // Half of a surrogate pair that was escaped alone would be another text.
    boolean isAllEscaped = text.codePoints().anyMatch(c -> c > Character.MAX_VALUE);
    StringBuilder out = new StringBuilder("\"");
    text.chars()
        .forEach(
            c -> {
              if (isAllEscaped || c < ' ' || random.nextInt(16) == 0) {
                out.append(String.format(Locale.ROOT, "\\u%04x", c));
              } else if (c == '"' || c == '\\') {
                out.append('\\').append((char) c);
              } else {
                out.append((char) c);
              }
            });
    return out.append('"').toString();
  }
}
