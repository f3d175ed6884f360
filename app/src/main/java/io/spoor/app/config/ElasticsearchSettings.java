package io.spoor.app.config;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.Objects.requireNonNull;

import io.spoor.app.flag.Flag;
import io.spoor.app.flag.FlagGroup;
import io.spoor.app.flag.Settings;
import io.spoor.storage.Secret;
import io.spoor.storage.Tenant;
import io.spoor.storage.elasticsearch.AtStart;
import io.spoor.storage.elasticsearch.ElasticsearchOptions;
import io.spoor.storage.elasticsearch.connection.ClusterTls;
import io.spoor.storage.elasticsearch.connection.ConnectionOptions;
import io.spoor.storage.elasticsearch.connection.Credentials;
import io.spoor.storage.elasticsearch.connection.ProxySettings;
import io.spoor.storage.elasticsearch.document.TagFields;
import io.spoor.storage.elasticsearch.index.Frequency;
import io.spoor.storage.elasticsearch.index.IndexOptions;
import io.spoor.storage.elasticsearch.index.IndexSet;
import io.spoor.storage.elasticsearch.index.TemplateOptions;
import io.spoor.storage.elasticsearch.life.MaintenanceOptions;
import io.spoor.storage.elasticsearch.read.ReadOptions;
import io.spoor.storage.elasticsearch.write.SpanForm;
import io.spoor.storage.elasticsearch.write.WriterOptions;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;

/**
 * An Elasticsearch store as the flags describe it (contract: elasticsearch.md §10).
 *
 * @param isAskedAtStart whether the cluster must answer before the role is ready
 * @param asksAsCallers whether reads carry the token of whoever reads
 * @param maintenance empty if somebody else looks after the indices
 * @param archive where chosen traces are kept, if anywhere
 * @param warnings a line for each flag that was given and does nothing
 */
public record ElasticsearchSettings(
    ConnectionOptions connection,
    IndexOptions indices,
    TemplateOptions templates,
    WriterOptions writing,
    ReadOptions reading,
    boolean isAskedAtStart,
    boolean asksAsCallers,
    Optional<MaintenanceOptions> maintenance,
    Optional<ElasticsearchSettings> archive,
    List<String> warnings) {
  private static final ElasticsearchFlags MAIN = new ElasticsearchFlags("es");
  private static final ElasticsearchFlags ARCHIVE = new ElasticsearchFlags("es-archive");
  private static final String ILM_POLICY = "jaeger-ilm-policy";
  private static final Set<String> LOG_LEVELS = Set.of("debug", "info", "error");

  public ElasticsearchSettings {
    requireNonNull(connection, "connection");
    requireNonNull(indices, "indices");
    requireNonNull(templates, "templates");
    requireNonNull(writing, "writing");
    requireNonNull(reading, "reading");
    requireNonNull(maintenance, "maintenance");
    requireNonNull(archive, "archive");
    warnings = List.copyOf(warnings);
  }

  public static List<FlagGroup> groups() {
    List<FlagGroup> groups = new ArrayList<>(MAIN.groups());
    groups.add(ARCHIVE.archiveGroup());
    return groups;
  }

  /** Reads the flags of the store and of its archive. */
  public static ElasticsearchSettings read(Settings settings, Map<String, String> environment) {
    ElasticsearchSettings main =
        new Reading(MAIN, Optional.empty(), settings, environment).all(Optional.empty());
    if (!settings.bool(ARCHIVE.enabled)) {
      return main;
    }
    Reading reading = new Reading(ARCHIVE, Optional.of(MAIN), settings, environment);
    return new Reading(MAIN, Optional.empty(), settings, environment)
        .all(Optional.of(reading.all(Optional.empty())));
  }

  /**
   * For opening it.
   *
   * @param mayBeAway whether the cluster need not answer yet
   */
  public ElasticsearchOptions options(boolean mayBeAway) {
    return new ElasticsearchOptions(
        connection,
        indices,
        templates,
        writing,
        reading,
        isAskedAtStart && !mayBeAway && !asksAsCallers ? AtStart.MUST_ANSWER : AtStart.IS_ASKED,
        maintenance,
        archive.map(own -> own.options(mayBeAway)));
  }

  /**
   * For a role that reads: templates of spans and the life of indices are the collectors' affair,
   * and its user may lack the right to them. What it archives it writes.
   */
  public ElasticsearchOptions optionsToRead() {
    ElasticsearchOptions all = options(false);
    return new ElasticsearchOptions(
        all.connection(),
        all.indices(),
        all.templates().withoutCreating(),
        all.writing(),
        all.reading(),
        asksAsCallers ? AtStart.IS_LEFT_ALONE : all.atStart(),
        Optional.empty(),
        all.archive());
  }

  /** How the cluster of a tool is reached, which has fewer flags. */
  public static ClusterTls clusterTls(Optional<ClientTls> tls) {
    if (tls.isEmpty()) {
      return ClusterTls.DEFAULTS;
    }
    ClientTls given = tls.get();
    List<Path> authorities =
        given.authority().map(List::of).orElseGet(() -> systemFiles(given.systemAuthorities()));
    return new ClusterTls(
        authorities,
        given.certificate(),
        given.key(),
        given.serverName(),
        given.skipVerification());
  }

  /** Those that cannot be listed are left to the Java runtime's own. */
  private static List<Path> systemFiles(SystemAuthorities authorities) {
    try {
      return authorities.files();
    } catch (IOException e) {
      return List.of();
    }
  }

  /** Values of the flag for the form of spans. */
  private enum Form {
    JAEGER,
    CLASSIC,
    LEAN;

    static Form parse(String text) {
      return switch (text) {
        case "jaeger" -> JAEGER;
        case "classic" -> CLASSIC;
        case "lean" -> LEAN;
        default -> throw new IllegalArgumentException("want jaeger, classic or lean");
      };
    }
  }

  /**
   * One pass over the flags of a prefix.
   *
   * @param inherited whose values are taken where the own ones are empty (contract:
   *     elasticsearch.md §9)
   */
  private record Reading(
      ElasticsearchFlags flags,
      Optional<ElasticsearchFlags> inherited,
      Settings settings,
      Map<String, String> environment) {

    ElasticsearchSettings all(Optional<ElasticsearchSettings> archive) {
      Form form = settings.read(flags.spanFormat, Form::parse);
      boolean useAliases = settings.bool(flags.useAliases);
      boolean useIlm = settings.bool(flags.useIlm);
      if (useIlm && !useAliases) {
        settings.complain(
            flags.useIlm.option()
                + " must always be used in conjunction with "
                + flags.useAliases.option()
                + " to ensure ES writers and readers refer to the single index mapping");
      }
      settings.read(flags.logLevel, Reading::logLevel);
      IndexOptions indices =
          new IndexOptions(
              settings.text(flags.indexPrefix),
              settings.text(flags.dateSeparator),
              frequency(flags.frequencySpans),
              frequency(flags.frequencyServices),
              useAliases,
              list(inherited(own -> own.remoteReadClusters)));
      return new ElasticsearchSettings(
          connection(),
          indices,
          templates(useIlm, form),
          writing().withForm(form == Form.LEAN ? SpanForm.LEAN : SpanForm.JAEGER),
          new ReadOptions(
              settings.integer(flags.maxDocCount, 1),
              settings.duration(flags.maxSpanAge, Duration.ZERO),
              settings.text(flags.dotReplacement),
              Duration.ZERO),
          !settings.bool(flags.disableHealthCheck),
          BearerPropagation.isWanted(settings),
          maintenance(useAliases && !useIlm, form == Form.LEAN),
          archive,
          warnings());
    }

    private ConnectionOptions connection() {
      ConnectionOptions connection =
          settings
              .read(flags.serverUrls, ConnectionOptions::of)
              .with(ProxySettings.of(environment))
              .with(
                  clusterTls(
                      ClientTls.read(flags.prefix(), settings, SystemAuthorities.of(environment))))
              .withTimeout(settings.duration(flags.timeout, Duration.ZERO))
              .withCompression(settings.bool(flags.compression))
              .withGetBodyAs(settings.read(flags.sendGetBodyAs, Reading::verb));
      int version = settings.integer(flags.version, 0);
      if (version != 0) {
        connection = connection.withVersion(version);
      }
      return credentials().map(connection::with).orElse(connection);
    }

    private String inherited(Function<ElasticsearchFlags, Flag> flag) {
      return settings.text(ownOrInherited(flag));
    }

    private Flag ownOrInherited(Function<ElasticsearchFlags, Flag> flag) {
      Flag own = flag.apply(flags);
      return settings.isGiven(own) ? own : inherited.map(flag).orElse(own);
    }

    /** Empty if none are given: the URL may have some. */
    private Optional<Credentials> credentials() {
      String username = inherited(own -> own.username);
      Secret password = new Secret(inherited(own -> own.password));
      Optional<Path> passwordFile = settings.read(flags.passwordFile, TlsOptions::file);
      Optional<Path> tokenFile = settings.read(flags.tokenFile, TlsOptions::file);
      Optional<Path> apiKeyFile = settings.read(flags.apiKeyFile, TlsOptions::file);
      Duration reload = settings.duration(flags.reloadInterval, Duration.ZERO);
      boolean isNone =
          username.isEmpty()
              && password.isEmpty()
              && passwordFile.or(() -> tokenFile).or(() -> apiKeyFile).isEmpty();
      if (isNone) {
        return Optional.empty();
      }
      try {
        return Optional.of(
            new Credentials(username, password, passwordFile, tokenFile, apiKeyFile, reload));
      } catch (IllegalArgumentException e) {
        settings.complain("--" + flags.prefix() + ".*: " + e.getMessage());
        return Optional.empty();
      }
    }

    private TemplateOptions templates(boolean useIlm, Form form) {
      return new TemplateOptions(
          // With ILM, es-rollover installs them: they name the policy.
          settings.bool(flags.createTemplates) && !useIlm,
          settings.integer(flags.numShards, 1),
          settings.integer(flags.numReplicas, 0),
          new TemplateOptions.Priorities(
              settings.integer(flags.spanPriority, 0),
              settings.integer(flags.servicePriority, 0),
              settings.integer(flags.dependenciesPriority, 0),
              0),
          useIlm ? Optional.of(ILM_POLICY) : Optional.empty(),
          settings.bool(flags.requireRouting),
          tags(form));
    }

    private TagFields tags(Form form) {
      String replacement = settings.text(flags.dotReplacement);
      Set<String> keys = new TreeSet<>(list(inherited(own -> own.tagsInclude)));
      keys.addAll(settings.read(ownOrInherited(own -> own.tagsFile), Reading::lines));
      if (settings.bool(ownOrInherited(own -> own.tagsAll))) {
        return TagFields.all(replacement);
      }
      if (!keys.isEmpty()) {
        return TagFields.of(keys, replacement);
      }
      return form == Form.CLASSIC ? TagFields.NONE : TagFields.hot(replacement);
    }

    private WriterOptions writing() {
      return WriterOptions.DEFAULTS
          .withBulk(
              (int) Math.min(settings.bytes(flags.bulkSize, 1), 100_000_000),
              settings.integer(flags.bulkActions, 1),
              settings.integer(flags.bulkWorkers, 1),
              settings.duration(flags.bulkFlushInterval, Duration.ZERO))
          .withServiceCacheTtl(settings.duration(flags.serviceCacheTtl, Duration.ZERO));
    }

    private Optional<MaintenanceOptions> maintenance(boolean rollsOver, boolean isLean) {
      Duration interval = settings.duration(flags.maintenanceInterval, Duration.ofSeconds(1));
      int retention = settings.integer(flags.maintenanceRetention, 0);
      String conditions = settings.text(flags.maintenanceConditions);
      boolean isDryRun = settings.bool(flags.maintenanceDryRun);
      if (!settings.bool(flags.maintenance)) {
        return Optional.empty();
      }
      List<IndexSet> sets =
          isLean
              ? List.of(IndexSet.SPAN, IndexSet.SERVICE, IndexSet.DEPENDENCIES, IndexSet.LEAN)
              : List.of(IndexSet.SPAN, IndexSet.SERVICE, IndexSet.DEPENDENCIES);
      return Optional.of(
          new MaintenanceOptions(interval, retention, rollsOver, conditions, sets, isDryRun)
              .withTenants(tenants()));
    }

    /** Those with a name; others are found by their indices. */
    private List<Tenant> tenants() {
      return TenancySettings.read(settings).tenancy().stream()
          .flatMap(tenancy -> tenancy.tenants().stream())
          .sorted(Comparator.comparing(Tenant::id))
          .toList();
    }

    private List<String> warnings() {
      return List.of(flags.sniffer, flags.snifferTls).stream()
          .filter(settings::isGiven)
          .map(Flag::option)
          .map(option -> option + " has no effect: list the nodes in " + flags.serverUrls.option())
          .toList();
    }

    /** As in Jaeger, text that is not understood means a day. */
    private Frequency frequency(Flag flag) {
      return settings.text(flag).equals("hour") ? Frequency.HOUR : Frequency.DAY;
    }

    private static String logLevel(String text) {
      if (!LOG_LEVELS.contains(text)) {
        throw new IllegalArgumentException("want debug, info or error");
      }
      return text;
    }

    private static String verb(String text) {
      if (!Set.of("", "GET", "POST").contains(text)) {
        throw new IllegalArgumentException("want GET or POST");
      }
      return text;
    }

    private static List<String> list(String text) {
      return Arrays.stream(text.split(",", -1))
          .map(String::strip)
          .filter(entry -> !entry.isEmpty())
          .toList();
    }

    private static List<String> lines(String file) {
      if (file.isEmpty()) {
        return List.of();
      }
      try {
        return Files.readAllLines(Path.of(file), UTF_8).stream()
            .map(String::strip)
            .filter(line -> !line.isEmpty())
            .toList();
      } catch (IOException e) {
        throw new IllegalArgumentException("cannot be read: " + e.getMessage(), e);
      }
    }
  }
}
