package io.spoor.collector.journal;

import java.util.Arrays;
import java.util.BitSet;
import java.util.random.RandomGenerator;

/** A file's content twice: as a process sees it, and as the disk has it. */
final class Inode {
  private static final int SECTOR = 512;

  private byte[] content = new byte[0];
  private byte[] durable = new byte[0];
  // Sectors that differ, as far as the operating system knows.
  private final BitSet dirty = new BitSet();

  private int spoiltFrom;
  private int spoiltTo;

  void spoil(int from, int to) {
    spoiltFrom = from;
    spoiltTo = to;
  }

  /** Whether the disk gives back those bytes. */
  boolean isReadable(long from, long to) {
    return from >= spoiltTo || to <= spoiltFrom;
  }

  byte[] content() {
    return content;
  }

  void damage(int at) {
    content[at] ^= 0x55;
    durable[at] ^= 0x55;
  }

  void write(int at, byte[] source, int length) {
    content = Arrays.copyOf(content, Math.max(content.length, at + length));
    System.arraycopy(source, 0, content, at, length);
    if (length > 0) {
      dirty.set(at / SECTOR, (at + length - 1) / SECTOR + 1);
    }
  }

  void truncate(int size) {
    if (size < content.length) {
      dirty.set(size / SECTOR, content.length / SECTOR + 1);
      content = Arrays.copyOf(content, size);
    }
  }

  void force() {
    dirty.stream().forEach(this::keepSector);
    durable = Arrays.copyOf(durable, content.length);
    dirty.clear();
  }

  /** As Linux does: a page whose write-back has failed is thereafter believed to be clean. */
  void failForce(RandomGenerator random) {
    for (int sector = dirty.nextSetBit(0); sector >= 0; sector = dirty.nextSetBit(sector + 1)) {
      if (random.nextBoolean()) {
        dirty.clear(sector);
      }
    }
  }

  /** Keeps what was synced, and of the rest some sectors as written, some as garbage. */
  void losePower(RandomGenerator random) {
    int synced = durable.length;
    int mode = random.nextInt(3);
    int survivors = random.nextInt(dirty.cardinality() + 1);
    for (int sector = dirty.nextSetBit(0); sector >= 0; sector = dirty.nextSetBit(sector + 1)) {
      boolean kept = mode == 0 ? survivors-- > 0 : random.nextBoolean();
      if (kept) {
        keepSector(sector);
      } else if (mode == 2 && sector * SECTOR >= synced && sector * SECTOR < content.length) {
        keepSector(sector);
        byte[] garbage = new byte[Math.min(SECTOR, durable.length - sector * SECTOR)];
        random.nextBytes(garbage);
        System.arraycopy(garbage, 0, durable, sector * SECTOR, garbage.length);
      }
    }
    content = durable.clone();
    dirty.clear();
  }

  private void keepSector(int sector) {
    int from = sector * SECTOR;
    int to = Math.min(from + SECTOR, content.length);
    if (from >= to) {
      return;
    }
    if (durable.length < to) {
      durable = Arrays.copyOf(durable, to);
    }
    System.arraycopy(content, from, durable, from, to - from);
  }
}
