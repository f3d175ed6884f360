package io.spoor.proto.zipkin;

/** Core annotations and addresses of version 1 (contract: zipkin.md §6), two letters each. */
final class Core {
  static final int CLIENT_SEND = 'c' << 8 | 's';
  static final int CLIENT_RECEIVE = 'c' << 8 | 'r';
  static final int SERVER_SEND = 's' << 8 | 's';
  static final int SERVER_RECEIVE = 's' << 8 | 'r';
  static final int MESSAGE_SEND = 'm' << 8 | 's';
  static final int MESSAGE_RECEIVE = 'm' << 8 | 'r';
  static final int WIRE_SEND = 'w' << 8 | 's';
  static final int WIRE_RECEIVE = 'w' << 8 | 'r';

  static final int CLIENT_ADDRESS = 'c' << 8 | 'a';
  static final int SERVER_ADDRESS = 's' << 8 | 'a';
  static final int MESSAGE_ADDRESS = 'm' << 8 | 'a';
  static final int LOCAL_COMPONENT = 'l' << 8 | 'c';

  private Core() {}

  static int of(Annotation annotation, byte[] bytes) {
    return of(bytes, annotation.valueAt, annotation.valueLength);
  }

  static int of(Tag tag, byte[] bytes) {
    return of(bytes, tag.keyAt, tag.keyLength);
  }

  static boolean isAddress(int core) {
    return core == CLIENT_ADDRESS || core == SERVER_ADDRESS || core == MESSAGE_ADDRESS;
  }

  /** Text of two letters as a number; -1 for other text. */
  private static int of(byte[] bytes, int at, int length) {
    return length == 2 ? (bytes[at] & 0xff) << 8 | (bytes[at + 1] & 0xff) : -1;
  }
}
