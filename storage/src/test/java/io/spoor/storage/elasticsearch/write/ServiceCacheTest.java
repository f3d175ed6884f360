package io.spoor.storage.elasticsearch.write;

import static io.spoor.storage.elasticsearch.write.ServiceCache.Claim.NOTHING;
import static io.spoor.storage.elasticsearch.write.ServiceCache.Claim.UNDER_ITS_ID;
import static io.spoor.storage.elasticsearch.write.ServiceCache.Claim.UNDER_OTHER_ID;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;

import io.spoor.storage.elasticsearch.document.ServiceDocument;
import io.spoor.storage.elasticsearch.document.SpanKind;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class ServiceCacheTest {
  private long nanos;
  private final ServiceCache cache = new ServiceCache(3, Duration.ofHours(12), () -> nanos);

  @Test
  void wantsEachKindOfAPairOncePerIndex() {
    assertEquals(UNDER_ITS_ID, cache.claim("i", pair("a", "b", SpanKind.SERVER)));
    assertEquals(NOTHING, cache.claim("i", pair("a", "b", SpanKind.SERVER)));
    assertEquals(UNDER_ITS_ID, cache.claim("i", pair("a", "b", SpanKind.CLIENT)));
    assertEquals(NOTHING, cache.claim("i", pair("a", "b", SpanKind.NONE)));
    assertEquals(UNDER_ITS_ID, cache.claim("j", pair("a", "b", SpanKind.NONE)));
    assertEquals(NOTHING, cache.claim("j", pair("a", "b", SpanKind.NONE)));
    assertEquals(UNDER_ITS_ID, cache.claim("j", pair("a", "b", SpanKind.SERVER)));
  }

  @Test
  void givesPairsOfOneIdTwo() {
    assertEquals(UNDER_ITS_ID, cache.claim("i", pair("ab", "c", SpanKind.SERVER)));
    assertEquals(UNDER_OTHER_ID, cache.claim("i", pair("a", "bc", SpanKind.SERVER)));
    assertEquals(NOTHING, cache.claim("i", pair("a", "bc", SpanKind.SERVER)));
    assertEquals(NOTHING, cache.claim("i", pair("ab", "c", SpanKind.SERVER)));
  }

  @Test
  void wantsAPairAgainWhenItsTimeIsOver() {
    cache.claim("i", pair("a", "b", SpanKind.SERVER));
    nanos = Duration.ofHours(12).toNanos() - 1;
    assertEquals(NOTHING, cache.claim("i", pair("a", "b", SpanKind.SERVER)));
    nanos++;
    assertEquals(UNDER_ITS_ID, cache.claim("i", pair("a", "b", SpanKind.SERVER)));
  }

  @Test
  void wantsAPairAgainThatCouldNotBeWritten() {
    ServiceDocument pair = pair("a", "b", SpanKind.SERVER);
    cache.claim("i", pair);

    cache.forget("i", pair.id(), pair.check());

    assertEquals(UNDER_ITS_ID, cache.claim("i", pair));
  }

  @Test
  void dropsWhatWasNotAskedForTheLongest() {
    for (String name : new String[] {"a", "b", "c"}) {
      cache.claim("i", pair(name, "", SpanKind.NONE));
    }
    assertEquals(NOTHING, cache.claim("i", pair("a", "", SpanKind.NONE)));
    cache.claim("i", pair("d", "", SpanKind.NONE));

    assertEquals(NOTHING, cache.claim("i", pair("a", "", SpanKind.NONE)));
    assertEquals(UNDER_ITS_ID, cache.claim("i", pair("b", "", SpanKind.NONE)));
  }

  private static ServiceDocument pair(String service, String operation, SpanKind kind) {
    byte[] bytes = (service + operation).getBytes(UTF_8);
    ServiceDocument pair = new ServiceDocument();
    pair.set(bytes, 0, service.length(), service.length(), operation.length(), kind);
    return pair;
  }

  @Test
  void isBelievedForMinutesBehindAliases() {
    Duration day = Duration.ofDays(1);
    assertEquals(day, ElasticsearchWriter.serviceTtl(day, false));
    assertEquals(Duration.ofMinutes(10), ElasticsearchWriter.serviceTtl(day, true));
    assertEquals(
        Duration.ofSeconds(1), ElasticsearchWriter.serviceTtl(Duration.ofSeconds(1), true));
  }
}
