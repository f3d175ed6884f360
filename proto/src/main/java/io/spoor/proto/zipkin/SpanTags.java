package io.spoor.proto.zipkin;

import java.util.Arrays;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/**
 * Sorts out the tags of a span: which key is there more than once, and which tags become something
 * else. Confined to one thread.
 */
final class SpanTags {
  /** Up to here every pair is compared; beyond it that would be the sender's lever. */
  private static final int FEW = 24;

  /** Stands for a tag that is not there. */
  static final Tag NONE = new Tag();

  private final byte[] bytes;
  // The tag of each role that there is one of.
  private final Map<TagRole, Tag> special = new EnumMap<>(TagRole.class);
  private boolean anyResource;
  private boolean anyLink;

  SpanTags(byte[] bytes) {
    this.bytes = bytes;
  }

  /** Gives each tag its role, and the earlier ones of equal keys none. */
  void read(List<Tag> tags) {
    special.clear();
    anyResource = false;
    anyLink = false;
    for (int i = 0; i < tags.size(); i++) {
      Tag tag = tags.get(i);
      tag.hash = TagRoles.hash(bytes, tag.keyAt, tag.keyLength);
      tag.isLast = true;
    }
    if (tags.size() <= FEW) {
      compareAll(tags);
    } else {
      compareSorted(tags);
    }
    for (int i = 0; i < tags.size(); i++) {
      Tag tag = tags.get(i);
      if (tag.isLast) {
        tag.role = TagRoles.of(bytes, tag.keyAt, tag.keyLength, tag.hash);
        if (tag.role != TagRole.ORDINARY) {
          special.put(tag.role, tag);
          anyResource |= tag.role == TagRole.RESOURCE;
          anyLink |= tag.role == TagRole.LINK;
        }
      }
    }
  }

  /** The tag of a role that only one key has; {@link #NONE} if it is not there. */
  Tag get(TagRole role) {
    return special.getOrDefault(role, NONE);
  }

  boolean anyResource() {
    return anyResource;
  }

  boolean anyLink() {
    return anyLink;
  }

  private void compareAll(List<Tag> tags) {
    for (int i = tags.size() - 1; i > 0; i--) {
      Tag later = tags.get(i);
      for (int j = 0; later.isLast && j < i; j++) {
        Tag earlier = tags.get(j);
        if (earlier.hash == later.hash && compareKeys(earlier, later) == 0) {
          earlier.isLast = false;
        }
      }
    }
  }

  private void compareSorted(List<Tag> tags) {
    Tag[] sorted = tags.toArray(new Tag[0]);
    // Stable, so that the last of equal keys comes last.
    Arrays.sort(sorted, this::compareKeys);
    for (int i = 1; i < sorted.length; i++) {
      sorted[i - 1].isLast = compareKeys(sorted[i - 1], sorted[i]) != 0;
    }
  }

  private int compareKeys(Tag a, Tag b) {
    return Arrays.compareUnsigned(
        bytes, a.keyAt, a.keyAt + a.keyLength, bytes, b.keyAt, b.keyAt + b.keyLength);
  }
}
