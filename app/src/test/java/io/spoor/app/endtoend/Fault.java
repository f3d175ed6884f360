package io.spoor.app.endtoend;

import io.spoor.storage.elasticsearch.server.Behaviour;
import io.spoor.storage.elasticsearch.server.RecordedRequest;
import java.time.Duration;
import java.util.concurrent.TimeUnit;

/** What can go wrong around a collector. Each strikes, holds and is over. */
enum Fault {
  COLLECTOR_KILLED(
      "kill -9 of the collector",
      (rig, hold, seed) -> {
        rig.collector().kill();
        sleep(hold);
        rig.collector().restart();
      }),
  AGENT_KILLED(
      "kill -9 of the agent",
      (rig, hold, seed) -> {
        rig.agent().kill();
        sleep(hold);
        rig.agent().restart();
      }),
  COLLECTOR_FROZEN(
      "SIGSTOP of the collector",
      (rig, hold, seed) -> {
        rig.collector().freeze();
        sleep(hold);
        rig.collector().thaw();
      }),
  COLLECTOR_STOPPED(
      "SIGTERM of the collector",
      (rig, hold, seed) -> {
        int code = rig.collector().terminate();
        if (code != 0) {
          throw new AssertionError("ended with " + code + ": " + rig.collector().log());
        }
        rig.collector().restart();
      }),
  STORE_KILLED(
      "kill -9 of Elasticsearch",
      (rig, hold, seed) -> {
        rig.server().kill();
        sleep(hold);
        rig.server().restart();
        rig.server().awaitStatus("yellow");
      }),
  STORE_FROZEN(
      "SIGSTOP of Elasticsearch",
      (rig, hold, seed) -> {
        rig.server().freeze();
        sleep(hold);
        rig.server().thaw();
      }),
  STORE_AWAY(
      "store's port closed",
      (rig, hold, seed) -> {
        rig.proxy().down();
        sleep(hold);
        rig.proxy().up();
      }),
  STORE_BUSY(
      "429 from the store",
      (rig, hold, seed) -> {
        misbehave(rig, hold, Behaviour.tooManyRequests());
      }),
  STORE_UNAVAILABLE(
      "503 from a balancer",
      (rig, hold, seed) -> {
        misbehave(rig, hold, Behaviour.unavailable());
      }),
  STORE_GARBAGE(
      "answers that are no JSON",
      (rig, hold, seed) -> {
        misbehave(rig, hold, Behaviour.garbage());
      }),
  ANSWERS_CUT(
      "stored, and the answer lost",
      (rig, hold, seed) -> {
        misbehave(rig, hold, new Behaviour.CutAnswer());
      }),
  ANSWERS_HALVED(
      "stored, and half an answer",
      (rig, hold, seed) -> {
        misbehave(rig, hold, new Behaviour.HalfAnswer());
      }),
  STORE_SLOW(
      "answers 1.2 s late",
      (rig, hold, seed) -> {
        misbehave(rig, hold, new Behaviour.Delayed(Duration.ofMillis(1_200), new Behaviour.Pass()));
      }),
  STORE_TOO_SLOW(
      "answers later than the time-out",
      (rig, hold, seed) -> {
        misbehave(rig, hold, new Behaviour.Delayed(Duration.ofMillis(4_600), new Behaviour.Pass()));
      }),
  STORE_FULL(
      "read-only block, as at the flood stage",
      (rig, hold, seed) -> {
        block(rig, "true");
        sleep(hold);
        block(rig, "null");
      }),
  CLOCK_BACK(
      "collector's clock steps back an hour",
      (rig, hold, seed) -> {
        rig.setClock(-3_600);
        sleep(hold);
        rig.setClock(0);
      }),
  CLOCK_FORWARD(
      "collector's clock steps forward two days",
      (rig, hold, seed) -> {
        rig.setClock(172_800);
        sleep(hold);
        rig.setClock(0);
      }),
  CONNECTION_STORM(
      "hundreds of silent connections on each port",
      (rig, hold, seed) -> {
        new HostileClients(rig.collector()).storm(300, hold);
      }),
  SLOWLORIS(
      "requests a byte at a time on each port",
      (rig, hold, seed) -> {
        new HostileClients(rig.collector()).slowloris(40, hold);
      }),
  BOMBS(
      "64 MiB in 64 KiB, and 24 MiB plain, on each HTTP port",
      (rig, hold, seed) -> {
        new HostileClients(rig.collector()).bombs();
        new HostileClients(rig.collector()).oversize();
      }),
  NOISE(
      "random bytes on each port, datagrams too",
      (rig, hold, seed) -> {
        new HostileClients(rig.collector()).noise(seed);
        new HostileClients(rig.agent()).datagrams(seed);
      });

  /** Strikes, lasts about as long as it is to hold, and is over when it returns. */
  private interface Strike {
    void run(FaultRig rig, Duration hold, long seed) throws Exception;
  }

  private final String label;

  @SuppressWarnings("ImmutableEnumChecker") // none of them holds anything
  private final Strike strike;

  Fault(String label, Strike strike) {
    this.label = label;
    this.strike = strike;
  }

  String label() {
    return label;
  }

  /** Is over when this returns, having lasted about that long. */
  void strike(FaultRig rig, Duration hold, long seed) throws Exception {
    strike.run(rig, hold, seed);
  }

  private static void misbehave(FaultRig rig, Duration hold, Behaviour behaviour)
      throws InterruptedException {
    rig.proxy().when(Fault::isBulk, behaviour);
    sleep(hold);
    rig.proxy().behave();
  }

  private static boolean isBulk(RecordedRequest request) {
    return request.path().equals("/_bulk");
  }

  private static void block(FaultRig rig, String value) {
    String settings = "{\"index.blocks.read_only_allow_delete\":" + value + "}";
    rig.server().send("PUT", "/" + FaultRig.PREFIX + "-jaeger-*/_settings", settings).expect(200);
  }

  static void sleep(Duration time) throws InterruptedException {
    TimeUnit.NANOSECONDS.sleep(time.toNanos());
  }
}
