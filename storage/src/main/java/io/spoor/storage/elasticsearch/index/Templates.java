package io.spoor.storage.elasticsearch.index;

import static java.util.Objects.requireNonNull;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.spoor.storage.elasticsearch.connection.ServerVersion;

/**
 * Bodies of index templates (contract: elasticsearch.md §2), in Jaeger's form to the letter and in
 * Spoor's, which makes the same documents cheaper: better compression, nothing indexed that no
 * query of Jaeger's or Spoor's asks for. Names, patterns and priority are the same, so that a mixed
 * fleet writes one template over the other.
 */
public final class Templates {
  /**
   * Raised with every change of Spoor's form: an older Spoor does not write its own over a newer
   * one's.
   */
  public static final int VERSION = 2;

  /** Fields over the limit are stored and not indexed from this release on. */
  private static final int IGNORES_BEYOND_LIMIT_MINOR = 14;

  private static final JsonNodeFactory NODES = JsonNodeFactory.instance;

  private final IndexNames names;
  private final TemplateOptions options;
  private final TemplateForm form;
  private final boolean ignoresBeyondLimit;

  public Templates(IndexNames names, TemplateOptions options, ServerVersion version) {
    this.names = requireNonNull(names, "names");
    this.options = requireNonNull(options, "options");
    this.form = TemplateForm.of(version);
    this.ignoresBeyondLimit =
        !version.isOpenSearch()
            && (version.major() > 8
                || (version.major() == 8 && version.minor() >= IGNORES_BEYOND_LIMIT_MINOR));
  }

  public TemplateForm form() {
    return form;
  }

  /** The archive shares the template of spans, unless a policy rolls over. */
  public String name(IndexSet set) {
    return names.base(isShared(set) ? IndexSet.SPAN : set);
  }

  /** With a policy they name aliases, and must not name each other's. */
  private boolean isShared(IndexSet set) {
    return set == IndexSet.SPAN_ARCHIVE && options.ilmPolicy().isEmpty();
  }

  /** As Jaeger 1.53 has it; there is none for chunks. */
  public ObjectNode jaeger(IndexSet set) {
    ObjectNode settings = settings(set);
    return body(set, settings, JaegerMappings.of(set));
  }

  /** What fits the documents that are written: Jaeger's form if no tag is to be a field. */
  public ObjectNode own(IndexSet set) {
    return options.tags().isNone() && set != IndexSet.LEAN ? jaeger(set) : spoor(set);
  }

  /** As Spoor installs it. */
  public ObjectNode spoor(IndexSet set) {
    ObjectNode settings = settings(set);
    settings.put("index.codec", "best_compression");
    if (ignoresBeyondLimit) {
      settings.put("index.mapping.total_fields.ignore_dynamic_beyond_limit", true);
    }
    ObjectNode mappings = SpoorMappings.of(set, options);
    mappings.putObject("_meta").putObject("spoor").put("template", VERSION);
    return body(set, settings, mappings);
  }

  /** The pattern of spans covers the archive, too: its own template must go before. */
  private boolean isOwnArchive(IndexSet set) {
    return set == IndexSet.SPAN_ARCHIVE && !isShared(set);
  }

  private ObjectNode settings(IndexSet set) {
    ObjectNode settings = NODES.objectNode();
    settings.put("index.number_of_shards", options.shards());
    settings.put("index.number_of_replicas", options.replicas());
    settings.put("index.mapping.nested_fields.limit", 50);
    settings.put("index.requests.cache.enable", set != IndexSet.SAMPLING);
    options
        .ilmPolicy()
        .ifPresent(
            policy ->
                settings
                    .putObject("lifecycle")
                    .put("name", policy)
                    .put("rollover_alias", names.writeAlias(set)));
    return settings;
  }

  private ObjectNode body(IndexSet set, ObjectNode settings, ObjectNode mappings) {
    ObjectNode body = NODES.objectNode();
    ObjectNode template = body;
    if (form == TemplateForm.COMPOSABLE) {
      int priority = options.priorities().of(set);
      body.put("priority", isOwnArchive(set) ? priority + 1 : priority);
      body.put("index_patterns", name(set) + "-*");
      template = body.putObject("template");
    } else {
      body.put("index_patterns", legacyPattern(set));
      int order = (isOwnArchive(set) ? 1 : 0) + (names.areATenants() ? 1 : 0);
      if (order > 0) {
        body.put("order", order);
      }
    }
    if (options.ilmPolicy().isPresent()) {
      template.putObject("aliases").putObject(names.readAlias(set));
    }
    template.set("settings", settings);
    template.set("mappings", mappings);
    return body;
  }

  /**
   * With Jaeger's leading star, except where that could catch what is not Jaeger's: a tenant's
   * could catch those of the tenant of the same name in another installation. The default tenant's
   * catch tenants' indices, whose own template comes after it.
   */
  private String legacyPattern(IndexSet set) {
    if (names.areATenants()) {
      return name(set) + "-*";
    }
    return switch (set) {
      case SPAN, SPAN_ARCHIVE, SERVICE, SAMPLING -> "*" + name(set) + "-*";
      case DEPENDENCIES -> "*" + IndexSet.DEPENDENCIES.baseName() + "-*";
      case LEAN -> name(set) + "-*";
    };
  }
}
