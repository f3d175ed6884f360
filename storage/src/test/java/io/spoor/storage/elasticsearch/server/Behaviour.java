package io.spoor.storage.elasticsearch.server;

import io.vertx.core.buffer.Buffer;
import java.time.Duration;
import java.util.Map;

/** What the proxy does with a request. */
public sealed interface Behaviour {
  /** Gives it to the server, and its answer to the client. */
  record Pass() implements Behaviour {}

  /** The same, with these headers in the place of the client's. */
  record PassWith(Map<String, String> headers) implements Behaviour {
    public PassWith {
      headers = Map.copyOf(headers);
    }
  }

  /** Answers in the server's place. */
  record Answer(int status, Map<String, String> headers, Buffer body) implements Behaviour {
    public Answer {
      headers = Map.copyOf(headers);
    }
  }

  /** Does it after a while. */
  record Delayed(Duration delay, Behaviour then) implements Behaviour {}

  /** Closes the connection; the server never hears of the request. */
  record Cut() implements Behaviour {}

  /** Closes the connection when the server has done it all: the client cannot know that. */
  record CutAnswer() implements Behaviour {}

  /** Closes the connection in the middle of the server's answer. */
  record HalfAnswer() implements Behaviour {}

  static Behaviour json(int status, String body) {
    return new Answer(status, Map.of("content-type", "application/json"), Buffer.buffer(body));
  }

  /** As Elasticsearch words its refusals. */
  static Behaviour error(int status, String type, String reason) {
    return json(
        status,
        """
        {"error":{"root_cause":[{"type":"%s","reason":"%s"}],"type":"%s","reason":"%s"},"status":%d}"""
            .formatted(type, reason, type, reason, status));
  }

  /** What a node says whose queues are full. */
  static Behaviour tooManyRequests() {
    return error(429, "es_rejected_execution_exception", "rejected execution of coordinating op");
  }

  /** What a balancer says when there is no node behind it. */
  static Behaviour unavailable() {
    return new Answer(
        503,
        Map.of("content-type", "text/html"),
        Buffer.buffer("<html><body>503 Service Unavailable</body></html>"));
  }

  /** A success that is no JSON. */
  static Behaviour garbage() {
    return new Answer(
        200,
        Map.of("content-type", "application/json", "X-Elastic-Product", "Elasticsearch"),
        Buffer.buffer(new byte[] {'{', '"', (byte) 0xff, 0x00, '['}));
  }
}
