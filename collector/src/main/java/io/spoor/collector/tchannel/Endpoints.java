package io.spoor.collector.tchannel;

import io.spoor.collector.receiver.ReceiverMetrics;
import io.spoor.collector.receiver.RefusedException.Reason;
import io.spoor.net.Visitor;
import io.spoor.proto.text.GoText;
import io.vertx.core.Future;
import java.util.Map;

/** All methods by service and name, and how calls that never reach one are counted. Any thread. */
final class Endpoints {
  private final Map<String, Map<String, Endpoint>> methods;
  private final ReceiverMetrics metrics;

  /**
   * @param methods by name, by the service's name
   */
  Endpoints(Map<String, Map<String, Endpoint>> methods, ReceiverMetrics metrics) {
    this.methods = Map.copyOf(methods);
    this.metrics = metrics;
  }

  Future<byte[]> call(String service, Arguments arguments, Visitor caller) {
    String method = arguments.method();
    Endpoint endpoint = methods.getOrDefault(service, Map.of()).get(method);
    if (endpoint == null) {
      metrics.wrongRequest();
      return Future.failedFuture(
          new TChannelException(
              ErrorCode.BAD_REQUEST,
              "no handler for service " + quote(service) + " and method " + quote(method)));
    }
    return endpoint.call(arguments.body(), caller);
  }

  void cancelled() {
    metrics.cancelled();
  }

  void wrongRequest() {
    metrics.wrongRequest();
  }

  void malformed() {
    metrics.refused(Reason.MALFORMED);
  }

  void tooLarge() {
    metrics.refused(Reason.TOO_LARGE);
  }

  void overloaded() {
    metrics.refused(Reason.OVERLOADED);
  }

  private static String quote(String text) {
    return GoText.quote(text);
  }
}
