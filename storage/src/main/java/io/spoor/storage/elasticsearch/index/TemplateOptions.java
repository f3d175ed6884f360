package io.spoor.storage.elasticsearch.index;

import static java.util.Objects.requireNonNull;

import io.spoor.storage.elasticsearch.document.TagFields;
import java.util.Optional;

/**
 * What new indices are like.
 *
 * @param create whether Spoor installs templates, before it first writes to a tenant's indices
 * @param shards of each index
 * @param replicas of each shard
 * @param priorities of composable templates
 * @param ilmPolicy the policy that rolls indices over; absent = none
 * @param requireRouting refuse span documents without a trace id as routing, so that reads may rely
 *     on it: only where no Jaeger collector writes beside Spoor
 * @param tags which tags are fields
 */
public record TemplateOptions(
    boolean create,
    int shards,
    int replicas,
    Priorities priorities,
    Optional<String> ilmPolicy,
    boolean requireRouting,
    TagFields tags) {
  public static final TemplateOptions DEFAULTS =
      new TemplateOptions(
          true, 5, 1, new Priorities(0, 0, 0, 0), Optional.empty(), false, TagFields.HOT);

  /** Of the templates of spans and chunks, services, dependencies, sampling. */
  public record Priorities(int span, int service, int dependencies, int sampling) {
    int of(IndexSet set) {
      return switch (set) {
        case SPAN, SPAN_ARCHIVE, LEAN -> span;
        case SERVICE -> service;
        case DEPENDENCIES -> dependencies;
        case SAMPLING -> sampling;
      };
    }
  }

  public TemplateOptions {
    if (shards < 1) {
      throw new IllegalArgumentException("num-shards must be >= 1 (got " + shards + ")");
    }
    if (replicas < 0) {
      throw new IllegalArgumentException("num-replicas must be >= 0 (got " + replicas + ")");
    }
    requireNonNull(priorities, "priorities");
    requireNonNull(ilmPolicy, "ilmPolicy");
    requireNonNull(tags, "tags");
  }

  public TemplateOptions withShards(int newShards, int newReplicas) {
    return new TemplateOptions(
        create, newShards, newReplicas, priorities, ilmPolicy, requireRouting, tags);
  }

  public TemplateOptions withTags(TagFields newTags) {
    return new TemplateOptions(
        create, shards, replicas, priorities, ilmPolicy, requireRouting, newTags);
  }

  public TemplateOptions withIlm(String policy) {
    return new TemplateOptions(
        create, shards, replicas, priorities, Optional.of(policy), requireRouting, tags);
  }

  /** Leaves templates to somebody else. */
  public TemplateOptions withoutCreating() {
    return new TemplateOptions(
        false, shards, replicas, priorities, ilmPolicy, requireRouting, tags);
  }

  /** Refuses documents without routing. */
  public TemplateOptions requiringRouting() {
    return new TemplateOptions(create, shards, replicas, priorities, ilmPolicy, true, tags);
  }
}
