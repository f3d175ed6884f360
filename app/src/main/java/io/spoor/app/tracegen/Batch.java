package io.spoor.app.tracegen;

import java.util.List;

/** What one service sends in one request. */
record Batch(GeneratedService service, List<GeneratedSpan> spans) {}
