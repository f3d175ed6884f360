// Asks for its sampling strategy, then sends a root span and its child with Jaeger's own client over UDP.
// Prints the id of the trace. Arguments: host, UDP port (binary), sampling port.
'use strict';
const { initTracer } = require('jaeger-client');

const [host, udpPort, samplingPort] = process.argv.slice(2);
const tracer = initTracer(
  {
    serviceName: 'node-client',
    // Nothing is sampled until the server has said how much.
    sampler: { type: 'remote', param: 0, host, port: Number(samplingPort), refreshIntervalMs: 100 },
    reporter: { agentHost: host, agentPort: Number(udpPort), flushIntervalMs: 50 },
  },
  { tags: { 'node.test': 'yes' }, logger: { info() {}, error: console.error } },
);

function trace() {
  const root = tracer.startSpan('root');
  if (!root.context().isSampled()) {
    root.finish();
    setTimeout(trace, 50);
    return;
  }
  root.setTag('http.status_code', 200);
  root.setTag('text', 'Grüße, 世界 🌍');
  root.log({ event: 'looked up', found: true });
  const child = tracer.startSpan('child', { childOf: root.context() });
  child.finish();
  root.finish();
  tracer.close(() => console.log(root.context().traceIdStr));
}

trace();
