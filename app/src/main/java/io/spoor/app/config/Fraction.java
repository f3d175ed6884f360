package io.spoor.app.config;

/** A flag's value from 0 to 1. */
final class Fraction {

  private Fraction() {}

  static double parse(String text) {
    try {
      double value = Double.parseDouble(text);
      if (value >= 0 && value <= 1) {
        return value;
      }
    } catch (NumberFormatException e) {
      // Told below.
    }
    throw new IllegalArgumentException("want a number from 0 to 1");
  }
}
