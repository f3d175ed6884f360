package io.spoor.app.tracegen;

/** Turns a batch into the body of a request. Stateless. */
interface Encoding {

  byte[] encode(Batch batch);
}
