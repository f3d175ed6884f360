package io.spoor.storage.elasticsearch.write;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.spoor.proto.wire.DecodeException;
import java.util.Arrays;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class BulkAnswerTest {
  private static final String THREE =
      """
      {"took":3,"errors":true,"items":[
       {"update":{"_index":"i","_id":"1","result":"noop","status":200}},
       {"index":{"status":400,"error":{"type":"mapper_parsing_exception","reason":"no",
        "caused_by":{"type":"illegal_argument_exception","reason":"long"}}}},
       {"index":{"status":201,"_shards":{"total":1,"failures":[]}}}]}""";

  @Test
  void tellsWhichDocumentsFailedAndWhy() throws DecodeException {
    assertEquals(
        Map.of(
            1,
            new BulkAnswer.Failure(
                400, "mapper_parsing_exception: illegal_argument_exception", "no: long")),
        BulkAnswer.parse(THREE.getBytes(UTF_8), 3).failures());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "[]",
        "{",
        "{}",
        "{\"errors\":false}",
        "{\"items\":{}}",
        "{\"items\":[1,2,3]}",
        "{\"items\":[{},{},{}]}",
        "{\"items\":[{\"index\":{}},{\"index\":{}},{\"index\":{}}]}",
        "{\"items\":[{\"index\":{\"status\":201}},{\"index\":{\"status\":201}}]}",
        "{\"items\":[{\"index\":{\"status\":99999999999999999999}}]}",
        "<html>"
      })
  void refusesWhatIsNoAnswerAboutTheDocumentsSent(String body) {
    assertThrows(DecodeException.class, () -> BulkAnswer.parse(body.getBytes(UTF_8), 3));
  }

  @Test
  void survivesAnyBytes() {
    long seed = Long.getLong("spoor.seed", System.nanoTime());
    System.out.println("seed " + seed + " (replay with -Dspoor.seed=" + seed + ")");
    Random random = new Random(seed);
    for (int i = 0; i < 20_000; i++) {
      byte[] bytes = THREE.getBytes(UTF_8);
      for (int changes = random.nextInt(4); changes >= 0; changes--) {
        bytes[random.nextInt(bytes.length)] = (byte) random.nextInt(256);
      }
      byte[] cut =
          Arrays.copyOf(
              bytes, random.nextInt(4) == 0 ? random.nextInt(bytes.length) : bytes.length);
      try {
        BulkAnswer.parse(cut, 3);
      } catch (DecodeException e) {
        // the other right answer
      }
    }
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "429|es_rejected_execution_exception|full|AGAIN",
        "503|unavailable_shards_exception|primary shard is not active|AGAIN",
        "403|cluster_block_exception|index [x] blocked by: [FORBIDDEN/12/index read-only]|AGAIN",
        "403|security_exception|not yours|AGAIN",
        "404|index_not_found_exception|no such index [x] and [require_alias] request flag|AGAIN",
        "409|version_conflict_engine_exception|busy|AGAIN",
        "400|validation_exception|this action would add [2] shards|AGAIN",
        "400|illegal_argument_exception|no write index is defined for alias [x]|AGAIN",
        "400|mapper_parsing_exception|failed to parse|REFUSED",
        "400|document_parsing_exception|failed to parse|REFUSED",
        "400|illegal_argument_exception|Limit of total fields [1000] has been exceeded|REFUSED",
        "400|illegal_argument_exception|Document contains at least one immense term|REFUSED",
        "400|strict_dynamic_mapping_exception|not allowed|REFUSED",
        "400|index_closed_exception|closed|REFUSED",
        "413|too_large|x|REFUSED"
      })
  void judges(int status, String type, String reason, Verdict verdict) {
    assertEquals(verdict, Verdict.of(new BulkAnswer.Failure(status, type, reason)));
  }
}
