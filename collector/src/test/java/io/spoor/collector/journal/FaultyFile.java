package io.spoor.collector.journal;

import java.io.IOException;
import java.nio.ByteBuffer;

/** An open file of {@link FaultyFiles}. */
final class FaultyFile implements JournalFile {
  private final FaultyFiles files;
  private final Inode inode;
  private final int life;
  private int end;

  FaultyFile(FaultyFiles files, Inode inode, int end) {
    this.files = files;
    this.inode = inode;
    this.life = files.life();
    this.end = end;
  }

  @Override
  public void append(ByteBuffer source) throws IOException {
    alive();
    byte[] bytes = new byte[source.remaining()];
    source.get(bytes);
    if (files.powerFailsNow()) {
      inode.write(end, bytes, files.random().nextInt(bytes.length + 1));
    }
    files.operation();
    if (files.writeFails()) {
      inode.write(end, bytes, files.random().nextInt(bytes.length + 1));
      throw new IOException("No space left on device");
    }
    int growth = Math.max(0, end + bytes.length - inode.content().length);
    int room = files.room(growth);
    if (room < growth) {
      inode.write(end, bytes, bytes.length - growth + room);
      throw new IOException("No space left on device");
    }
    inode.write(end, bytes, bytes.length);
    end += bytes.length;
  }

  @Override
  public void allocate(long size) throws IOException {
    alive();
    files.operation();
    // What is real here is the zeros behind the end, not how many they are.
    int length = inode.content().length;
    int enough = (int) Math.min(size, end + 8192L);
    if (files.writeFails()) {
      throw new IOException("No space left on device");
    }
    if (enough > length && files.room(enough - length) < enough - length) {
      throw new IOException("No space left on device");
    }
    if (enough > length) {
      inode.write(length, new byte[enough - length], enough - length);
    }
  }

  @Override
  public void force() throws IOException {
    alive();
    files.operation();
    if (files.syncFails()) {
      inode.failForce(files.random());
      throw new IOException("Input/output error");
    }
    inode.force();
  }

  @Override
  public int read(ByteBuffer target, long position) throws IOException {
    alive();
    files.operation();
    byte[] content = inode.content();
    if (position >= content.length) {
      return -1;
    }
    int count = Math.min(target.remaining(), content.length - (int) position);
    if (!inode.isReadable(position, position + count)) {
      throw new IOException("Input/output error");
    }
    target.put(content, (int) position, count);
    files.read(count);
    return count;
  }

  @Override
  public long size() {
    alive();
    return inode.content().length;
  }

  @Override
  public void truncate(long size) throws IOException {
    alive();
    files.operation();
    if (files.writeFails()) {
      throw new IOException("Input/output error");
    }
    inode.truncate((int) size);
    end = Math.min(end, (int) size);
  }

  @Override
  public void close() {}

  private void alive() {
    if (life != files.life()) {
      throw new AssertionError("a file of a former life is used");
    }
  }
}
