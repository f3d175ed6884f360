package io.spoor.storage.elasticsearch.server;

import java.util.LinkedHashMap;
import java.util.Map;

/**
 * How a server of one's own is started.
 *
 * @param settings lines of elasticsearch.yml, over the usual ones
 * @param files further files of its config directory, by name
 * @param heapMegabytes of its JVM
 */
public record ServerSettings(
    Release release, Map<String, String> settings, Map<String, String> files, int heapMegabytes) {
  public ServerSettings {
    settings = Map.copyOf(settings);
    files = Map.copyOf(files);
  }

  /** Of the release under test: one node, no security. */
  public static ServerSettings plain() {
    return new ServerSettings(Release.underTest(), Map.of(), Map.of(), 512);
  }

  public ServerSettings with(String setting, String value) {
    return new ServerSettings(release, plus(settings, setting, value), files, heapMegabytes);
  }

  public ServerSettings withFile(String name, String content) {
    return new ServerSettings(release, settings, plus(files, name, content), heapMegabytes);
  }

  public ServerSettings withHeapMegabytes(int megabytes) {
    return new ServerSettings(release, settings, files, megabytes);
  }

  private static Map<String, String> plus(Map<String, String> map, String key, String value) {
    Map<String, String> copy = new LinkedHashMap<>(map);
    copy.put(key, value);
    return copy;
  }
}
