package io.spoor.proto.zipkin;

import io.spoor.proto.wire.JsonNumbers;
import io.spoor.proto.wire.WireWriter;

/**
 * IP addresses as text. The family is found by content; what does not parse is no address
 * (contract: zipkin.md §18, P5). Confined to one thread.
 */
final class IpText {
  private static final int GROUPS = 8;
  private static final long IPV4_MAPPED = 0xffffL;

  private final WireWriter out = new WireWriter(64);
  private final int[] groups = new int[GROUPS];

  /** What {@link #write} has written, until it is called again. */
  WireWriter text() {
    return out;
  }

  /** Sets the address of the endpoint that stands there, if one does. */
  void parse(byte[] bytes, int at, int length, Endpoint into) {
    long ipv4 = ipv4(bytes, at, at + length);
    if (ipv4 >= 0) {
      into.ipv4 = (int) ipv4;
    } else if (length >= 2 && ipv6(bytes, at, at + length)) {
      setIpv6(into, half(0), half(4));
    }
  }

  /** Sets 16 bytes that may be an IPv4 address in disguise. */
  static void setIpv6(Endpoint into, long high, long low) {
    if (high == 0 && low >>> 32 == IPV4_MAPPED) {
      into.ipv4 = (int) low;
    } else {
      into.ipv6High = high;
      into.ipv6Low = low;
    }
  }

  /**
   * Writes the endpoint's address, the one of version 6 if it has both.
   *
   * @return whether it has any
   */
  boolean write(Endpoint endpoint) {
    out.truncate(0);
    if (endpoint.hasIpv6()) {
      writeIpv6(endpoint.ipv6High, endpoint.ipv6Low);
    } else if (endpoint.ipv4 != 0) {
      for (int shift = 24; shift >= 0; shift -= 8) {
        number(endpoint.ipv4 >>> shift & 0xff);
        if (shift > 0) {
          out.writeByte('.');
        }
      }
    }
    return out.size() > 0;
  }

  /** As RFC 5952 says: lower case, the longest run of zeros left out, the first of equal ones. */
  private void writeIpv6(long high, long low) {
    int longest = 0;
    int longestAt = -1;
    int run = 0;
    for (int i = 0; i < GROUPS; i++) {
      groups[i] = (int) ((i < 4 ? high : low) >>> (48 - 16 * (i & 3))) & 0xffff;
      run = groups[i] == 0 ? run + 1 : 0;
      if (run > longest) {
        longest = run;
        longestAt = i - run + 1;
      }
    }
    int skipAt = longest > 1 ? longestAt : -1;
    for (int i = 0; i < GROUPS; i++) {
      if (i == skipAt) {
        out.writeByte(':');
        i += longest - 1;
        if (i == GROUPS - 1) {
          out.writeByte(':');
        }
        continue;
      }
      if (i > 0) {
        out.writeByte(':');
      }
      hex(groups[i]);
    }
  }

  private void number(int value) {
    if (value >= 100) {
      out.writeByte('0' + value / 100);
    }
    if (value >= 10) {
      out.writeByte('0' + value / 10 % 10);
    }
    out.writeByte('0' + value % 10);
  }

  private void hex(int group) {
    int shift = 12;
    while (shift > 0 && group >>> shift == 0) {
      shift -= 4;
    }
    for (; shift >= 0; shift -= 4) {
      out.writeByte(Character.forDigit(group >>> shift & 0xf, 16));
    }
  }

  /** Four octets without leading zeros, or -1. */
  private static long ipv4(byte[] bytes, int from, int end) {
    long address = 0;
    int at = from;
    for (int octets = 0; octets < 4; octets++) {
      int value = 0;
      int start = at;
      while (at < end && at - start < 3 && bytes[at] >= '0' && bytes[at] <= '9') {
        value = value * 10 + bytes[at++] - '0';
      }
      boolean leadingZero = at - start > 1 && bytes[start] == '0';
      if (at == start || leadingZero || value > 255) {
        return -1;
      }
      address = address << 8 | value;
      if (octets < 3) {
        if (at == end || bytes[at] != '.') {
          return -1;
        }
        at++;
      }
    }
    return at == end ? address : -1;
  }

  /** Reads the groups; says whether they are a whole address. */
  private boolean ipv6(byte[] bytes, int from, int end) {
    int at = from;
    int count = 0;
    int gapAt = -1;
    if (bytes[at] == ':') {
      if (bytes[at + 1] != ':') {
        return false;
      }
      gapAt = 0;
      at += 2;
    }
    while (at < end) {
      if (count == GROUPS) {
        return false;
      }
      int value = 0;
      int start = at;
      while (at < end && at - start < 4 && JsonNumbers.hexDigit(bytes[at]) >= 0) {
        value = value << 4 | JsonNumbers.hexDigit(bytes[at++]);
      }
      if (at == start) {
        return false;
      }
      if (at < end && bytes[at] == '.') {
        long tail = ipv4(bytes, start, end);
        if (tail < 0 || count > GROUPS - 2) {
          return false;
        }
        groups[count++] = (int) (tail >>> 16);
        groups[count++] = (int) tail & 0xffff;
        break;
      }
      groups[count++] = value;
      if (at == end) {
        break;
      }
      if (bytes[at++] != ':' || at == end) {
        return false;
      }
      if (bytes[at] == ':') {
        if (gapAt >= 0) {
          return false;
        }
        gapAt = count;
        at++;
      }
    }
    return gapAt < 0 ? count == GROUPS : fillGap(gapAt, count);
  }

  private boolean fillGap(int gapAt, int count) {
    if (count == GROUPS) {
      return false;
    }
    int behind = count - gapAt;
    System.arraycopy(groups, gapAt, groups, GROUPS - behind, behind);
    for (int i = gapAt; i < GROUPS - behind; i++) {
      groups[i] = 0;
    }
    return true;
  }

  private long half(int from) {
    long half = 0;
    for (int i = from; i < from + 4; i++) {
      half = half << 16 | groups[i];
    }
    return half;
  }
}
