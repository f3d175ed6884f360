package io.spoor.storage;

/** 128 bits. Ids of 64 bits are those whose high half is zero; they are compared as numbers. */
public record TraceId(long high, long low) {

  /** 16 lower-case hexadecimal digits if the high half is zero, else 32 (contract: query.md §4). */
  @Override
  public String toString() {
    String lowDigits = hex(low);
    return high == 0 ? lowDigits : hex(high) + lowDigits;
  }

  private static String hex(long value) {
    String digits = Long.toHexString(value);
    return "0".repeat(16 - digits.length()) + digits;
  }
}
