package io.spoor.collector.journal;

import static java.nio.file.StandardCopyOption.ATOMIC_MOVE;
import static java.nio.file.StandardOpenOption.CREATE;
import static java.nio.file.StandardOpenOption.READ;
import static java.nio.file.StandardOpenOption.TRUNCATE_EXISTING;
import static java.nio.file.StandardOpenOption.WRITE;

import java.io.Closeable;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

/** Real files in a real directory. */
final class DirectoryFiles implements JournalFiles {
  private static final String LOCK = "lock";
  private static final int ZEROS = 1 << 20;

  private final Path directory;
  private final Set<StandardOpenOption> openOptions;

  /**
   * Makes the directory if it is not there.
   *
   * @throws IOException in words for an operator
   */
  DirectoryFiles(Path directory) throws IOException {
    this(directory, Set.of(READ, WRITE));
    try {
      Files.createDirectories(directory);
    } catch (FileAlreadyExistsException e) {
      throw new IOException("journal directory " + directory + " is not a directory", e);
    } catch (IOException e) {
      throw new IOException("journal directory " + directory + " cannot be made: " + e, e);
    }
  }

  private DirectoryFiles(Path directory, Set<StandardOpenOption> openOptions) {
    this.directory = directory;
    this.openOptions = openOptions;
  }

  /** A directory that is there, whose files are only read. */
  static DirectoryFiles toRead(Path directory) throws IOException {
    if (!Files.isDirectory(directory)) {
      throw new IOException("there is no directory " + directory);
    }
    return new DirectoryFiles(directory, Set.of(READ));
  }

  @Override
  public List<String> list() throws IOException {
    try (Stream<Path> entries = Files.list(directory)) {
      return entries
          .filter(Files::isRegularFile)
          .map(entry -> entry.getFileName().toString())
          .toList();
    }
  }

  @Override
  public boolean isThere(String name) {
    return Files.exists(directory.resolve(name));
  }

  @Override
  public JournalFile create(String name) throws IOException {
    return new ChannelFile(
        FileChannel.open(directory.resolve(name), CREATE, TRUNCATE_EXISTING, READ, WRITE), 0);
  }

  @Override
  public JournalFile open(String name) throws IOException {
    FileChannel channel = FileChannel.open(directory.resolve(name), openOptions);
    return new ChannelFile(channel, channel.size());
  }

  @Override
  public JournalFile overwrite(String name) throws IOException {
    return new ChannelFile(FileChannel.open(directory.resolve(name), READ, WRITE), 0);
  }

  @Override
  public void rename(String from, String to) throws IOException {
    Files.move(directory.resolve(from), directory.resolve(to));
  }

  @Override
  public void replace(String from, String to) throws IOException {
    Files.move(directory.resolve(from), directory.resolve(to), ATOMIC_MOVE);
  }

  @Override
  public void delete(String name) throws IOException {
    Files.deleteIfExists(directory.resolve(name));
  }

  @Override
  public void forceDirectory() throws IOException {
    try (FileChannel channel = FileChannel.open(directory, READ)) {
      channel.force(true);
    }
  }

  @Override
  public Closeable lock() throws IOException {
    FileChannel channel;
    try {
      channel = FileChannel.open(directory.resolve(LOCK), CREATE, WRITE);
    } catch (IOException e) {
      throw new IOException("journal directory " + directory + " cannot be written: " + e, e);
    }
    FileLock lock = null;
    try {
      lock = channel.tryLock();
    } catch (OverlappingFileLockException e) {
      // This very process has it: the same answer.
      lock = null;
    } finally {
      if (lock == null) {
        channel.close();
      }
    }
    if (lock == null) {
      throw new IOException(
          "journal directory " + directory.toAbsolutePath() + " is in use by another process");
    }
    return channel;
  }

  @Override
  public String toString() {
    return directory.toString();
  }

  private static final class ChannelFile implements JournalFile {
    private final FileChannel channel;
    // Where the next append goes: the writer is alone.
    private long end;

    ChannelFile(FileChannel channel, long end) {
      this.channel = channel;
      this.end = end;
    }

    @Override
    public void append(ByteBuffer source) throws IOException {
      while (source.hasRemaining()) {
        end += channel.write(source, end);
      }
    }

    @Override
    public void allocate(long size) throws IOException {
      long at = channel.size();
      ByteBuffer zeros = ByteBuffer.allocateDirect((int) Math.min(ZEROS, Math.max(0, size - at)));
      while (at < size) {
        zeros.clear().limit((int) Math.min(zeros.capacity(), size - at));
        at += channel.write(zeros, at);
      }
    }

    @Override
    public void force() throws IOException {
      // The size of a file that grew is data, not "metadata": fdatasync keeps it.
      channel.force(false);
    }

    @Override
    public int read(ByteBuffer target, long position) throws IOException {
      return channel.read(target, position);
    }

    @Override
    public long size() throws IOException {
      return channel.size();
    }

    @Override
    public void truncate(long size) throws IOException {
      channel.truncate(size);
      end = Math.min(end, size);
    }

    @Override
    public void close() throws IOException {
      channel.close();
    }
  }
}
