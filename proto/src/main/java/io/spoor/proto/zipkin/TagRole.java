package io.spoor.proto.zipkin;

/**
 * What becomes of a tag, by its key (contract: zipkin.md §11.1, "Resource-like keys" and the tags
 * that OpenTelemetry's exporters write).
 */
enum TagRole {
  /** A tag of the span. */
  ORDINARY(""),
  /** A tag of the process. */
  RESOURCE(
      "cloud.provider cloud.account.id cloud.region cloud.availability_zone cloud.platform"
          + " aws.ecs.container.arn aws.ecs.cluster.arn aws.ecs.launchtype aws.ecs.task.arn"
          + " aws.ecs.task.family aws.ecs.task.revision aws.eks.cluster.arn aws.log.group.names"
          + " aws.log.group.arns aws.log.stream.names aws.log.stream.arns container.name"
          + " container.id container.runtime container.image.name container.image.tag"
          + " deployment.environment device.id device.model.identifier device.model.name faas.name"
          + " faas.id faas.version faas.instance faas.max_memory host.id host.name host.type"
          + " host.arch host.image.name host.image.id host.image.version k8s.cluster.name"
          + " k8s.node.name k8s.node.uid k8s.namespace.name k8s.pod.uid k8s.pod.name"
          + " k8s.container.name k8s.replicaset.uid k8s.replicaset.name k8s.deployment.uid"
          + " k8s.deployment.name k8s.statefulset.uid k8s.statefulset.name k8s.daemonset.uid"
          + " k8s.daemonset.name k8s.job.uid k8s.job.name k8s.cronjob.uid k8s.cronjob.name os.type"
          + " os.description os.name os.version process.pid process.executable.name"
          + " process.executable.path process.command process.command_line process.command_args"
          + " process.owner process.runtime.name process.runtime.version"
          + " process.runtime.description service.namespace service.instance.id service.version"
          + " telemetry.sdk.name telemetry.sdk.language telemetry.sdk.version"
          + " telemetry.auto.version webengine.name webengine.version webengine.description"
          + " opencensus.starttime opencensus.exporterversion opencensus.resourcetype"),
  SERVICE_NAME("service.name"),
  /** Names the process tag that holds the service name in place of the service name. */
  SERVICE_NAME_SOURCE("otlp.service.name.source"),
  LIBRARY_NAME("otel.library.name"),
  LIBRARY_VERSION("otel.library.version"),
  SCOPE_NAME("otel.scope.name"),
  SCOPE_VERSION("otel.scope.version"),
  SPAN_KIND("span.kind"),
  STATUS_CODE("otel.status_code"),
  STATUS_DESCRIPTION("otel.status_description"),
  ERROR("error"),
  TRACE_STATE("w3c.tracestate"),
  NET_HOST_IP("net.host.ip"),
  NET_HOST_PORT("net.host.port"),
  PEER_SERVICE("peer.service"),
  NET_PEER_IP("net.peer.ip"),
  NET_PEER_PORT("net.peer.port"),
  /** A reference to another span, numbered from 0. */
  LINK("");

  /** Every key that has this role, with blanks between them. */
  final String keys;

  TagRole(String keys) {
    this.keys = keys;
  }
}
