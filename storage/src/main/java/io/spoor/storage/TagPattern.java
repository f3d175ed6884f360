package io.spoor.storage;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.Arrays;
import java.util.Optional;
import org.apache.lucene.util.automaton.Automaton;
import org.apache.lucene.util.automaton.ByteRunAutomaton;
import org.apache.lucene.util.automaton.Operations;
import org.apache.lucene.util.automaton.RegExp;
import org.apache.lucene.util.automaton.TooComplexToDeterminizeException;
import org.apache.lucene.util.automaton.UTF32ToUTF8;

/**
 * What the text of a tag's whole value must be: Lucene's regular expressions, as Elasticsearch
 * reads them (contract: elasticsearch.md §8.2). Most are plain words and stay such. Immutable.
 */
public final class TagPattern {
  /** As Elasticsearch's {@code index.max_regex_length}. */
  public static final int MAX_LENGTH = 1000;

  private static final int MAX_STATES = 10_000;
  private static final String RESERVED = ".?+*|{}[]()\"\\#@&<>~";
  private static final String CLASSES = "wWdDsS";

  // One of the two is there.
  private final Optional<byte[]> literal;
  private final Optional<ByteRunAutomaton> run;
  private final Optional<Automaton> automaton;

  private TagPattern(
      Optional<byte[]> literal, Optional<Automaton> automaton, Optional<ByteRunAutomaton> run) {
    this.literal = literal;
    this.automaton = automaton;
    this.run = run;
  }

  /**
   * Reads a pattern, in time and memory bounded whatever it says.
   *
   * @throws StorageException of kind {@link StorageException.Kind#BAD_REQUEST}
   */
  public static TagPattern compile(String key, String text) {
    Optional<String> plain = plainText(text);
    if (plain.isPresent()) {
      return new TagPattern(
          Optional.of(plain.get().getBytes(UTF_8)), Optional.empty(), Optional.empty());
    }
    if (text.length() > MAX_LENGTH) {
      throw invalid(key, "longer than " + MAX_LENGTH + " characters", null);
    }
    try {
      RegExp expression = new RegExp(text, RegExp.ALL);
      if (states(expression) > MAX_STATES) {
        throw invalid(key, "too complex", null);
      }
      Automaton characters =
          Operations.determinize(
              expression.toAutomaton(), Operations.DEFAULT_DETERMINIZE_WORK_LIMIT);
      Automaton bytes =
          Operations.determinize(
              new UTF32ToUTF8().convert(characters), Operations.DEFAULT_DETERMINIZE_WORK_LIMIT);
      return new TagPattern(
          Optional.empty(),
          Optional.of(bytes),
          Optional.of(
              new ByteRunAutomaton(bytes, true, Operations.DEFAULT_DETERMINIZE_WORK_LIMIT)));
    } catch (TooComplexToDeterminizeException e) {
      throw invalid(key, "too complex", e);
    } catch (IllegalArgumentException e) {
      throw invalid(key, String.valueOf(e.getMessage()), e);
    } catch (StackOverflowError e) {
      throw invalid(key, "nested too deeply", null);
    }
  }

  /** Whether this text, UTF-8, is one that the pattern means. */
  public boolean matches(byte[] bytes, int offset, int length) {
    if (literal.isPresent()) {
      byte[] text = literal.get();
      return text.length == length
          && Arrays.equals(text, 0, length, bytes, offset, offset + length);
    }
    return run.orElseThrow().run(bytes, offset, length);
  }

  /** The only text that matches, where the pattern is a plain word. */
  public Optional<byte[]> literal() {
    return literal;
  }

  /** Over bytes, deterministic; there unless {@link #literal} is. */
  public Automaton automaton() {
    return automaton.orElseThrow();
  }

  /** The text without its escapes, if nothing in it is an operator. */
  private static Optional<String> plainText(String text) {
    StringBuilder plain = new StringBuilder(text.length());
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (c == '\\' && i + 1 < text.length() && CLASSES.indexOf(text.charAt(i + 1)) < 0) {
        plain.append(text.charAt(++i));
      } else if (RESERVED.indexOf(c) >= 0) {
        return Optional.empty();
      } else {
        plain.append(c);
      }
    }
    return Optional.of(plain.toString());
  }

  /**
   * A bound of what building the automaton takes. Lucene bounds determinizing only: {@code
   * a{999999999}} would exhaust memory before.
   */
  private static long states(RegExp expression) {
    long states =
        switch (expression.kind) {
          case REGEXP_UNION, REGEXP_CONCATENATION ->
              states(expression.exp1) + states(expression.exp2);
          case REGEXP_INTERSECTION -> states(expression.exp1) * states(expression.exp2);
          case REGEXP_OPTIONAL, REGEXP_REPEAT -> states(expression.exp1) + 1;
          case REGEXP_REPEAT_MIN -> states(expression.exp1) * (expression.min + 1L);
          case REGEXP_REPEAT_MINMAX ->
              states(expression.exp1) * Math.max(expression.min, expression.max + 1L);
          case REGEXP_COMPLEMENT -> states(expression.exp1) * 4;
          case REGEXP_STRING -> expression.s.length() + 1L;
          case REGEXP_INTERVAL -> 64;
          default -> 2;
        };
    // Saturates well below overflow: products of two such fit in a long.
    return Math.min(states, 1L << 30);
  }

  private static StorageException invalid(String key, String why, Throwable cause) {
    return new StorageException(
        StorageException.Kind.BAD_REQUEST,
        "search services failed: the regular expression for tag '" + key + "' is invalid: " + why,
        cause);
  }
}
