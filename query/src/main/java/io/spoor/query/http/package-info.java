/**
 * Port 16686: routes, parameters and the envelope of Jaeger's HTTP API (contract: query.md §1 to
 * §6). Requests are parsed on their event loop; traces are turned into JSON on a worker pool. No
 * method takes or returns null.
 */
package io.spoor.query.http;
