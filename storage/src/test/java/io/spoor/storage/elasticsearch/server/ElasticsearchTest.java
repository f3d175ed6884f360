package io.spoor.storage.elasticsearch.server;

import java.lang.annotation.ElementType;
import java.lang.annotation.Inherited;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.extension.ExtendWith;

/**
 * A test that needs a real Elasticsearch: it gets {@link TestServer#shared()} as a parameter, and
 * runs on all three releases with the Maven profile {@code elasticsearch-all}. Without a server it
 * fails; it is never skipped.
 */
@Tag("elasticsearch")
@ExtendWith(TestServerExtension.class)
@Target(ElementType.TYPE)
@Retention(RetentionPolicy.RUNTIME)
@Inherited
public @interface ElasticsearchTest {}
