package io.spoor.app.server;

import io.spoor.app.config.FilterSettings;
import io.spoor.collector.filter.Downsampling;
import io.spoor.collector.filter.FilterFile;
import io.spoor.collector.filter.FilterRules;
import io.spoor.collector.filter.FilteringWriter;
import io.spoor.collector.filter.RateFilter;
import io.spoor.collector.filter.RuleFilter;
import io.spoor.collector.filter.SpanFilter;
import io.spoor.net.reload.Reloaded;
import io.spoor.storage.SpanWriter;
import java.util.ArrayList;
import java.util.List;

/** What stands between the journal and the store, where the settings ask for it. */
public final class FilterParts {

  private FilterParts() {}

  /**
   * The store behind the filters that are asked for.
   *
   * @throws io.spoor.app.StartException if the filter file cannot be read
   */
  public static SpanWriter open(FilterSettings settings, SpanWriter store, ServerRuntime runtime) {
    List<SpanFilter> filters = new ArrayList<>();
    if (!settings.location().isEmpty()) {
      Reloaded<FilterRules> file =
          Documents.open(
              FilterSettings.fileFlag(),
              settings.reloadInterval(),
              () -> FilterFile.load(settings.location(), runtime.registry()),
              runtime);
      filters.add(new RuleFilter(file::current, runtime.registry()));
      filters.add(new RateFilter(file::current, System::nanoTime, runtime.registry()));
    }
    if (settings.ratio() < 1) {
      filters.add(new Downsampling(settings.ratio(), settings.salt(), runtime.registry()));
    }
    return FilteringWriter.of(store, filters);
  }
}
