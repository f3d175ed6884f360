package io.spoor.storage.elasticsearch.write;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.spoor.storage.Tenant;
import io.spoor.storage.elasticsearch.connection.Cluster;
import io.spoor.storage.elasticsearch.connection.Request;
import io.spoor.storage.elasticsearch.connection.ServerVersion;
import io.spoor.storage.elasticsearch.index.IndexNames;
import io.spoor.storage.elasticsearch.index.IndexOptions;
import io.spoor.storage.elasticsearch.index.IndexSet;
import io.spoor.storage.elasticsearch.index.TemplateInstaller;
import io.spoor.storage.elasticsearch.index.TemplateOptions;
import io.spoor.storage.elasticsearch.index.Templates;
import io.vertx.core.Future;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.BiFunction;
import java.util.function.Function;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Sees to it that an index comes into being as it should. Before the first document of a tenant its
 * templates are installed; before the first to an index that does not exist (each midnight) they
 * are again, should somebody have deleted them. Where templates are others' affair, such an index
 * is created without guessing dates in text, so that even without any template no tag is refused
 * for the look of an earlier one's value. Any thread.
 */
final class IndexGuard {
  private static final Logger LOG = LoggerFactory.getLogger(IndexGuard.class);
  private static final byte[] NO_GUESSING =
      "{\"mappings\":{\"date_detection\":false}}".getBytes(UTF_8);
  private static final int MAX_KNOWN = 10_000;

  private final Cluster cluster;
  private final IndexOptions indexOptions;
  private final TemplateOptions options;
  private final List<IndexSet> sets;
  private final boolean isGuest;
  private final TemplateInstaller installer;
  private final Function<Tenant, Future<Void>> begin;
  private final Map<Tenant, Boolean> prepared = new LinkedHashMap<>(64, 0.75f, true);
  private final Map<String, Boolean> known = new LinkedHashMap<>(64, 0.75f, true);

  /**
   * @param sets whose templates are installed
   * @param isGuest whether Spoor's templates stay as they are if there are any
   * @param begin makes what a tenant needs beside templates
   */
  IndexGuard(
      Cluster cluster,
      IndexOptions indexOptions,
      TemplateOptions options,
      List<IndexSet> sets,
      boolean isGuest,
      Function<Tenant, Future<Void>> begin) {
    this.cluster = cluster;
    this.indexOptions = indexOptions;
    this.options = options;
    this.sets = List.copyOf(sets);
    this.isGuest = isGuest;
    this.begin = begin;
    this.installer = new TemplateInstaller(cluster);
  }

  /** Installs the tenant's templates, if that has not been done. */
  Future<Void> prepare(Tenant tenant, ServerVersion version) {
    if (isPrepared(tenant)) {
      return Future.succeededFuture();
    }
    return install(tenant, version, isGuest ? installer::ensure : installer::install)
        .compose(installed -> begin.apply(tenant))
        .onSuccess(ignored -> setPrepared(tenant));
  }

  /** Lets a write go to these indices. */
  Future<Void> admit(Tenant tenant, ServerVersion version, Collection<IndexName> indices) {
    if (indexOptions.useAliases()) {
      // Indices are es-rollover's affair, and a missing alias is an error.
      return Future.succeededFuture();
    }
    List<IndexName> unknown = unknown(indices);
    if (unknown.isEmpty()) {
      return Future.succeededFuture();
    }
    Future<Void> all = Future.succeededFuture();
    for (IndexName index : unknown) {
      all = all.compose(ignored -> admit(tenant, version, index));
    }
    return all;
  }

  private Future<Void> admit(Tenant tenant, ServerVersion version, IndexName index) {
    return cluster
        .send(Request.of("HEAD", "/" + index.name()))
        .compose(
            answer -> {
              if (answer.status() != 404) {
                // There, or hidden from us: the documents will tell.
                return Future.succeededFuture();
              }
              return options.create()
                  ? install(tenant, version, installer::ensure)
                  : create(index.name());
            })
        .onSuccess(ignored -> setKnown(index.name()));
  }

  private Future<Void> create(String name) {
    return cluster
        .send(Request.of("PUT", "/" + name, Request.Body.json(NO_GUESSING)))
        .map(
            answer -> {
              // Another collector may have been first, or the right to do it may be missing.
              if (!answer.isOk() && answer.status() != 400) {
                LOG.warn("{}", answer.failure("failed to create index " + name).getMessage());
              }
              return null;
            });
  }

  private Future<Void> install(
      Tenant tenant, ServerVersion version, BiFunction<Templates, IndexSet, Future<Void>> how) {
    if (!options.create()) {
      return Future.succeededFuture();
    }
    Templates templates = new Templates(new IndexNames(indexOptions, tenant), options, version);
    Future<Void> all = Future.succeededFuture();
    for (IndexSet set : sets) {
      all = all.compose(ignored -> how.apply(templates, set));
    }
    return all;
  }

  private synchronized boolean isPrepared(Tenant tenant) {
    return prepared.get(tenant) != null;
  }

  private synchronized void setPrepared(Tenant tenant) {
    prepared.put(tenant, true);
    if (prepared.size() > MAX_KNOWN) {
      prepared.remove(prepared.keySet().iterator().next());
    }
  }

  private synchronized List<IndexName> unknown(Collection<IndexName> indices) {
    return indices.stream().filter(index -> known.get(index.name()) == null).toList();
  }

  private synchronized void setKnown(String name) {
    known.put(name, true);
    if (known.size() > MAX_KNOWN) {
      known.remove(known.keySet().iterator().next());
    }
  }
}
