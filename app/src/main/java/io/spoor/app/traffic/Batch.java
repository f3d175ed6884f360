package io.spoor.app.traffic;

import java.util.List;

/** What one service sends in one request. */
public record Batch(GeneratedService service, List<GeneratedSpan> spans) {}
