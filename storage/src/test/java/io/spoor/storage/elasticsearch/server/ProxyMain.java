package io.spoor.storage.elasticsearch.server;

import java.net.URI;

/**
 * The proxy by itself, for tools that we did not write: {@code ProxyMain PORT UPSTREAM-URL VERSION
 * [ILM-POLICY...]}. Runs until it is killed.
 */
final class ProxyMain {
  private ProxyMain() {}

  public static void main(String[] arguments) {
    if (arguments.length < 3) {
      System.err.println("usage: ProxyMain PORT UPSTREAM-URL VERSION [ILM-POLICY...]");
      System.exit(2);
    }
    Disguise disguise = Disguise.as(arguments[2]);
    for (int i = 3; i < arguments.length; i++) {
      disguise = disguise.withIlmPolicy(arguments[i]);
    }
    TestProxy proxy =
        TestProxy.before(URI.create(arguments[1]), disguise, Integer.parseInt(arguments[0]));
    System.out.println(proxy.uri() + " -> " + arguments[1] + " as " + arguments[2]);
  }
}
