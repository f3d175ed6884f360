package io.spoor.app.flag;

import java.util.List;

/**
 * What the user gave does not fit. Each complaint is one line that names its flag; nothing else is
 * printed.
 */
public final class FlagException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private final List<String> complaints;

  public FlagException(List<String> complaints) {
    super(String.join("; ", complaints), null, false, false);
    this.complaints = List.copyOf(complaints);
  }

  public FlagException(String complaint) {
    this(List.of(complaint));
  }

  public List<String> complaints() {
    return complaints;
  }
}
