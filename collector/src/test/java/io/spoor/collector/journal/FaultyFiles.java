package io.spoor.collector.journal;

import java.io.Closeable;
import java.io.IOException;
import java.nio.file.NoSuchFileException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.random.RandomGenerator;

/**
 * A directory in memory on a disk that can do what real ones do: lose power at any operation, and
 * with it any part of what was not synced; fail a write half way or a sync.
 *
 * <p>What it grants is what POSIX does: data is safe after a sync of the file, a name after a sync
 * of the directory, and nothing else. A sector is written whole or not at all, but what was never
 * synced may come back as garbage.
 */
final class FaultyFiles implements JournalFiles {
  private final RandomGenerator random;
  private Map<String, Inode> names = new HashMap<>();
  private Map<String, Inode> durableNames = new HashMap<>();
  // Operations until the power fails; never if negative.
  private int operationsLeft = -1;
  private double writeFaults;
  private double syncFaults;
  private long capacity = Long.MAX_VALUE;
  private boolean locked;
  private long bytesRead;
  // Handles opened before the power failed are dead.
  private int life;

  FaultyFiles(RandomGenerator random) {
    this.random = random;
  }

  /** The machine stops: no code of ours gets a chance to react. */
  static final class PowerFailure extends Error {
    private static final long serialVersionUID = 1L;

    PowerFailure() {
      super("power failure", null, false, false);
    }
  }

  /** Lets the power fail in the middle of the operation that comes after {@code operations}. */
  void failPowerAfter(int operations) {
    operationsLeft = operations;
  }

  /** Lets that share of writes, creations and syncs fail from now on. */
  void failSome(double writes, double syncs) {
    writeFaults = writes;
    syncFaults = syncs;
  }

  /** The disk holds no more than so many bytes from now on; what is there stays. */
  void limitBytes(long bytes) {
    capacity = bytes;
  }

  /** What is on the disk now. */
  long bytes() {
    return names.values().stream().distinct().mapToLong(inode -> inode.content().length).sum();
  }

  /** How many of so many more bytes find room. */
  int room(int more) {
    return (int) Math.max(0, Math.min(more, capacity - bytes()));
  }

  /** Power comes back: what is on the disk now is what an unkind disk has kept. */
  void restart() {
    life++;
    locked = false;
    operationsLeft = -1;
    writeFaults = 0;
    syncFaults = 0;
    capacity = Long.MAX_VALUE;
    List<String> all = new ArrayList<>(durableNames.keySet());
    names.keySet().stream().filter(name -> !durableNames.containsKey(name)).forEach(all::add);
    all.sort(null);
    Map<String, Inode> kept = new HashMap<>();
    for (String name : all) {
      Inode before = durableNames.get(name);
      Inode after = names.get(name);
      Inode inode = random.nextBoolean() ? before : after;
      if (before == after || inode != null) {
        kept.put(name, inode == null ? after : inode);
      }
    }
    kept.values().stream().distinct().forEach(inode -> inode.losePower(random));
    names = kept;
    durableNames = new HashMap<>(kept);
  }

  /** Flips a byte on the disk. */
  void damage(String name, int at) {
    names.get(name).damage(at);
  }

  /** Lets no read succeed that touches those bytes, until {@link #heal}. */
  void spoil(String name, int from, int to) {
    names.get(name).spoil(from, to);
  }

  /** The disk gives back all of it again. */
  void heal(String name) {
    names.get(name).spoil(0, 0);
  }

  /** Puts a file there, as somebody might with a copy. */
  void put(String name, byte[] content) {
    Inode inode = new Inode();
    inode.write(0, content, content.length);
    inode.force();
    names.put(name, inode);
    durableNames.put(name, inode);
  }

  /** Takes a file away. */
  void remove(String name) {
    names.remove(name);
    durableNames.remove(name);
  }

  /** Bytes read until now. */
  long bytesRead() {
    return bytesRead;
  }

  void read(int bytes) {
    bytesRead += bytes;
  }

  byte[] content(String name) {
    return names.get(name).content();
  }

  void operation() {
    if (operationsLeft == 0) {
      throw new PowerFailure();
    }
    if (operationsLeft > 0) {
      operationsLeft--;
    }
  }

  boolean powerFailsNow() {
    return operationsLeft == 0;
  }

  boolean writeFails() {
    return writeFaults > 0 && random.nextDouble() < writeFaults;
  }

  boolean syncFails() {
    return syncFaults > 0 && random.nextDouble() < syncFaults;
  }

  RandomGenerator random() {
    return random;
  }

  int life() {
    return life;
  }

  @Override
  public List<String> list() {
    operation();
    return names.keySet().stream().sorted().toList();
  }

  @Override
  public boolean isThere(String name) {
    operation();
    return names.containsKey(name);
  }

  @Override
  public JournalFile create(String name) throws IOException {
    operation();
    if (writeFails()) {
      throw new IOException("No space left on device");
    }
    if (!names.containsKey(name) && room(1) == 0) {
      throw new IOException("No space left on device");
    }
    Inode inode = names.computeIfAbsent(name, absent -> new Inode());
    inode.truncate(0);
    return new FaultyFile(this, inode, 0);
  }

  @Override
  public JournalFile open(String name) throws IOException {
    operation();
    return new FaultyFile(this, inode(name), inode(name).content().length);
  }

  @Override
  public JournalFile overwrite(String name) throws IOException {
    operation();
    return new FaultyFile(this, inode(name), 0);
  }

  @Override
  public void rename(String from, String to) throws IOException {
    operation();
    names.put(to, inode(from));
    names.remove(from);
  }

  @Override
  public void replace(String from, String to) throws IOException {
    operation();
    if (writeFails()) {
      throw new IOException("Input/output error");
    }
    names.put(to, inode(from));
    names.remove(from);
  }

  @Override
  public void delete(String name) {
    operation();
    names.remove(name);
  }

  @Override
  public void forceDirectory() throws IOException {
    operation();
    if (syncFails()) {
      throw new IOException("Input/output error");
    }
    durableNames = new HashMap<>(names);
  }

  @Override
  public Closeable lock() throws IOException {
    operation();
    if (locked) {
      throw new IOException("journal directory " + this + " is in use by another process");
    }
    locked = true;
    int lockedIn = life;
    return () -> locked = locked && life != lockedIn;
  }

  private Inode inode(String name) throws NoSuchFileException {
    Inode inode = names.get(name);
    if (inode == null) {
      throw new NoSuchFileException(name);
    }
    return inode;
  }

  @Override
  public String toString() {
    return "faulty";
  }
}
