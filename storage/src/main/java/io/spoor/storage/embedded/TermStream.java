package io.spoor.storage.embedded;

import org.apache.lucene.analysis.TokenStream;
import org.apache.lucene.analysis.tokenattributes.BytesTermAttribute;
import org.apache.lucene.util.BytesRef;

/** Hands the terms of a {@link TermWriter} to Lucene. Reused for every chunk. */
final class TermStream extends TokenStream {
  private final TermWriter terms;
  private final BytesTermAttribute attribute = addAttribute(BytesTermAttribute.class);
  private final BytesRef term = new BytesRef();
  private int next;

  TermStream(TermWriter terms) {
    this.terms = terms;
  }

  @Override
  public void reset() {
    next = 0;
  }

  @Override
  public boolean incrementToken() {
    if (next == terms.count()) {
      return false;
    }
    terms.term(next++, term);
    attribute.setBytesRef(term);
    return true;
  }

  @Override
  @SuppressWarnings("MissingSuperCall") // It would set position increments, which are not indexed.
  public void end() {}
}
