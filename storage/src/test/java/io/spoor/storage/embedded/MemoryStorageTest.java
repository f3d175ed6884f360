package io.spoor.storage.embedded;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.spoor.storage.SpanStorage;
import io.spoor.storage.contract.CatalogContract;
import io.spoor.storage.contract.FindContract;
import io.spoor.storage.contract.LifecycleContract;
import io.spoor.storage.contract.OracleContract;
import io.spoor.storage.contract.ReadContract;
import io.spoor.storage.contract.TagSearchContract;
import io.spoor.storage.contract.TenantContract;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import org.junit.jupiter.api.Nested;

/** The contract, in RAM. */
class MemoryStorageTest {
  private static Future<? extends SpanStorage> openHere(Vertx vertx) {
    return EmbeddedStorage.openInMemory(vertx, 0, DiskStorageTest.QUICK, new SimpleMeterRegistry());
  }

  @Nested
  class Reads extends ReadContract {
    @Override
    protected Future<? extends SpanStorage> open(Vertx vertx) {
      return openHere(vertx);
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
      return openHere(vertx);
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
  }
}
