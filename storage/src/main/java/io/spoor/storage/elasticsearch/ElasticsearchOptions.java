package io.spoor.storage.elasticsearch;

import static java.util.Objects.requireNonNull;

import io.spoor.storage.elasticsearch.connection.ConnectionOptions;
import io.spoor.storage.elasticsearch.index.IndexOptions;
import io.spoor.storage.elasticsearch.index.TemplateOptions;
import io.spoor.storage.elasticsearch.life.MaintenanceOptions;
import io.spoor.storage.elasticsearch.read.ReadOptions;
import io.spoor.storage.elasticsearch.write.WriterOptions;
import java.util.Optional;

/**
 * The whole store.
 *
 * @param atStart whether opening waits for the cluster; a collector that journals need not
 * @param maintenance what is done to the indices by itself; absent = others look after them
 * @param archive where chosen traces are kept, in a cluster of its own (contract: elasticsearch.md
 *     §9); its own archive does not count
 */
public record ElasticsearchOptions(
    ConnectionOptions connection,
    IndexOptions indices,
    TemplateOptions templates,
    WriterOptions writing,
    ReadOptions reading,
    AtStart atStart,
    Optional<MaintenanceOptions> maintenance,
    Optional<ElasticsearchOptions> archive) {

  public ElasticsearchOptions {
    requireNonNull(connection, "connection");
    requireNonNull(indices, "indices");
    requireNonNull(templates, "templates");
    requireNonNull(writing, "writing");
    requireNonNull(reading, "reading");
    requireNonNull(atStart, "atStart");
    requireNonNull(maintenance, "maintenance");
    requireNonNull(archive, "archive");
  }

  /** Everything else as Jaeger has it by default; opening waits for nobody. */
  public static ElasticsearchOptions of(ConnectionOptions connection) {
    return new ElasticsearchOptions(
        connection,
        IndexOptions.DEFAULTS,
        TemplateOptions.DEFAULTS,
        WriterOptions.DEFAULTS,
        ReadOptions.DEFAULTS,
        AtStart.IS_ASKED,
        Optional.empty(),
        Optional.empty());
  }

  public ElasticsearchOptions withIndices(IndexOptions newIndices) {
    return new ElasticsearchOptions(
        connection, newIndices, templates, writing, reading, atStart, maintenance, archive);
  }

  public ElasticsearchOptions withTemplates(TemplateOptions newTemplates) {
    return new ElasticsearchOptions(
        connection, indices, newTemplates, writing, reading, atStart, maintenance, archive);
  }

  public ElasticsearchOptions withWriting(WriterOptions newWriting) {
    return new ElasticsearchOptions(
        connection, indices, templates, newWriting, reading, atStart, maintenance, archive);
  }

  public ElasticsearchOptions withReading(ReadOptions newReading) {
    return new ElasticsearchOptions(
        connection, indices, templates, writing, newReading, atStart, maintenance, archive);
  }

  /** Opening fails while no server answers. */
  public ElasticsearchOptions thatMustAnswer() {
    return startingAs(AtStart.MUST_ANSWER);
  }

  public ElasticsearchOptions startingAs(AtStart newAtStart) {
    return new ElasticsearchOptions(
        connection, indices, templates, writing, reading, newAtStart, maintenance, archive);
  }

  public ElasticsearchOptions withArchive(ElasticsearchOptions newArchive) {
    return new ElasticsearchOptions(
        connection,
        indices,
        templates,
        writing,
        reading,
        atStart,
        maintenance,
        Optional.of(newArchive));
  }

  public ElasticsearchOptions withMaintenance(MaintenanceOptions newMaintenance) {
    return new ElasticsearchOptions(
        connection,
        indices,
        templates,
        writing,
        reading,
        atStart,
        Optional.of(newMaintenance),
        archive);
  }
}
