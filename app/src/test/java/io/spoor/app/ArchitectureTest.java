package io.spoor.app;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.Architectures.layeredArchitecture;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.core.importer.ImportOption.DoNotIncludeTests;
import com.tngtech.archunit.core.importer.Location;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;

/**
 * The direction of dependencies: proto, storage, net, then collector and query side by side, then
 * app.
 */
@AnalyzeClasses(
    packages = "io.spoor",
    importOptions = {DoNotIncludeTests.class, ArchitectureTest.NoJarOfTests.class})
final class ArchitectureTest {

  /** The test servers come in a jar of storage's tests. */
  static final class NoJarOfTests implements ImportOption {
    @Override
    public boolean includes(Location location) {
      return !location.contains("-tests.jar");
    }
  }

  @ArchTest
  static final ArchRule dependenciesPointOneWay =
      layeredArchitecture()
          .consideringOnlyDependenciesInLayers()
          .layer("proto")
          .definedBy("io.spoor.proto..")
          .layer("storage")
          .definedBy("io.spoor.storage..")
          .layer("net")
          .definedBy("io.spoor.net..")
          .layer("collector")
          .definedBy("io.spoor.collector..")
          .layer("query")
          .definedBy("io.spoor.query..")
          .layer("app")
          .definedBy("io.spoor.app..")
          .whereLayer("app")
          .mayNotBeAccessedByAnyLayer()
          .whereLayer("query")
          .mayOnlyBeAccessedByLayers("app")
          .whereLayer("collector")
          .mayOnlyBeAccessedByLayers("app")
          .whereLayer("net")
          .mayOnlyBeAccessedByLayers("collector", "query", "app")
          .whereLayer("storage")
          .mayOnlyBeAccessedByLayers("net", "collector", "query", "app");

  @ArchTest
  static final ArchRule packagesFormNoCycle =
      slices().matching("io.spoor.(*.*)..").should().beFreeOfCycles();

  @ArchTest
  static final ArchRule luceneStaysInTheEmbeddedStore =
      noClasses()
          .that()
          .resideOutsideOfPackages("io.spoor.storage..")
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage("org.apache.lucene..");

  @ArchTest
  static final ArchRule generatedMessagesStayWithTheReaders =
      noClasses()
          .that()
          .resideInAnyPackage("io.spoor.collector..", "io.spoor.net..", "io.spoor.storage..")
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage("com.google.protobuf..");
}
