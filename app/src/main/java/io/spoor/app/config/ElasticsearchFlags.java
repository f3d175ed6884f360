package io.spoor.app.config;

import io.spoor.app.flag.Flag;
import io.spoor.app.flag.Flag.Type;
import io.spoor.app.flag.FlagGroup;
import java.util.ArrayList;
import java.util.List;

/**
 * The flags of an Elasticsearch store under a prefix: {@code es} or {@code es-archive} (contract:
 * elasticsearch.md §10). Text that Jaeger reads leniently is read leniently here.
 */
final class ElasticsearchFlags {
  final Flag serverUrls;
  final Flag username;
  final Flag password;
  final Flag passwordFile;
  final Flag tokenFile;
  final Flag apiKeyFile;
  final Flag reloadInterval;
  final Flag sniffer;
  final Flag snifferTls;
  final Flag disableHealthCheck;
  final Flag remoteReadClusters;
  final Flag timeout;
  final Flag maxSpanAge;
  final Flag numShards;
  final Flag numReplicas;
  final Flag spanPriority;
  final Flag servicePriority;
  final Flag dependenciesPriority;
  final Flag bulkSize;
  final Flag bulkWorkers;
  final Flag bulkActions;
  final Flag bulkFlushInterval;
  final Flag serviceCacheTtl;
  final Flag indexPrefix;
  final Flag dateSeparator;
  final Flag frequencySpans;
  final Flag frequencyServices;
  final Flag tagsAll;
  final Flag tagsInclude;
  final Flag tagsFile;
  final Flag dotReplacement;
  final Flag useAliases;
  final Flag useIlm;
  final Flag createTemplates;
  final Flag version;
  final Flag maxDocCount;
  final Flag logLevel;
  final Flag sendGetBodyAs;
  final Flag compression;
  final Flag requireRouting;
  final Flag spanFormat;
  final Flag maintenance;
  final Flag maintenanceInterval;
  final Flag maintenanceRetention;
  final Flag maintenanceConditions;
  final Flag maintenanceDryRun;
  final Flag enabled;
  private final String prefix;

  ElasticsearchFlags(String prefix) {
    this.prefix = prefix;
    enabled = jaeger("enabled", Type.BOOLEAN, "false", "Keep chosen traces in an archive");
    serverUrls = jaeger("server-urls", Type.TEXT, "http://127.0.0.1:9200", "URLs, comma separated");
    username = jaeger("username", Type.TEXT, "", "For basic authentication");
    password = jaeger("password", Type.TEXT, "", "For basic authentication");
    passwordFile = jaeger("password-file", Type.TEXT, "", "The password in a file that is watched");
    tokenFile = jaeger("token-file", Type.TEXT, "", "A bearer token in a file that is watched");
    apiKeyFile = jaeger("api-key-file", Type.TEXT, "", "An API key in a file that is watched");
    reloadInterval =
        jaeger(
                "password-reload-interval",
                Type.DURATION,
                "10s",
                "How often files with secrets are looked at; 0 = never")
            .formerly(
                prefix + ".bearer-token-reload-interval", prefix + ".api-key-reload-interval");
    sniffer = jaeger("sniffer", Type.BOOLEAN, "false", "No effect: list the nodes");
    snifferTls = jaeger("sniffer-tls-enabled", Type.BOOLEAN, "false", "No effect: list the nodes");
    disableHealthCheck =
        jaeger("disable-health-check", Type.BOOLEAN, "false", "Start without asking the cluster");
    remoteReadClusters =
        jaeger("remote-read-clusters", Type.TEXT, "", "Clusters to read too, comma separated");
    timeout = jaeger("timeout", Type.DURATION, "0s", "Of a request; 0 = none");
    maxSpanAge =
        jaeger("max-span-age", Type.DURATION, "72h", "How far back traces and services are read");
    numShards = jaeger("num-shards", Type.INTEGER, "5", "Shards of a new index");
    numReplicas = jaeger("num-replicas", Type.INTEGER, "1", "Replicas of a new index");
    spanPriority = priority("span");
    servicePriority = priority("service");
    dependenciesPriority = priority("dependencies");
    bulkSize = jaeger("bulk.size", Type.BYTES, "5000000", "Bytes of a bulk request");
    bulkWorkers = jaeger("bulk.workers", Type.INTEGER, "1", "Bulk requests under way at once");
    bulkActions = jaeger("bulk.actions", Type.INTEGER, "1000", "Documents of a bulk request");
    bulkFlushInterval =
        jaeger(
            "bulk.flush-interval",
            Type.DURATION,
            "200ms",
            "How long spans wait for others while earlier ones are under way");
    serviceCacheTtl =
        jaeger(
            "service-cache-ttl",
            Type.DURATION,
            "0s",
            "After which a service and its operations are written again; 0 = 12h");
    indexPrefix = jaeger("index-prefix", Type.TEXT, "", "Before all index names");
    dateSeparator =
        jaeger("index-date-separator", Type.TEXT, "-", "Between the parts of a date in a name");
    frequencySpans =
        jaeger("index-rollover-frequency-spans", Type.TEXT, "day", "A new index each day or hour");
    frequencyServices =
        jaeger(
            "index-rollover-frequency-services", Type.TEXT, "day", "A new index each day or hour");
    tagsAll = jaeger("tags-as-fields.all", Type.BOOLEAN, "false", "All tags become fields");
    tagsInclude =
        jaeger("tags-as-fields.include", Type.TEXT, "", "Tags that become fields, comma separated");
    tagsFile =
        jaeger("tags-as-fields.config-file", Type.TEXT, "", "The same in a file, one a line");
    dotReplacement =
        jaeger(
            "tags-as-fields.dot-replacement", Type.TEXT, "@", "For dots in names of such fields");
    useAliases =
        jaeger(
            "use-aliases", Type.BOOLEAN, "false", "Read and write through aliases (es-rollover)");
    useIlm =
        jaeger("use-ilm", Type.BOOLEAN, "false", "Indices are managed by ILM; needs use-aliases");
    createTemplates =
        jaeger("create-index-templates", Type.BOOLEAN, "true", "Install index templates");
    version = jaeger("version", Type.INTEGER, "0", "Major version of the server; 0 = ask it");
    maxDocCount =
        jaeger("max-doc-count", Type.INTEGER, "10000", "Documents of an answer, buckets of a list");
    logLevel = jaeger("log-level", Type.TEXT, "error", "Of the client: debug, info or error");
    sendGetBodyAs =
        jaeger("send-get-body-as", Type.TEXT, "", "Verb in place of GET where there is a body");
    compression =
        jaeger(
            "http-compression",
            Type.BOOLEAN,
            "false",
            "Compress the bodies of requests: for slow networks");
    requireRouting =
        spoor(
            "require-routing",
            Type.BOOLEAN,
            "false",
            "New span indices refuse writers other than Spoor, and reads ask one shard a trace");
    spanFormat =
        spoor(
            "span-format",
            Type.TEXT,
            "jaeger",
            "jaeger; classic: no tag is a field unless named; lean: Jaeger cannot read it");
    maintenance =
        spoor(
            "maintenance",
            Type.BOOLEAN,
            "false",
            "Collectors look after the indices, one at a time: rollover of aliases, retention");
    maintenanceInterval =
        spoor("maintenance.interval", Type.DURATION, "10m", "How often they look");
    maintenanceRetention =
        spoor(
            "maintenance.retention-days",
            Type.INTEGER,
            "0",
            "How long spans are kept at least; 0 = for ever");
    maintenanceConditions =
        spoor(
            "maintenance.conditions",
            Type.TEXT,
            "{\"max_age\": \"2d\"}",
            "When aliases roll over, as JSON");
    maintenanceDryRun =
        spoor("maintenance.dry-run", Type.BOOLEAN, "false", "Only log what would be done");
  }

  /** Before the dot. */
  String prefix() {
    return prefix;
  }

  List<FlagGroup> groups() {
    return List.of(
        new FlagGroup("Elasticsearch", plus(all(), BearerPropagation.ELASTICSEARCH)),
        new FlagGroup(
            "Elasticsearch: maintenance",
            List.of(
                maintenance,
                maintenanceInterval,
                maintenanceRetention,
                maintenanceConditions,
                maintenanceDryRun)));
  }

  /** For the archive: it has a switch, and no life of its own. */
  FlagGroup archiveGroup() {
    List<Flag> flags = new ArrayList<>(all());
    flags.removeAll(List.of(maxSpanAge, spanFormat, requireRouting, disableHealthCheck));
    flags.add(0, enabled);
    return new FlagGroup("Elasticsearch: archive", flags);
  }

  private static List<Flag> plus(List<Flag> flags, Flag another) {
    List<Flag> more = new ArrayList<>(flags);
    more.add(another);
    return more;
  }

  private List<Flag> all() {
    List<Flag> all =
        new ArrayList<>(
            List.of(
                serverUrls,
                username,
                password,
                passwordFile,
                tokenFile,
                apiKeyFile,
                reloadInterval,
                sniffer,
                snifferTls,
                disableHealthCheck));
    all.addAll(ClientTls.flags(prefix));
    all.addAll(
        List.of(
            timeout,
            version,
            sendGetBodyAs,
            compression,
            logLevel,
            indexPrefix,
            dateSeparator,
            frequencySpans,
            frequencyServices,
            useAliases,
            useIlm,
            createTemplates,
            numShards,
            numReplicas,
            spanPriority,
            servicePriority,
            dependenciesPriority,
            requireRouting,
            spanFormat,
            bulkSize,
            bulkActions,
            bulkFlushInterval,
            bulkWorkers,
            serviceCacheTtl,
            tagsAll,
            tagsInclude,
            tagsFile,
            dotReplacement,
            maxSpanAge,
            maxDocCount,
            remoteReadClusters));
    return all;
  }

  /** Jaeger misspells it; the right spelling is taken too. */
  private Flag priority(String set) {
    return jaeger(
            "prioirity-" + set + "-template",
            Type.INTEGER,
            "0",
            "Priority of the template, Elasticsearch 8 and later")
        .formerly(prefix + ".priority-" + set + "-template");
  }

  private Flag jaeger(String name, Type type, String defaultValue, String description) {
    return Flag.jaeger(prefix + "." + name, type, defaultValue, description);
  }

  private Flag spoor(String name, Type type, String defaultValue, String description) {
    return Flag.spoor(prefix + "." + name, type, defaultValue, description);
  }
}
