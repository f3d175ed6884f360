package io.spoor.app.traffic;

import io.spoor.app.flag.HostPort;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpClient;
import io.vertx.core.http.HttpClientOptions;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.PoolOptions;
import io.vertx.core.http.RequestOptions;
import java.util.Map;

/** POSTs bodies. */
final class HttpSender implements Sender {
  private final HttpClient client;
  private final RequestOptions request;

  HttpSender(
      Vertx vertx,
      HostPort target,
      String path,
      String contentType,
      int connections,
      Map<String, String> headers) {
    client =
        vertx.createHttpClient(
            new HttpClientOptions().setTcpNoDelay(true).setConnectTimeout(2_000),
            new PoolOptions().setHttp1MaxSize(connections));
    request =
        new RequestOptions()
            .setMethod(HttpMethod.POST)
            .setHost(target.host())
            .setPort(target.port())
            .setURI(path)
            .putHeader("Content-Type", contentType);
    headers.forEach(request::putHeader);
  }

  @Override
  public Future<Reply> send(byte[] body) {
    return client
        .request(request)
        .compose(made -> made.send(Buffer.buffer(body)))
        .compose(
            response ->
                response
                    .body()
                    .map(
                        read ->
                            response.statusCode() / 100 == 2 ? Reply.ACKNOWLEDGED : Reply.REFUSED));
  }

  @Override
  public Future<Void> close() {
    return client.close();
  }
}
