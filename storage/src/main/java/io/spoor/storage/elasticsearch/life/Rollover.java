package io.spoor.storage.elasticsearch.life;

import co.elastic.clients.elasticsearch.indices.update_aliases.Action;
import io.spoor.storage.StorageException;
import io.spoor.storage.StorageException.Kind;
import io.spoor.storage.elasticsearch.connection.Answer;
import io.spoor.storage.elasticsearch.connection.Cluster;
import io.spoor.storage.elasticsearch.connection.Request;
import io.spoor.storage.elasticsearch.index.IndexNames;
import io.spoor.storage.elasticsearch.index.IndexSet;
import io.vertx.core.Future;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Indices behind aliases, as Jaeger's {@code es-rollover} keeps them. */
public final class Rollover {
  private static final Logger LOG = LoggerFactory.getLogger(Rollover.class);

  private final Cluster cluster;
  private final Indices indices;
  private final IndexNames names;
  private final List<IndexSet> sets;

  /**
   * Does nothing yet.
   *
   * @param sets which families of indices it is about
   */
  public Rollover(Cluster cluster, IndexNames names, List<IndexSet> sets) {
    this.cluster = cluster;
    this.indices = new Indices(cluster);
    this.names = names;
    this.sets = List.copyOf(sets);
  }

  /**
   * Makes the first index of each set and its aliases; what is there already stays. The templates
   * come first, so that the first index follows them.
   *
   * @param ilmPolicy name of a policy that must exist; empty = without lifecycle management
   * @param installTemplate puts the template of a set there
   */
  public Future<Void> init(
      Optional<String> ilmPolicy, Function<IndexSet, Future<Void>> installTemplate) {
    Future<Void> done = ilmPolicy.map(this::checkPolicy).orElseGet(Future::succeededFuture);
    for (IndexSet set : sets) {
      done =
          done.compose(ignored -> installTemplate.apply(set))
              .compose(ignored -> initIndex(set, ilmPolicy.isPresent()));
    }
    return done;
  }

  private Future<Void> checkPolicy(String policy) {
    return cluster
        .version()
        .compose(
            version -> {
              if (version.major() < 7) {
                throw new StorageException(
                    Kind.PERMANENT, "ILM is supported only for ES version 7+");
              }
              return cluster.send(Request.of("GET", "/_ilm/policy/" + policy));
            })
        .map(answer -> policyExists(policy, answer))
        .mapEmpty();
  }

  private static Answer policyExists(String policy, Answer answer) {
    if (answer.status() == 404) {
      throw new StorageException(
          Kind.PERMANENT,
          "ILM policy "
              + policy
              + " doesn't exist in Elasticsearch. Please create it and re-run init");
    }
    return answer.orThrow("failed to look for the ILM policy " + policy);
  }

  private Future<Void> initIndex(IndexSet set, boolean isManaged) {
    String first = names.base(set) + "-000001";
    String read = names.readAlias(set);
    String write = names.writeAlias(set);
    return indices
        .list(names.prefix())
        .compose(
            before ->
                isAnyAliased(before, write)
                    ? Future.succeededFuture()
                    : indices.createIfMissing(first))
        .compose(created -> indices.list(names.prefix()))
        .compose(
            all -> {
              List<Action> actions = new ArrayList<>();
              if (!isAnyAliased(all, read)) {
                actions.add(Indices.addAlias(first, read));
              }
              if (!isAnyAliased(all, write)) {
                actions.add(
                    isManaged
                        ? Indices.addWriteAlias(first, write)
                        : Indices.addAlias(first, write));
              }
              return indices.changeAliases(actions);
            });
  }

  private static boolean isAnyAliased(List<IndexInfo> all, String alias) {
    return all.stream().anyMatch(index -> index.aliases().contains(alias));
  }

  /**
   * Begins a new index where the conditions hold, and lets reads see what is written.
   *
   * @param conditions JSON, empty for none
   * @return whether any set has a new index
   */
  public Future<Boolean> rollover(String conditions) {
    Future<Boolean> done = Future.succeededFuture(false);
    for (IndexSet set : sets) {
      done =
          done.compose(
              any -> rollover(set, conditions).map(rolled -> Boolean.logicalOr(any, rolled)));
    }
    return done;
  }

  private Future<Boolean> rollover(IndexSet set, String conditions) {
    String write = names.writeAlias(set);
    return indices
        .rollover(write, conditions, false)
        .compose(
            rolled ->
                indices
                    .list(names.prefix())
                    .compose(
                        all ->
                            indices.changeAliases(
                                all.stream()
                                    .filter(index -> index.aliases().contains(write))
                                    .filter(
                                        index -> !index.aliases().contains(names.readAlias(set)))
                                    .map(
                                        index ->
                                            Indices.addAlias(index.name(), names.readAlias(set)))
                                    .toList()))
                    .map(ignored -> rolled));
  }

  /** Whether the conditions hold for a set; changes nothing. */
  Future<Boolean> wouldRollOver(IndexSet set, String conditions) {
    return indices.rollover(names.writeAlias(set), conditions, true);
  }

  /** Takes indices that were made before the time out of what is read. Deletes nothing. */
  public Future<Void> lookback(Instant before) {
    return indices
        .list(names.prefix())
        .compose(
            all -> {
              List<Action> actions = new ArrayList<>();
              for (IndexSet set : sets) {
                String read = names.readAlias(set);
                all.stream()
                    .filter(index -> index.aliases().contains(read))
                    .filter(index -> !index.aliases().contains(names.writeAlias(set)))
                    .filter(index -> index.created().isBefore(before))
                    .forEach(
                        index -> {
                          LOG.info("{} leaves {}", index.name(), read);
                          actions.add(Indices.removeAlias(index.name(), read));
                        });
              }
              if (actions.isEmpty()) {
                LOG.info("No indices to remove from the read aliases");
              }
              return indices.changeAliases(actions);
            });
  }
}
