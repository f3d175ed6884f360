package io.spoor.storage.elasticsearch;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.spoor.storage.BearerToken;
import io.spoor.storage.SpanStorage;
import io.spoor.storage.StorageException;
import io.spoor.storage.Tenant;
import io.spoor.storage.Trace;
import io.spoor.storage.TraceId;
import io.spoor.storage.contract.TestQuery;
import io.spoor.storage.contract.TestSpan;
import io.spoor.storage.elasticsearch.connection.ClusterTls;
import io.spoor.storage.elasticsearch.connection.ConnectionOptions;
import io.spoor.storage.elasticsearch.connection.Credentials;
import io.spoor.storage.elasticsearch.index.IndexOptions;
import io.spoor.storage.elasticsearch.server.Issued;
import io.spoor.storage.elasticsearch.server.SecuredServer;
import io.spoor.storage.elasticsearch.server.Security;
import io.spoor.storage.elasticsearch.server.TestServer;
import io.spoor.storage.elasticsearch.write.WriterOptions;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Function;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Reads with a caller's token, of a real server with TLS and accounts. */
@Tag("elasticsearch")
final class CallersTokenTest {
  private static final TraceId ID = new TraceId(0, 1);
  private static final BearerToken MAY_READ = new BearerToken(Security.READERS_TOKEN);
  private static final BearerToken MAY_NOT = new BearerToken(Security.BEARER_TOKEN);
  private static final BearerToken UNKNOWN =
      new BearerToken(Security.BEARER_TOKEN.substring(0, Security.BEARER_TOKEN.length() - 4));

  private final SecuredServer secured = TestServer.sharedSecured();
  private final Vertx vertx = Vertx.vertx();
  private final String name = UUID.randomUUID().toString().substring(0, 8);
  private final List<SpanStorage> stores = new ArrayList<>();

  @TempDir Path directory;
  private ClusterTls tls;

  @BeforeEach
  void writeCertificates() throws IOException {
    Issued own = secured.authority().issue("spoor");
    tls =
        ClusterTls.trusting(file("ca.crt", secured.authority().caPem()))
            .showing(file("own.crt", own.certificatePem()), file("own.key", own.keyPem()));
  }

  @AfterEach
  void close() {
    stores.forEach(store -> await(store.close()));
    secured.server().deleteIndices("*" + name + "-*");
    await(vertx.close());
  }

  private Path file(String fileName, String content) throws IOException {
    return Files.writeString(directory.resolve(fileName), content);
  }

  private SpanStorage open(String prefix, Credentials credentials, AtStart atStart) {
    ElasticsearchOptions options =
        ElasticsearchOptions.of(
                new ConnectionOptions(List.of(secured.server().uri())).with(credentials).with(tls))
            .withIndices(IndexOptions.DEFAULTS.withPrefix(prefix))
            .withWriting(WriterOptions.DEFAULTS.withBulk(5_000_000, 1000, 1, Duration.ofMillis(2)))
            .startingAs(atStart);
    SpanStorage store =
        await(
            ElasticsearchStorage.open(
                vertx,
                options.withArchive(options),
                new SimpleMeterRegistry(),
                InstantSource.fixed(Instant.ofEpochMilli(TestSpan.NOON / 1000))));
    stores.add(store);
    return store;
  }

  private SpanStorage withSpans(String prefix) {
    SpanStorage store =
        open(prefix, Credentials.basic(Security.USER, Security.PASSWORD), AtStart.MUST_ANSWER);
    await(
        store
            .writer()
            .write(
                Tenant.DEFAULT,
                TestSpan.batch(TestSpan.span(1, 1).service("secret").tag("k", "v"))));
    Trace trace = new Trace(ID, TestSpan.batch(TestSpan.span(1, 1)));
    await(store.archive().orElseThrow().write(Tenant.DEFAULT, trace));
    secured.server().send("POST", "/" + prefix + "-*/_refresh", "").expect(200);
    return store;
  }

  /** Every read there is. */
  private static List<Function<SpanStorage, Future<?>>> reads() {
    return List.of(
        store -> store.reader().trace(Tenant.DEFAULT, ID),
        store -> store.reader().findTraces(Tenant.DEFAULT, TestQuery.query().build()),
        store -> store.reader().findTraceIds(Tenant.DEFAULT, TestQuery.query().build()),
        store -> store.reader().services(Tenant.DEFAULT),
        store -> store.reader().operations(Tenant.DEFAULT, "secret"),
        store -> store.archive().orElseThrow().trace(Tenant.DEFAULT, ID));
  }

  @Test
  void readsWhatTheCallerMayRead() {
    SpanStorage asCaller = withSpans("apm-" + name).as(MAY_READ);

    assertEquals(List.of("secret"), await(asCaller.reader().services(Tenant.DEFAULT)));
    assertEquals(1, await(asCaller.reader().operations(Tenant.DEFAULT, "secret")).size());
    assertEquals(
        List.of(ID),
        await(asCaller.reader().findTraceIds(Tenant.DEFAULT, TestQuery.query().build())));
    assertTrue(await(asCaller.reader().trace(Tenant.DEFAULT, ID)).isPresent());
    assertTrue(await(asCaller.archive().orElseThrow().trace(Tenant.DEFAULT, ID)).isPresent());
    assertEquals(
        List.of(),
        await(
            asCaller
                .dependencies()
                .dependencies(
                    Tenant.DEFAULT,
                    Instant.ofEpochMilli(TestSpan.NOON / 1000),
                    Duration.ofDays(1))));
  }

  @Test
  void handsOnTheServersRefusalAndNobodysData() {
    for (String prefix : List.of("apm-" + name, "logs-" + name)) {
      SpanStorage own = withSpans(prefix);
      // Whatever is remembered must not be of use to the next caller.
      reads().forEach(read -> await(read.apply(own)));
      for (BearerToken token : List.of(MAY_NOT, UNKNOWN)) {
        for (int i = 0; i < reads().size(); i++) {
          Future<?> read = reads().get(i).apply(own.as(token));
          String which = prefix + " " + i;
          StorageException refused = assertThrows(StorageException.class, () -> await(read), which);
          assertTrue(
              refused.getMessage().contains("401")
                  || refused.getMessage().contains("403")
                  || refused.getMessage().contains("denies the caller's token the right to read"),
              refused::getMessage);
          String all = refused + " " + refused.getCause();
          assertFalse(all.contains(Security.BEARER_TOKEN.substring(0, 20)), all);
        }
      }
    }
  }

  @Test
  void readsWithoutCredentialsOfItsOwn() {
    withSpans("apm-" + name);
    SpanStorage query = open("apm-" + name, Credentials.NONE, AtStart.IS_LEFT_ALONE);

    await(query.check());
    assertEquals(List.of("secret"), await(query.as(MAY_READ).reader().services(Tenant.DEFAULT)));
    StorageException nobody =
        assertThrows(StorageException.class, () -> await(query.reader().services(Tenant.DEFAULT)));
    assertTrue(nobody.getMessage().contains("401"), nobody::getMessage);
  }

  @Test
  void fallsBackToTheTokenOfTheFile() throws IOException {
    withSpans("apm-" + name);
    SpanStorage query =
        open(
            "apm-" + name,
            Credentials.bearer(file("token", Security.READERS_TOKEN), Duration.ZERO),
            AtStart.IS_LEFT_ALONE);

    assertEquals(List.of("secret"), await(query.reader().services(Tenant.DEFAULT)));
    assertThrows(
        StorageException.class, () -> await(query.as(UNKNOWN).reader().services(Tenant.DEFAULT)));
    assertEquals(Optional.of(ID), await(query.reader().trace(Tenant.DEFAULT, ID)).map(Trace::id));
  }

  private static <T> T await(Future<T> future) {
    try {
      return future.await(60, TimeUnit.SECONDS);
    } catch (TimeoutException e) {
      throw new AssertionError("no answer in 60 s", e);
    }
  }
}
