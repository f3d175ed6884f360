/**
 * What a wire format must offer: a structural check at the door and a decode behind the reply
 * (docs/design.md, "The way of a span"). Receivers check on their event loops, the pipeline decodes
 * on its thread. Codecs are stateless and safe on any thread. No method takes or returns null.
 */
package io.spoor.proto.codec;
