import { join } from 'node:path';
import { parseAll } from '../objects.js';

// Each workload sends to the agent on its own node, at the port that the agent listens on, and may.
export function checkSendsTelemetry(workload, { env = [] }, { root, isReleased, of, report }) {
  const valueOf = name => env.find(variable => variable.name === name);
  const [, port] = /^http:\/\/\$\(NODE_ADDRESS\):(\d+)$/.exec(valueOf('OTEL_EXPORTER_OTLP_ENDPOINT')?.value) ?? [];
  if (!port || valueOf('NODE_ADDRESS')?.valueFrom?.fieldRef?.fieldPath !== 'status.hostIP') return report(workload, 'sends no telemetry to its node');
  if (valueOf('OTEL_RESOURCE_ATTRIBUTES')?.value !== 'service.instance.id=$(POD_NAME)') report(workload, 'its telemetry does not say of which pod it is');
  if (!isReleased && !agentEndpoints(root).some(endpoint => endpoint.endsWith(`:${port}`))) report(workload, `sends telemetry to port ${port}, where no agent listens`);
  if (!of('NetworkPolicy').some(({ spec }) => Object.keys(spec.podSelector).length === 0 && spec.egress?.some(({ ports }) => ports.some(allowed => allowed.port === Number(port))))) report(workload, `may not send to port ${port}`);
}

// An agent that cannot read its configuration does not start, and takes the node's own metrics with it.
export function checkTelemetry({ root, find }) {
  const { service: { pipelines }, ...components } = agentConfiguration(root);
  const report = what => find('telemetry.yaml', what);
  for (const [kind, parts] of Object.entries(components))
    for (const name of Object.keys(parts)) {
      if (!name.endsWith('/ticketing')) report(`${name} may be the agent's own`);
      if (!Object.values(pipelines).some(pipeline => pipeline[kind]?.includes(name))) report(`nothing uses ${name}`);
    }
  for (const [pipeline, stages] of Object.entries(pipelines))
    for (const [kind, names] of Object.entries(stages))
      for (const name of names) if (!components[kind]?.[name]) report(`${pipeline} uses ${name}, which is not there`);
}

function agentConfiguration(root) {
  return parseAll(join(root, 'infra', 'modules', 'cluster', 'telemetry.yaml'))[0];
}

function agentEndpoints(root) {
  return Object.values(agentConfiguration(root).receivers).flatMap(({ protocols }) => Object.values(protocols).map(({ endpoint }) => endpoint));
}
