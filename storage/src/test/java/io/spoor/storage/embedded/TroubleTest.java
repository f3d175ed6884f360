package io.spoor.storage.embedded;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.spoor.storage.StorageException;
import io.spoor.storage.StorageException.Kind;
import io.spoor.storage.contract.TestQuery;
import io.spoor.storage.contract.TestSpan;
import io.vertx.core.Future;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Disks that fail, directories that are not ours, too many readers. */
class TroubleTest extends EmbeddedFixture {

  @ParameterizedTest
  @EnumSource(value = FaultyShelf.Fault.class, mode = EnumSource.Mode.EXCLUDE, names = "NONE")
  void reportsNothingDurableWhenTheDiskFailsAndRecovers(FaultyShelf.Fault fault) {
    FaultyShelf shelf = new FaultyShelf(DiskShelf.open(directory));
    open(() -> shelf);
    write(TestSpan.span(1, 1));

    shelf.fault = fault;
    StorageException failed = refused(tryWrite(TestSpan.span(2, 2)));
    assertEquals(Kind.TRANSIENT, failed.kind());
    assertTrue(failed.getMessage().contains("No space left on device"), failed.getMessage());
    assertTrue(refused(store.check()).getMessage().contains("No space left on device"));
    assertEquals(List.of(1L), find(TestQuery.query()));

    shelf.fault = FaultyShelf.Fault.NONE;
    write(TestSpan.span(2, 2));
    await(store.check());
    write(TestSpan.span(3, 3));
    reopen();
    assertEquals(List.of(1L, 2L, 3L), find(TestQuery.query()).stream().sorted().toList());
  }

  @Test
  void keepsWhatIsCommittedWhenTheDiskNeverRecovers() {
    FaultyShelf shelf = new FaultyShelf(DiskShelf.open(directory));
    open(() -> shelf);
    for (int i = 1; i <= 5; i++) {
      write(TestSpan.span(i, i));
    }
    shelf.fault = FaultyShelf.Fault.SYNC;
    for (int i = 6; i <= 10; i++) {
      assertTrue(refused(tryWrite(TestSpan.span(i, i))).kind() == Kind.TRANSIENT);
    }
    await(store.close().otherwiseEmpty());
    open();

    assertEquals(5, find(TestQuery.query()).size());
  }

  @Test
  void refusesASecondOpening() {
    open();

    StorageException refused = refused(EmbeddedStorage.open(vertx, options(), registry, clock));

    assertEquals(Kind.PERMANENT, refused.kind());
    assertTrue(refused.getMessage().contains("in use by another process"), refused.getMessage());
  }

  @Test
  void refusesADirectoryThatIsNotAStore() throws IOException {
    Files.writeString(directory.resolve("thesis.txt"), "mine");

    StorageException refused = refused(EmbeddedStorage.open(vertx, options(), registry, clock));

    assertTrue(refused.getMessage().contains("is not a span store"), refused.getMessage());
    try (Stream<Path> files = Files.list(directory)) {
      assertEquals(1, files.count());
    }
  }

  @Test
  void refusesAnotherFormat() throws IOException {
    Files.writeString(directory.resolve("spoor-spans"), "99\n");

    assertTrue(
        refused(EmbeddedStorage.open(vertx, options(), registry, clock))
            .getMessage()
            .contains("has format '99'"));
  }

  @Test
  void refusesAFileInPlaceOfADirectory() throws IOException {
    Path file = directory.resolve("file");
    Files.writeString(file, "x");

    StorageException refused =
        refused(EmbeddedStorage.open(vertx, EmbeddedOptions.of(file), registry, clock));

    assertTrue(refused.getMessage().contains("is not a directory"), refused.getMessage());
  }

  @Test
  void refusesADamagedSliceByName() throws IOException {
    open();
    write(TestSpan.span(1, 1));
    await(store.close());
    Path slice = slice();
    for (Path file : files(slice)) {
      if (file.getFileName().toString().startsWith("segments_")) {
        Files.write(file, new byte[100]);
      }
    }

    StorageException refused = refused(EmbeddedStorage.open(vertx, options(), registry, clock));

    assertEquals(Kind.PERMANENT, refused.kind());
    assertTrue(refused.getMessage().contains(slice.getFileName().toString()), refused.getMessage());
  }

  @Test
  void opensAgainAfterAFailedOpening() throws IOException {
    Files.writeString(directory.resolve("spoor-spans"), "99\n");
    refused(EmbeddedStorage.open(vertx, options(), registry, clock));
    Files.writeString(directory.resolve("spoor-spans"), "1\n");
    open();

    await(store.check());
  }

  @Test
  void refusesReadsWhenTooManyWait() {
    options = options().withTuning(DiskStorageTest.QUICK.withReads(1, 2));
    open();
    List<Future<List<String>>> reads = new ArrayList<>();
    for (int i = 0; i < 2000; i++) {
      reads.add(store.reader().services(io.spoor.storage.Tenant.DEFAULT));
    }

    int refused = 0;
    for (Future<List<String>> read : reads) {
      try {
        await(read);
      } catch (StorageException e) {
        assertEquals(Kind.TRANSIENT, e.kind());
        assertTrue(e.getMessage().contains("try later"), e.getMessage());
        refused++;
      }
    }
    assertTrue(refused > 0);
    assertEquals(refused, registry.counter("spoor.embedded.reads.refused").count());
    assertEquals(List.of(), await(store.reader().services(io.spoor.storage.Tenant.DEFAULT)));
  }

  @Test
  void countsWhatItDoes() {
    open();
    write(TestSpan.span(1, 1), TestSpan.span(1, 2), TestSpan.span(2, 3));
    find(TestQuery.query());

    assertEquals(3, registry.counter("spoor.embedded.spans.written").count());
    assertEquals(2, registry.counter("spoor.embedded.chunks.written").count());
    assertEquals(1, registry.timer("spoor.embedded.commit").count());
    assertEquals(1, registry.timer("spoor.embedded.search").count());
  }

  @Test
  void endsAWindowEarlyWhenItIsFull() {
    options =
        options().withTuning(Tuning.DEFAULTS.withWindow(Duration.ofHours(1)).withWindowBytes(1000));
    open();

    write(TestSpan.span(1, 1).tag("k", "v".repeat(2000)));

    assertEquals(List.of(1L), find(TestQuery.query()));
  }

  private static StorageException refused(Future<?> future) {
    return assertThrows(StorageException.class, () -> await(future));
  }

  private Path slice() throws IOException {
    for (Path path : files(directory)) {
      if (path.getFileName().toString().startsWith("slice-")) {
        return path;
      }
    }
    throw new AssertionError("no slice");
  }

  private static List<Path> files(Path directory) throws IOException {
    try (Stream<Path> files = Files.list(directory)) {
      return files.toList();
    }
  }
}
