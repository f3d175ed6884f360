package io.spoor.storage.elasticsearch.server;

/** The lines of Elasticsearch that the tests run on. */
public enum Release {
  V7(7, 11, 21),
  V8(8, 17, 25),
  V9(9, 21, Integer.MAX_VALUE);

  /** Which of them this test JVM uses: 7, 8 (when nothing is said) or 9. */
  public static final String PROPERTY = "spoor.test.es";

  private final int major;
  private final int oldestJava;
  private final int newestJava;

  Release(int major, int oldestJava, int newestJava) {
    this.major = major;
    this.oldestJava = oldestJava;
    this.newestJava = newestJava;
  }

  public static Release underTest() {
    String wanted = System.getProperty(PROPERTY, "8");
    for (Release release : values()) {
      if (wanted.equals(Integer.toString(release.major))) {
        return release;
      }
    }
    throw new IllegalArgumentException("-D" + PROPERTY + " must be 7, 8 or 9 (got " + wanted + ")");
  }

  public int major() {
    return major;
  }

  boolean runsOn(int java) {
    return java >= oldestJava && java <= newestJava;
  }

  String javaVersions() {
    return newestJava == Integer.MAX_VALUE
        ? "a JDK from " + oldestJava + " on"
        : "a JDK from " + oldestJava + " to " + newestJava;
  }

  @Override
  public String toString() {
    return "Elasticsearch " + major;
  }
}
