package io.spoor.collector.journal;

import java.io.IOException;
import java.util.NavigableSet;
import java.util.Optional;
import java.util.TreeSet;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Sorts out at start what lies in the directory: spares go, a segment that somebody has renamed
 * gets its name back, and what no segment can be made of is set aside under {@code .bad}. Foreign
 * files are left alone.
 */
final class SegmentNames {
  static final String SET_ASIDE = ".bad";
  private static final Logger LOG = LoggerFactory.getLogger(SegmentNames.class);

  private final JournalFiles files;

  SegmentNames(JournalFiles files) {
    this.files = files;
  }

  /** The numbers of all segments that are there, or that were and are set aside; sorted. */
  NavigableSet<Long> arrange() throws IOException {
    NavigableSet<Long> numbers = new TreeSet<>();
    for (String name : files.list()) {
      if (SegmentHeader.isSpare(name)) {
        files.delete(name);
      } else {
        SegmentHeader.numberOf(ofSegment(name)).ifPresent(numbers::add);
      }
    }
    for (String name : files.list()) {
      Optional<Long> number = SegmentHeader.numberOf(name);
      if (number.isPresent()) {
        renamedFrom(name, number.get()).ifPresent(numbers::add);
      }
    }
    return numbers;
  }

  /** Keeps a file for whoever can still read it, where no start will look at it again. */
  static void setAside(JournalFiles files, JournalMetrics metrics, String name, String why)
      throws IOException {
    metrics.setAside();
    String target = name + SET_ASIDE;
    for (int i = 2; files.list().contains(target); i++) {
      target = name + "." + i + SET_ASIDE;
    }
    LOG.error(
        "Journal {}/{}: {}; it is set aside as {}. See spoor journal inspect and export.",
        files,
        name,
        why,
        target);
    files.rename(name, target);
  }

  /** Whether that file was set aside. */
  static boolean isSetAside(String name) {
    return name.endsWith(SET_ASIDE);
  }

  /** The segment's name, of a file that may be set aside. */
  static String ofSegment(String name) {
    if (!isSetAside(name)) {
      return name;
    }
    String rest = name.substring(0, name.length() - SET_ASIDE.length());
    int dot = rest.indexOf('.');
    return dot < 0 ? rest : rest.substring(0, dot);
  }

  private Optional<Long> renamedFrom(String name, long number) throws IOException {
    Optional<Long> original;
    try (JournalFile file = files.open(name)) {
      original = SegmentHeader.read(file, name).map(located -> located.header().number());
    } catch (NewerVersionException e) {
      throw e;
    } catch (IOException e) {
      // It is looked at again, and then told.
      return Optional.empty();
    }
    if (original.isEmpty() || original.get() == number) {
      return Optional.empty();
    }
    String right = SegmentHeader.fileName(original.get());
    if (files.list().contains(right)) {
      return Optional.empty();
    }
    LOG.warn("Journal {}: {} is {} by its header, and called so again", files, name, right);
    files.rename(name, right);
    return original;
  }
}
