package io.spoor.storage.elasticsearch.index;

import io.spoor.storage.elasticsearch.connection.ServerVersion;

/** How a server wants its templates (contract: elasticsearch.md §2). */
public enum TemplateForm {
  /** {@code _template}: Elasticsearch 7 and OpenSearch. */
  LEGACY("/_template/"),
  /** {@code _index_template}: Elasticsearch from 8 on. */
  COMPOSABLE("/_index_template/");

  private final String path;

  TemplateForm(String path) {
    this.path = path;
  }

  public static TemplateForm of(ServerVersion version) {
    return version.major() >= 8 ? COMPOSABLE : LEGACY;
  }

  /** The resource of a template of that name. */
  public String path(String name) {
    return path + name;
  }
}
