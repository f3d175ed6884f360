package io.spoor.collector.sampling;

import io.spoor.collector.sampling.SamplingStrategy.Operation;
import io.spoor.collector.sampling.SamplingStrategy.Operations;
import io.spoor.proto.text.GoText;
import java.util.ArrayList;
import java.util.List;

/**
 * One object of a strategies file as it was written: of a service, of all others or of an
 * operation.
 */
final class StrategyDraft {
  String service = "";
  String operation = "";
  String type = "";
  double param;
  List<StrategyDraft> operations = new ArrayList<>();

  /** The strategy itself and its own operations. */
  SamplingStrategy finish(StrategyRules rules, List<String> warnings) {
    SamplingStrategy own = own(rules, warnings);
    if (operations.isEmpty()) {
      return own;
    }
    List<Operation> finished = new ArrayList<>();
    for (StrategyDraft draft : operations) {
      if (draft.type.equals("ratelimiting")) {
        warnings.add(
            "operation "
                + GoText.quote(draft.operation)
                + ": only probabilistic works here, dropped");
      } else {
        finished.add(
            new Operation(draft.operation, draft.own(rules, warnings).probability().orElseThrow()));
      }
    }
    return own.withOperations(
        new Operations(own.probability().orElse(rules.defaultProbability()), 0, 0, finished));
  }

  private SamplingStrategy own(StrategyRules rules, List<String> warnings) {
    return switch (type) {
      case "probabilistic" -> SamplingStrategy.probabilistic(param);
      case "ratelimiting" -> SamplingStrategy.rateLimiting((int) param);
      default -> {
        warnings.add(
            name()
                + ": type "
                + GoText.quote(type)
                + " is neither probabilistic nor ratelimiting, the default is used");
        yield SamplingStrategy.probabilistic(rules.defaultProbability());
      }
    };
  }

  private String name() {
    if (!operation.isEmpty()) {
      return "operation " + GoText.quote(operation);
    }
    return service.isEmpty() ? "default_strategy" : "service " + GoText.quote(service);
  }
}
