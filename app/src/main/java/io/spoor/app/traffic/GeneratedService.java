package io.spoor.app.traffic;

import java.util.List;

/** Who sends: a name, what its resource says of it, and what it does. */
public record GeneratedService(String name, List<Tag> tags, List<String> operations) {}
