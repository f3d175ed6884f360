package io.spoor.storage.embedded;

import io.spoor.storage.SpanPredicate;
import io.spoor.storage.TraceQuery;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.apache.lucene.index.LeafReader;
import org.apache.lucene.index.PostingsEnum;
import org.apache.lucene.index.TermState;
import org.apache.lucene.index.Terms;
import org.apache.lucene.index.TermsEnum;
import org.apache.lucene.search.ConjunctionUtils;
import org.apache.lucene.search.DocIdSetIterator;
import org.apache.lucene.util.BitSetIterator;
import org.apache.lucene.util.BytesRef;
import org.apache.lucene.util.FixedBitSet;
import org.apache.lucene.util.automaton.Automata;
import org.apache.lucene.util.automaton.CompiledAutomaton;
import org.apache.lucene.util.automaton.Operations;

/**
 * The terms that a chunk with a matching span must have: one clause for each condition, each met by
 * any of its terms. Finds candidates; may let others pass. Immutable.
 */
final class Clauses {
  private final List<Clause> clauses;

  /** Any of the terms, or of those that the automaton accepts. */
  private record Clause(List<BytesRef> terms, Optional<CompiledAutomaton> pattern) {}

  private Clauses(List<Clause> clauses) {
    this.clauses = clauses;
  }

  static Clauses of(byte[] tenant, TraceQuery query, List<SpanPredicate.TagCondition> tags) {
    List<Clause> clauses = new ArrayList<>();
    query.service().ifPresent(name -> clauses.add(exact(TermWriter.serviceTerm(tenant, name))));
    query.operation().ifPresent(name -> clauses.add(exact(TermWriter.operationTerm(tenant, name))));
    for (SpanPredicate.TagCondition tag : tags) {
      clauses.add(tagClause(tenant, tag));
    }
    if (clauses.isEmpty()) {
      clauses.add(exact(TermWriter.anythingTerm(tenant)));
    }
    return new Clauses(clauses);
  }

  private static Clause exact(BytesRef term) {
    return new Clause(List.of(term), Optional.empty());
  }

  private static Clause tagClause(byte[] tenant, SpanPredicate.TagCondition tag) {
    byte[] key = tag.key();
    if (key.length > TermWriter.MAX_KEY_BYTES) {
      return exact(TermWriter.longKeyTerm(tenant));
    }
    BytesRef marker = TermWriter.longValueTerm(tenant, key);
    BytesRef prefix = TermWriter.tagPrefix(tenant, key);
    Optional<byte[]> literal = tag.pattern().literal();
    if (literal.isPresent()) {
      byte[] value = literal.get();
      if (value.length > TermWriter.MAX_VALUE_BYTES) {
        return exact(marker);
      }
      BytesRef term = new BytesRef(new byte[prefix.length + value.length]);
      System.arraycopy(prefix.bytes, prefix.offset, term.bytes, 0, prefix.length);
      System.arraycopy(value, 0, term.bytes, prefix.length, value.length);
      return new Clause(List.of(term, marker), Optional.empty());
    }
    return new Clause(
        List.of(marker),
        Optional.of(
            new CompiledAutomaton(
                // No dearer than the pattern itself, which has been bounded: the prefix is a chain.
                Operations.determinize(
                    Operations.concatenate(Automata.makeBinary(prefix), tag.pattern().automaton()),
                    Integer.MAX_VALUE),
                null,
                true,
                Integer.MAX_VALUE,
                true)));
  }

  /** The clauses' postings in one segment, or empty if no chunk there can match. */
  Optional<Candidates> in(LeafReader leaf) throws IOException {
    Terms terms = leaf.terms(ChunkDocument.TERMS);
    if (terms == null) {
      return Optional.empty();
    }
    List<Postings> all = new ArrayList<>(clauses.size());
    for (Clause clause : clauses) {
      Postings postings = postings(clause, terms, leaf.maxDoc());
      if (postings == null) {
        return Optional.empty();
      }
      all.add(postings);
    }
    return Optional.of(new Candidates(all));
  }

  private static Postings postings(Clause clause, Terms terms, int maxDoc) throws IOException {
    TermsEnum plain = terms.iterator();
    List<TermState> states = new ArrayList<>();
    List<BytesRef> found = new ArrayList<>();
    for (BytesRef term : clause.terms) {
      if (plain.seekExact(term)) {
        states.add(plain.termState());
        found.add(term);
      }
    }
    FixedBitSet bits = null;
    if (clause.pattern.isPresent()) {
      TermsEnum matching = clause.pattern.get().getTermsEnum(terms);
      PostingsEnum reuse = null;
      while (matching.next() != null) {
        bits = bits == null ? new FixedBitSet(maxDoc) : bits;
        reuse = matching.postings(reuse, PostingsEnum.NONE);
        bits.or(reuse);
      }
    }
    if (bits == null && states.size() == 1) {
      return new Postings(plain, found.get(0), states.get(0), null);
    }
    for (int i = 0; i < states.size(); i++) {
      bits = bits == null ? new FixedBitSet(maxDoc) : bits;
      plain.seekExact(found.get(i), states.get(i));
      bits.or(plain.postings(null, PostingsEnum.NONE));
    }
    return bits == null ? null : new Postings(plain, new BytesRef(), null, bits);
  }

  /** Chunks of one clause: a term's, or a set. */
  private record Postings(TermsEnum terms, BytesRef term, TermState state, FixedBitSet bits) {
    DocIdSetIterator iterator() throws IOException {
      if (bits != null) {
        return new BitSetIterator(bits, bits.length());
      }
      terms.seekExact(term, state);
      return terms.postings(null, PostingsEnum.NONE);
    }
  }

  /** Chunks that meet every clause, as often as they are asked for. */
  static final class Candidates {
    private final List<Postings> clauses;

    private Candidates(List<Postings> clauses) {
      this.clauses = clauses;
    }

    DocIdSetIterator iterator() throws IOException {
      if (clauses.size() == 1) {
        return clauses.get(0).iterator();
      }
      List<DocIdSetIterator> all = new ArrayList<>(clauses.size());
      for (Postings clause : clauses) {
        all.add(clause.iterator());
      }
      return ConjunctionUtils.intersectIterators(all);
    }
  }
}
