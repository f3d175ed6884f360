package io.spoor.app.traffic;

/** Turns a batch into the body of a request. Stateless. */
public interface Encoding {

  byte[] encode(Batch batch);
}
