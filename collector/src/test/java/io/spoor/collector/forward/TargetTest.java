package io.spoor.collector.forward;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class TargetTest {

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "collector:14250                  | collector:14250",
        ":14250                           | localhost:14250",
        "collector                        | collector:14250",
        "dns:///jaeger.ns.svc:14250       | jaeger.ns.svc:14250",
        "dns:///jaeger                    | jaeger:443",
        "dns:jaeger.ns.svc:14250          | jaeger.ns.svc:14250",
        "passthrough:///10.0.0.1:1        | 10.0.0.1:1",
        "[::1]:14250                      | [::1]:14250",
        "::1                              | [::1]:14250",
        "[::1]                            | [::1]:14250",
        "a:1,b:2                          | a:1;b:2",
        "a:1, b:2,                        | a:1;b:2",
      })
  void readsWhatJaegersAgentTakes(String text, String targets) {
    List<Target> read = Target.parseAll(text, 14_250);
    assertEquals(targets, String.join(";", read.stream().map(Target::toString).toList()));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "a:b",
        "a:0",
        "a:70000",
        "dns://8.8.8.8/a:1",
        "xds:///a",
        "unix:///a",
        "collector:x:1"
      })
  void refusesTheRest(String text) {
    assertThrows(IllegalArgumentException.class, () -> Target.parseAll(text, 14_250));
  }
}
