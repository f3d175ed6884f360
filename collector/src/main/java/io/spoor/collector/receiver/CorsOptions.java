package io.spoor.collector.receiver;

import java.util.List;

/**
 * Which web pages may post spans: {@code --collector.zipkin.cors.*} (contract: zipkin.md §3.5).
 *
 * @param allowedOrigins such as {@code https://shop.example.com}, each with at most one {@code *}
 *     in it; a lone {@code *} is any; none is nobody
 * @param allowedHeaders that a page may set, in any case; {@code *} is any; none means those that
 *     every page may need
 */
public record CorsOptions(List<String> allowedOrigins, List<String> allowedHeaders) {
  /** As Jaeger has it since 1.48: no page. */
  public static final CorsOptions NONE = new CorsOptions(List.of(), List.of());

  public CorsOptions {
    allowedOrigins = List.copyOf(allowedOrigins);
    allowedHeaders = List.copyOf(allowedHeaders);
  }
}
