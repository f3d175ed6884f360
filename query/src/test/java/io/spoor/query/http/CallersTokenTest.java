package io.spoor.query.http;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import io.spoor.query.fake.FakeReader;
import io.spoor.storage.BearerToken;
import io.spoor.storage.DependencyReader;
import io.vertx.core.MultiMap;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** Contract query.md §12. */
class CallersTokenTest {
  private static final Optional<BearerToken> TOKEN = Optional.of(new BearerToken("abc.123-_~+/="));

  private static Optional<BearerToken> of(String... headers) {
    MultiMap map = MultiMap.caseInsensitiveMultiMap();
    for (int i = 0; i < headers.length; i += 2) {
      map.add(headers[i], headers[i + 1]);
    }
    return CallersToken.of(map);
  }

  @Test
  void takesABearerTokenOrOneThatStandsAlone() {
    assertEquals(TOKEN, of("Authorization", "Bearer abc.123-_~+/="));
    assertEquals(TOKEN, of("authorization", "bearer abc.123-_~+/="));
    assertEquals(TOKEN, of("Authorization", "abc.123-_~+/="));
  }

  @Test
  void takesTheProxysHeaderWhereThereIsNoOther() {
    assertEquals(TOKEN, of("X-Forwarded-Access-Token", "abc.123-_~+/="));
    assertEquals(
        TOKEN, of("Authorization", "Bearer abc.123-_~+/=", "X-Forwarded-Access-Token", "other"));
    assertEquals(
        Optional.empty(), of("Authorization", "Basic eDp5", "X-Forwarded-Access-Token", "other"));
  }

  @Test
  void takesNothingElse() {
    assertEquals(Optional.empty(), of());
    for (String value :
        List.of("Basic eDp5", "Bearer a b", "Bearer  a", "Bearer ", " ", "Bearer \u00fc", "a\tb")) {
      assertEquals(Optional.empty(), of("Authorization", value), value);
    }
    assertEquals(Optional.empty(), of("Authorization", "x".repeat(BearerToken.MAX_LENGTH + 1)));
  }

  @Test
  void hidesItself() {
    assertFalse(TOKEN.toString().contains("abc"));
    assertEquals(new BearerToken("a").hashCode(), new BearerToken("b").hashCode());
  }

  @Test
  void asksTheStoreAsTheCallerOnlyIfToldTo() {
    for (boolean asksAsCallers : List.of(true, false)) {
      TestStore store = new TestStore(Optional.empty(), new FakeReader(), DependencyReader.NONE);
      try (RunningQuery query = RunningQuery.over(store, asksAsCallers)) {
        for (String path :
            List.of(
                "/api/services",
                "/api/services/a/operations",
                "/api/operations?service=a",
                "/api/dependencies?endTs=1",
                "/api/traces?service=a",
                "/api/traces?traceID=1",
                "/api/traces/1")) {
          query.get(path, "Authorization: Bearer t1\r\n");
          query.get(path);
        }
      }
      List<BearerToken> seen = List.copyOf(store.callers());
      assertEquals(asksAsCallers ? 7 : 0, seen.size());
      seen.forEach(token -> assertEquals(new BearerToken("t1"), token));
    }
  }
}
