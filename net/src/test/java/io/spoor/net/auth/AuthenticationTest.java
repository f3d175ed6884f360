package io.spoor.net.auth;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import at.favre.lib.crypto.bcrypt.BCrypt;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.spoor.net.Refusal;
import io.spoor.net.Refusal.Kind;
import io.spoor.net.RefusedAtDoorException;
import io.spoor.net.reload.BadDocumentException;
import io.spoor.net.reload.Reloaded;
import io.spoor.storage.Tenant;
import io.vertx.core.Future;
import io.vertx.core.MultiMap;
import io.vertx.core.Vertx;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Credentials from files, and the tenants they are for. */
final class AuthenticationTest {
  private static final String BCRYPT =
      BCrypt.with(BCrypt.Version.VERSION_2Y).hashToString(5, "secret".toCharArray());
  private static final Grant ACME = new Grant(Set.of(new Tenant("acme")));

  @TempDir Path directory;
  private final Vertx vertx = Vertx.vertx();

  @AfterEach
  void close() throws Exception {
    vertx.close().toCompletionStage().toCompletableFuture().get(90, TimeUnit.SECONDS);
  }

  @Test
  void knowsTokensAndTheirTenants() throws Exception {
    Authentication door =
        tokens("# for agents\n\nabc\nxyz tenant=acme\nsha256:" + sha256("hashed") + "\r\n");
    assertEquals(Grant.ALL, verify(door, "Bearer abc"));
    assertEquals(Grant.ALL, verify(door, "bearer  abc "));
    assertEquals(ACME, verify(door, "Bearer xyz"));
    assertEquals(Grant.ALL, verify(door, "Bearer hashed"));
    for (String wrong :
        List.of("Bearer ab", "Bearer ", "Bearer abcd", "Bearer sha256:" + sha256("hashed"))) {
      assertEquals("wrong credentials", refusal(door, Optional.of(wrong)).text());
    }
    assertEquals("missing credentials", refusal(door, Optional.empty()).text());
    Refusal basic = refusal(door, Optional.of(basic("abc", "abc")));
    assertEquals(Kind.UNAUTHENTICATED, basic.kind());
    assertEquals(Optional.of("Bearer realm=\"spoor\""), basic.challenge());
  }

  @Test
  void knowsUsersByPasswordAndByHash() throws Exception {
    Authentication door =
        users(
            "plain:pa:ss\nslow:"
                + BCRYPT
                + " tenant=acme\nquick:sha256:"
                + sha256("secret")
                + "\n");
    assertEquals(Grant.ALL, verify(door, basic("plain", "pa:ss")));
    assertEquals(ACME, verify(door, basic("slow", "secret")));
    assertEquals(ACME, verify(door, basic("slow", "secret")), "from memory");
    assertEquals(Grant.ALL, verify(door, basic("quick", "secret")));
    for (String user : List.of("plain", "slow", "quick", "nobody")) {
      assertEquals("wrong credentials", refusal(door, Optional.of(basic(user, "other"))).text());
      assertEquals("wrong credentials", refusal(door, Optional.of(basic(user, "other"))).text());
      String long80 = "a".repeat(80);
      assertEquals("wrong credentials", refusal(door, Optional.of(basic(user, long80))).text());
    }
    for (String malformed : List.of("Basic !", "Basic " + base64("no colon"), "Basic")) {
      assertEquals(Kind.UNAUTHENTICATED, refusal(door, Optional.of(malformed)).kind(), malformed);
    }
  }

  @Test
  void answersFromMemoryAtOnce() throws Exception {
    Authentication door = users("slow:" + BCRYPT);
    Optional<String> header = Optional.of(basic("slow", "secret"));
    assertFalse(door.verify(header).isComplete());
    verify(door, header.get());
    assertTrue(door.verify(header).succeeded());
  }

  @Test
  void boundsWhatStrangersMayCost() throws Exception {
    Authentication door =
        users("slow:" + BCrypt.with(BCrypt.Version.VERSION_2Y).hashToString(10, "x".toCharArray()));
    List<Future<Grant>> all = new ArrayList<>();
    for (int i = 0; i < 100; i++) {
      all.add(door.verify(Optional.of(basic("slow", "guess " + i))));
    }
    long busy =
        all.stream()
            .filter(Future::failed)
            .filter(one -> refusal(one.cause()).kind() == Kind.BUSY)
            .count();
    assertTrue(busy > 0, "none was refused at once");
    Future.join(all)
        .otherwiseEmpty()
        .toCompletionStage()
        .toCompletableFuture()
        .get(20, TimeUnit.SECONDS);
  }

  @Test
  void takesChangesOfTheFile() throws Exception {
    Path file = Files.writeString(directory.resolve("tokens"), "old\n");
    Reloaded<CredentialFile.Tokens> tokens =
        CredentialFile.tokens(file.toString(), false, "test", new SimpleMeterRegistry());
    Authentication door = new Authentication(vertx, Optional.of(tokens::current), Optional.empty());
    assertEquals(Grant.ALL, verify(door, "Bearer old"));
    Files.writeString(file, "new\n");
    assertFalse(tokens.reload(), "seen once");
    assertTrue(tokens.reload());
    assertEquals(Grant.ALL, verify(door, "Bearer new"));
    refusal(door, Optional.of("Bearer old"));
    Files.writeString(file, "new tenant=\n");
    tokens.reload();
    tokens.reload();
    assertEquals(Grant.ALL, verify(door, "Bearer new"), "a bad file changes nothing");
  }

  @Test
  void doesNotLockOutThoseWhoseLinesAnEditorHasYetToWrite() throws Exception {
    Path file = Files.writeString(directory.resolve("tokens"), "first\nsecond\n");
    SimpleMeterRegistry registry = new SimpleMeterRegistry();
    Reloaded<CredentialFile.Tokens> tokens =
        CredentialFile.tokens(file.toString(), false, "test", registry);
    Authentication door = new Authentication(vertx, Optional.of(tokens::current), Optional.empty());
    Files.writeString(file, "fir");
    assertFalse(tokens.reload());
    assertEquals(Grant.ALL, verify(door, "Bearer second"));
    refusal(door, Optional.of("Bearer fir"));
    Files.writeString(file, "");
    assertFalse(tokens.reload(), "empty for a moment");
    assertEquals(1, registry.get("test.good").gauge().value(), "nothing to complain of yet");
    Files.writeString(file, "first\nsecond\nthird\n");
    assertFalse(tokens.reload());
    assertTrue(tokens.reload());
    assertEquals(Grant.ALL, verify(door, "Bearer second"));
    assertEquals(Grant.ALL, verify(door, "Bearer third"));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "# nobody\n",
        "secret-a\nsecret-a\n",
        "secret-a owner=b\n",
        "secret-a tenant=\n",
        "secret-a tenant=b/c\n",
        "secret-a tenant=b tenant=c\n",
        "sha256:secret-a\n",
      })
  void complainsOfTokensWithoutNamingThem(String text) {
    BadDocumentException bad =
        assertThrows(
            BadDocumentException.class,
            () -> CredentialFile.parseTokens(text.getBytes(UTF_8), true));
    assertFalse(bad.getMessage().contains("secret-a"), bad.getMessage());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "secret-a\n",
        ":secret-a\n",
        "user:\n",
        "user:$apr1$secret-a\n",
        "user:{SHA}secret-a\n",
        "user:$2y$secret-a\n",
        "user:$2y$31$abcdefghijklmnopqrstuuabcdefghijklmnopqrstuvwxyz01234\n",
        "user:sha256:secret-a\n",
        "user:a\nuser:b\n",
      })
  void complainsOfUsersWithoutNamingTheirPasswords(String text) {
    BadDocumentException bad =
        assertThrows(
            BadDocumentException.class,
            () -> CredentialFile.parseUsers(text.getBytes(UTF_8), true));
    assertFalse(bad.getMessage().contains("secret-a"), bad.getMessage());
  }

  @Test
  void refusesTenantsInAFileWhileTenancyIsOff() {
    assertThrows(
        BadDocumentException.class,
        () -> CredentialFile.parseTokens("abc tenant=a".getBytes(UTF_8), false));
  }

  @Test
  void readsAnyFileWithoutFallingOver() {
    long seed = Long.getLong("spoor.test.seed", System.nanoTime());
    System.out.println("AuthenticationTest: -Dspoor.test.seed=" + seed);
    Random random = new Random(seed);
    String alphabet = "ab:$2y1 0\t\r\n#=,sha256:tenant=\u00e9{}";
    for (int i = 0; i < 20_000; i++) {
      StringBuilder text = new StringBuilder();
      for (int left = random.nextInt(60); left > 0; left--) {
        text.append(alphabet.charAt(random.nextInt(alphabet.length())));
      }
      byte[] bytes = text.toString().getBytes(UTF_8);
      try {
        CredentialFile.parseTokens(bytes, random.nextBoolean());
      } catch (BadDocumentException e) {
        assertTrue(e.getMessage().startsWith("line ") || e.getMessage().equals("names nobody"));
      }
      try {
        CredentialFile.parseUsers(bytes, random.nextBoolean());
      } catch (BadDocumentException e) {
        assertTrue(e.getMessage().startsWith("line ") || e.getMessage().equals("names nobody"));
      }
    }
  }

  @Test
  void saysNoSecretWhenItIsPrinted() throws Exception {
    assertFalse(CredentialFile.parseTokens("abc".getBytes(UTF_8), true).toString().contains("abc"));
    assertFalse(
        CredentialFile.parseUsers(("u:" + BCRYPT).getBytes(UTF_8), true)
            .toString()
            .contains("$2y"));
  }

  @Test
  void findsTheTenantInJaegersWords() {
    Tenancy any = new Tenancy("x-tenant", Set.of());
    Tenancy some = new Tenancy("x-tenant", Set.of(new Tenant("acme"), new Tenant("b")));
    assertEquals(new Tenant("A-1_b.c"), any.of(named("A-1_b.c"), Grant.ALL, Optional.empty()));
    assertEquals(new Tenant("acme"), some.of(named("acme"), Grant.ALL, Optional.empty()));
    assertEquals(new Tenant("acme"), some.of(named("acme"), ACME, Optional.empty()));
    assertEquals(
        new Tenant("acme"), some.of(named(), ACME, Optional.empty()), "the only one it may be");
    assertRefused(Kind.MISSING_TENANT, "missing tenant header", some, named(), Grant.ALL);
    assertRefused(Kind.WRONG_TENANT, "extra tenant header", some, named("acme", "b"), Grant.ALL);
    assertRefused(Kind.WRONG_TENANT, "unknown tenant", some, named("c"), Grant.ALL);
    assertRefused(
        Kind.FORBIDDEN, "these credentials are not for that tenant", some, named("b"), ACME);
    for (String bad : List.of("", "a/b", "a b", "a*", "\u00e9", "a,b", "x".repeat(65))) {
      assertRefused(Kind.WRONG_TENANT, "unknown tenant", any, named(bad), Grant.ALL);
    }
  }

  @Test
  void takesAsManyTenantsAsThereMayBeWhereNobodyNamedThem() {
    Tenancy any = new Tenancy("x-tenant", Set.of());
    Tenancy some = new Tenancy("x-tenant", Set.of(new Tenant("c")));
    Optional<TenantLimit> limit = Optional.of(new TenantLimit(2));
    assertEquals(new Tenant("a"), any.of(named("a"), Grant.ALL, limit));
    assertEquals(new Tenant("b"), any.of(named("b"), Grant.ALL, limit));
    Refusal refusal =
        assertThrows(RefusedAtDoorException.class, () -> any.of(named("c"), Grant.ALL, limit))
            .refusal();
    assertEquals(Kind.WRONG_TENANT, refusal.kind());
    assertEquals("unknown tenant, and there are as many as there may be", refusal.text());
    assertEquals(new Tenant("a"), any.of(named("a"), Grant.ALL, limit));
    assertEquals(new Tenant("c"), some.of(named("c"), Grant.ALL, limit), "the list names it");
  }

  private static void assertRefused(
      Kind kind, String text, Tenancy tenancy, MultiMap headers, Grant grant) {
    Refusal refusal =
        assertThrows(
                RefusedAtDoorException.class, () -> tenancy.of(headers, grant, Optional.empty()))
            .refusal();
    assertEquals(kind, refusal.kind());
    assertEquals(text, refusal.text());
  }

  private static MultiMap named(String... tenants) {
    MultiMap headers = MultiMap.caseInsensitiveMultiMap();
    for (String tenant : tenants) {
      headers.add("X-Tenant", tenant);
    }
    return headers;
  }

  private Authentication tokens(String text) throws BadDocumentException {
    CredentialFile.Tokens tokens = CredentialFile.parseTokens(text.getBytes(UTF_8), true);
    return new Authentication(vertx, Optional.of(() -> tokens), Optional.empty());
  }

  private Authentication users(String text) throws BadDocumentException {
    CredentialFile.Users users = CredentialFile.parseUsers(text.getBytes(UTF_8), true);
    return new Authentication(vertx, Optional.empty(), Optional.of(() -> users));
  }

  private static Grant verify(Authentication door, String header) throws Exception {
    return door.verify(Optional.of(header))
        .toCompletionStage()
        .toCompletableFuture()
        .get(20, TimeUnit.SECONDS);
  }

  private static Refusal refusal(Authentication door, Optional<String> header) {
    return refusal(
        assertThrows(
                ExecutionException.class,
                () ->
                    door.verify(header)
                        .toCompletionStage()
                        .toCompletableFuture()
                        .get(20, TimeUnit.SECONDS))
            .getCause());
  }

  private static Refusal refusal(Throwable failure) {
    return ((RefusedAtDoorException) failure).refusal();
  }

  private static String basic(String user, String password) {
    return "Basic " + base64(user + ":" + password);
  }

  private static String base64(String text) {
    return Base64.getEncoder().encodeToString(text.getBytes(UTF_8));
  }

  private static String sha256(String text) {
    byte[] bytes = new byte[32];
    Digest.of(text).bytes().duplicate().get(bytes);
    return java.util.HexFormat.of().formatHex(bytes);
  }
}
