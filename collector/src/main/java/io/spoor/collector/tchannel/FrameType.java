package io.spoor.collector.tchannel;

/** Types and sizes of frames (contract: collector.md §2.1). */
final class FrameType {
  static final int INIT_REQ = 0x01;
  static final int INIT_RES = 0x02;
  static final int CALL_REQ = 0x03;
  static final int CALL_RES = 0x04;
  static final int CALL_REQ_CONTINUE = 0x13;
  static final int CALL_RES_CONTINUE = 0x14;
  static final int PING_REQ = 0xd0;
  static final int PING_RES = 0xd1;
  static final int ERROR = 0xff;

  /** Flag of a call frame: more frames of its message follow. */
  static final int MORE_FRAMES = 0x01;

  static final int HEADER_BYTES = 16;
  static final int MAX_FRAME_BYTES = 0xffff;
  static final int TRACING_BYTES = 25;

  /** The id of an error that belongs to no message. */
  static final int NO_ID = -1;

  private FrameType() {}
}
