package io.spoor.bench.endtoend;

import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * What to measure.
 *
 * @param home the checkout whose server is measured; its launcher starts both ends
 * @param count spans of one run, about
 * @param warmUps runs of each protocol that only make the server hot
 * @param repetitions measured runs of each protocol: their median is told
 * @param rate spans a second
 * @param searchSpans stored before searches are measured; 0 = no searches
 * @param starts of which the median is told; 0 = none
 */
record Arguments(
    Path home,
    List<String> protocols,
    List<String> stores,
    int count,
    int warmUps,
    int repetitions,
    int rate,
    int searchSpans,
    int searches,
    int starts) {
  static final String HELP =
      """
      Usage: bench/endtoend [--name=value ...]
        --home=DIR          checkout to measure (this one)
        --protocols=LIST    any of tracegen's (grpc,otlp-grpc,otlp-http,thrift-http)
        --stores=LIST       blackhole,embedded
        --count=N           spans of one run (100000)
        --warm-ups=N        runs of each protocol before any is measured (2)
        --repetitions=N     measured runs of each protocol, in turns; medians are told (3)
        --rate=N            spans a second (25000); 0 = as fast as they are acknowledged
        --search-spans=N    spans stored before searches are measured (2000000); 0 = no searches
        --searches=N        requests of each kind (200)
        --starts=N          starts with and without the class data archive (5); 0 = none
      SPOOR_JAVA_OPTS in the environment reaches the server.
      """;

  static Arguments parse(Path home, String... arguments) {
    Map<String, String> given = new LinkedHashMap<>();
    for (String argument : arguments) {
      int equals = argument.indexOf('=');
      if (!argument.startsWith("--") || equals < 0) {
        throw new IllegalArgumentException("not --name=value: " + argument + "\n" + HELP);
      }
      given.put(argument.substring(2, equals), argument.substring(equals + 1));
    }
    Arguments parsed =
        new Arguments(
            Path.of(take(given, "home", home.toString())).toAbsolutePath(),
            List.of(take(given, "protocols", "grpc,otlp-grpc,otlp-http,thrift-http").split(",", 0)),
            List.of(take(given, "stores", "blackhole,embedded").split(",", 0)),
            number(given, "count", 100_000),
            number(given, "warm-ups", 2),
            number(given, "repetitions", 3),
            number(given, "rate", 25_000),
            number(given, "search-spans", 2_000_000),
            number(given, "searches", 200),
            number(given, "starts", 5));
    if (!given.isEmpty()) {
      throw new IllegalArgumentException("unknown: " + given.keySet() + "\n" + HELP);
    }
    return parsed;
  }

  private static String take(Map<String, String> given, String name, String otherwise) {
    String value = given.remove(name);
    return value == null ? otherwise : value;
  }

  private static int number(Map<String, String> given, String name, int otherwise) {
    return Integer.parseInt(take(given, name, String.valueOf(otherwise)));
  }
}
