package io.spoor.collector.journal;

import java.io.IOException;
import java.nio.ByteBuffer;

/**
 * A file to be read although the disk does not give back all of it: blocks that cannot be read are
 * shown as zeros, which no checksum holds for, so that a record there is stepped over as any that
 * is damaged, and those behind it are found. One thread.
 */
final class GappyFile implements JournalFile {
  private static final int BLOCK = UnreadablePlaces.BLOCK;

  private final JournalFile file;
  private final UnreadablePlaces places;
  private final Listener listener;

  /** Who is told of each block once. */
  @FunctionalInterface
  interface Listener {
    void unreadable(long position, IOException cause);
  }

  GappyFile(JournalFile file, UnreadablePlaces places, Listener listener) {
    this.file = file;
    this.places = places;
    this.listener = listener;
  }

  @Override
  public int read(ByteBuffer target, long position) throws IOException {
    if (!target.hasRemaining()) {
      return 0;
    }
    long inBlock = BLOCK - position % BLOCK;
    if (places.contains(position)) {
      return zeros(target, position, inBlock);
    }
    long length = Math.min(target.remaining(), places.next(position) - position);
    while (true) {
      try {
        return read(target, position, (int) length);
      } catch (IOException e) {
        if (length > inBlock) {
          // The block is found by halves: a disk takes its time for each that it cannot read.
          length = Math.max(inBlock, length / 2 / BLOCK * BLOCK);
        } else {
          if (places.add(position)) {
            listener.unreadable(position / BLOCK * BLOCK, e);
          }
          return zeros(target, position, inBlock);
        }
      }
    }
  }

  private int read(ByteBuffer target, long position, int length) throws IOException {
    int from = target.position();
    int limit = target.limit();
    target.limit(from + length);
    try {
      return file.read(target, position);
    } catch (IOException e) {
      target.position(from);
      throw e;
    } finally {
      target.limit(limit);
    }
  }

  private int zeros(ByteBuffer target, long position, long most) throws IOException {
    long left = file.size() - position;
    if (left <= 0) {
      return -1;
    }
    int count = (int) Math.min(Math.min(target.remaining(), most), left);
    for (int i = 0; i < count; i++) {
      target.put((byte) 0);
    }
    return count;
  }

  @Override
  public void append(ByteBuffer source) throws IOException {
    file.append(source);
  }

  @Override
  public void allocate(long size) throws IOException {
    file.allocate(size);
  }

  @Override
  public void force() throws IOException {
    file.force();
  }

  @Override
  public long size() throws IOException {
    return file.size();
  }

  @Override
  public void truncate(long size) throws IOException {
    file.truncate(size);
  }

  @Override
  public void close() throws IOException {
    file.close();
  }
}
