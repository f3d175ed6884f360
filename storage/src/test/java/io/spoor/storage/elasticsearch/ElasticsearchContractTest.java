package io.spoor.storage.elasticsearch;

import io.spoor.proto.model.SpanBatch;
import io.spoor.storage.SpanStorage;
import io.spoor.storage.contract.CatalogContract;
import io.spoor.storage.contract.FindContract;
import io.spoor.storage.contract.LifecycleContract;
import io.spoor.storage.contract.OracleContract;
import io.spoor.storage.contract.ReadContract;
import io.spoor.storage.contract.TagSearchContract;
import io.spoor.storage.contract.TenantContract;
import io.spoor.storage.elasticsearch.server.ElasticsearchTest;
import io.spoor.storage.elasticsearch.server.TestServer;
import io.spoor.storage.elasticsearch.write.SpanForm;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.util.List;
import org.junit.jupiter.api.Nested;

/** The contract, on a real Elasticsearch. */
@ElasticsearchTest
class ElasticsearchContractTest {
  private static final int IGNORE_ABOVE = 256;

  private static Future<? extends SpanStorage> openHere(Vertx vertx) {
    return SpoorCluster.open(vertx, TestServer.shared(), SpanForm.JAEGER);
  }

  @Nested
  class Reads extends ReadContract {
    @Override
    protected Future<? extends SpanStorage> open(Vertx vertx) {
      return openHere(vertx);
    }

    @Override
    protected int maxSearchableChars() {
      return IGNORE_ABOVE;
    }

    @Override
    protected List<String> kept(SpanBatch batch) {
      return JaegerForm.spans(batch);
    }

    @Override
    protected List<String> keptProcesses(SpanBatch batch) {
      return JaegerForm.processes(batch);
    }
  }

  @Nested
  class Finds extends FindContract {
    @Override
    protected Future<? extends SpanStorage> open(Vertx vertx) {
      return openHere(vertx);
    }
  }

  @Nested
  class SearchesTags extends TagSearchContract {
    @Override
    protected Future<? extends SpanStorage> open(Vertx vertx) {
      return openHere(vertx);
    }

    @Override
    protected int maxSearchableChars() {
      return IGNORE_ABOVE;
    }
  }

  @Nested
  class Lists extends CatalogContract {
    @Override
    protected Future<? extends SpanStorage> open(Vertx vertx) {
      return openHere(vertx);
    }
  }

  @Nested
  class KeepsTenantsApart extends TenantContract {
    @Override
    protected Future<? extends SpanStorage> open(Vertx vertx) {
      return SpoorCluster.openWithArchive(vertx, TestServer.shared(), SpanForm.JAEGER);
    }
  }

  @Nested
  class Lives extends LifecycleContract {
    @Override
    protected Future<? extends SpanStorage> open(Vertx vertx) {
      return openHere(vertx);
    }
  }

  @Nested
  class AgreesWithAScan extends OracleContract {
    @Override
    protected Future<? extends SpanStorage> open(Vertx vertx) {
      return openHere(vertx);
    }

    @Override
    protected int spans() {
      return Integer.getInteger("spoor.oracle.spans", 1000);
    }

    @Override
    protected int queries() {
      return Integer.getInteger("spoor.oracle.queries", 150);
    }

    @Override
    protected int maxSearchableChars() {
      return IGNORE_ABOVE;
    }
  }
}
