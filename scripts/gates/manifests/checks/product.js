import { checkNamespace } from './namespace.js';
import { checkScaling } from './scaling.js';
import { checkSendsTelemetry } from './telemetry.js';
import { selects } from './tree.js';

const noRelease = `sha256:${'0'.repeat(64)}`;
const drain = { notice: 1, timeout: 30 }; // seconds: Shutdown:Notice, Shutdown:Timeout
const heartbeat = 15; // seconds: Streams:Heartbeat

/** The namespace of the services: what holds of them beyond what holds of everything. */
export function checkProduct(manifest) {
  const { file, of, named, find, report, deployments, workloads, isReleased } = manifest;
  checkNamespace(manifest, 'ticketing');

  const region = of('SecretStore')[0]?.spec.provider.aws.region;
  for (const workload of workloads) {
    const [container] = workload.spec.template.spec.containers;
    checkImage(workload, container.image, region, isReleased, report);
    checkSendsTelemetry(workload, container, manifest);
    const settings = Object.assign({}, ...container.envFrom.map(({ configMapRef }) => configMapRef && named('ConfigMap', configMapRef.name)?.data));
    for (const [setting, port] of [['HTTP_PORTS', 'http'], ['MANAGEMENT_PORT', 'management']]) {
      const declared = container.ports?.find(({ name }) => name === port)?.containerPort;
      if (String(settings[setting] ?? '') !== String(declared ?? '')) report(workload, `listens on ${settings[setting]}, but its port ${port} is ${declared}`);
    }
  }

  for (const deployment of deployments) {
    const { template } = deployment.spec;
    const [container] = template.spec.containers;
    const seconds = (container.lifecycle?.preStop?.sleep?.seconds ?? 0) + drain.notice + drain.timeout;
    if (seconds >= template.spec.terminationGracePeriodSeconds) report(deployment, `drains for ${seconds} s of ${template.spec.terminationGracePeriodSeconds}`);
    for (const constraint of template.spec.topologySpreadConstraints ?? [])
      if (!selects(constraint.labelSelector, template.metadata.labels)) report(deployment, 'spreads pods that are not its own');
    if (!template.spec.topologySpreadConstraints) report(deployment, 'is not spread');
  }

  checkScaling(manifest);

  for (const ingress of of('Ingress')) {
    const attributes = ingress.metadata.annotations['alb.ingress.kubernetes.io/load-balancer-attributes'];
    if (!(Number(/idle_timeout\.timeout_seconds=(\d+)/.exec(attributes)?.[1]) > heartbeat)) report(ingress, 'cuts off seat streams that are quiet between two heartbeats');
    const name = ingress.metadata.annotations['external-dns.alpha.kubernetes.io/hostname'];
    if (!ingress.spec.rules.some(({ host }) => host === name)) report(ingress, `${name} leads to it, and no rule is for that host`);
  }

  const [job, ...others] = of('Job');
  if (job?.metadata.name !== 'migrations' || others.length > 0) find(file, 'migrations is not the only job');
  else if (job.metadata.annotations['argocd.argoproj.io/hook'] !== 'Sync' || job.metadata.annotations['argocd.argoproj.io/hook-delete-policy'] !== 'BeforeHookCreation')
    report(job, 'is not a hook of the sync that the next manifest replaces');
}

function checkImage(workload, image, region, isReleased, report) {
  const [, imageRegion, digest] = /^\d{12}\.dkr\.ecr\.([a-z0-9-]+)\.amazonaws\.com\/ticketing\/[a-z-]+@(sha256:[0-9a-f]{64})$/.exec(image) ?? [];
  if (!digest) report(workload, `its image has no digest of a registry: ${image}`);
  else if (imageRegion !== region) report(workload, `pulls from ${imageRegion}, and its secrets are in ${region}`);
  else if (isReleased !== (digest !== noRelease)) report(workload, isReleased ? `its image is of no release: ${image}` : `its image is of a release, which this branch does not name: ${image}`);
}
