import { clusters, isPrefix, selects } from './tree.js';

/** Services, ingresses and NetworkPolicies: each leads to what is there, and nothing else is open. */
export function checkNetwork(manifest) {
  checkServices(manifest);
  checkIngresses(manifest);
  checkPolicies(manifest);
}

function checkServices({ of, report, deployments }) {
  for (const service of of('Service')) {
    const pods = deployments.filter(({ spec }) => isPrefix(service.spec.selector, spec.template.metadata.labels));
    if (pods.length !== 1) report(service, `is for ${pods.length} Deployments`);
    const open = pods.flatMap(({ spec }) => spec.template.spec.containers[0].ports);
    for (const { name, targetPort } of service.spec.ports)
      if (!open.some(port => port.containerPort === targetPort && port.name === name)) report(service, `its port ${name} (${targetPort}) is none of its pods'`);
  }
}

function checkIngresses({ file, of, named, report }) {
  const cluster = Object.keys(clusters).find(name => clusters[name].includes(file)) ?? 'prod';
  for (const ingress of of('Ingress')) {
    const attributes = ingress.metadata.annotations['alb.ingress.kubernetes.io/load-balancer-attributes'] ?? '';
    if (!new RegExp(`(^|,)access_logs[.]s3[.]enabled=true,access_logs[.]s3[.]bucket=ticketing-\\d{12}-${cluster}-access(,|$)`).test(attributes)) report(ingress, `nobody writes down who asked ${cluster}'s load balancer`);
    const hosts = ingress.spec.rules.map(({ host }) => host);
    if (hosts.includes(undefined) || JSON.stringify(hosts) !== JSON.stringify((ingress.spec.tls ?? []).flatMap(tls => tls.hosts))) report(ingress, 'has a host without TLS, or TLS without a host');
    for (const { path, pathType, backend } of ingress.spec.rules.flatMap(rule => rule.http.paths)) {
      const service = named('Service', backend.service.name);
      if (!service?.spec.ports.some(({ name }) => name === backend.service.port.name)) report(ingress, `${path} leads to ${backend.service.name}:${backend.service.port.name}, which is not there`);
      if (pathType !== 'ImplementationSpecific') report(ingress, `${path} is ${pathType}: the controller would not keep the order`);
    }
  }
}

function checkPolicies({ file, of, find, report, deployments, workloads }) {
  const podLabels = workloads.map(workload => workload.spec.template.metadata.labels);
  for (const policy of of('NetworkPolicy')) {
    const { podSelector, ingress = [], egress = [] } = policy.spec;
    const peers = [...ingress.flatMap(rule => rule.from ?? []), ...egress.flatMap(rule => rule.to ?? [])];
    for (const selector of [podSelector, ...peers.filter(peer => peer.podSelector && !peer.namespaceSelector).map(peer => peer.podSelector)])
      for (const values of (selector.matchExpressions ?? []).map(expression => expression.values))
        for (const name of values.filter(value => !podLabels.some(labels => labels['app.kubernetes.io/name'] === value))) report(policy, `there is no ${name}`);
    for (const { port } of ingress.flatMap(rule => rule.ports ?? []))
      if (!deployments.some(({ spec }) => selects(podSelector, spec.template.metadata.labels) && spec.template.spec.containers[0].ports.some(({ containerPort }) => containerPort === port))) report(policy, `nobody listens on ${port}`);
  }
  if (!of('NetworkPolicy').some(({ spec }) => Object.keys(spec.podSelector).length === 0 && spec.policyTypes.length === 2 && !spec.ingress && !spec.egress)) find(file, 'no NetworkPolicy denies by default');
}
