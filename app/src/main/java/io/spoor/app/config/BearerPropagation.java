package io.spoor.app.config;

import io.spoor.app.flag.Flag;
import io.spoor.app.flag.Flag.Type;
import io.spoor.app.flag.Settings;

/**
 * Whether the store is asked with the token of whoever asks query. Jaeger has had two flags for it,
 * and each of them means it (contract: query.md §12).
 */
final class BearerPropagation {
  static final Flag QUERY =
      Flag.jaeger(
          "query.bearer-token-propagation",
          Type.BOOLEAN,
          "false",
          "Ask Elasticsearch with the bearer token of whoever asks");
  static final Flag ELASTICSEARCH =
      Flag.jaeger(
          "es.bearer-token-propagation",
          Type.BOOLEAN,
          "false",
          "The same as --query.bearer-token-propagation");

  private BearerPropagation() {}

  static boolean isWanted(Settings settings) {
    boolean query = settings.bool(QUERY);
    return settings.bool(ELASTICSEARCH) || query;
  }
}
