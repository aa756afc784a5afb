// check.js FOLDER [--released]: what no type can say about the rendered objects. With --released, of what a release made, whose images
// must have been pushed.
import { existsSync, readdirSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { nameOf, parseAll, readObjects } from './objects.js';

const root = join(dirname(fileURLToPath(import.meta.url)), '..', '..', '..');
const rendered = readObjects(process.argv[2]);
const isReleased = process.argv.includes('--released');
const findings = [];
const find = (where, what) => findings.push(`${where}: ${what}`);

const noRelease = `sha256:${'0'.repeat(64)}`;
const drain = { notice: 1, timeout: 30, spot: 120 }; // seconds: Shutdown:Notice, Shutdown:Timeout, what a Spot node has left
const heartbeat = 15; // seconds: Streams:Heartbeat
const madeByHand = ['rds-certificates']; // ConfigMaps of docs/bootstrap.md

const isPrefix = (labels, all) => Object.entries(labels).every(([key, value]) => all?.[key] === value);
const selects = (selector, labels) =>
  isPrefix(selector.matchLabels ?? {}, labels) &&
  (selector.matchExpressions ?? []).every(({ key, operator, values }) => operator === 'In' && values.includes(labels[key]));
const waveOf = object => Number(object.metadata.annotations?.['argocd.argoproj.io/sync-wave'] ?? 0);

for (const [file, objects] of Object.entries(rendered)) {
  const names = objects.map(object => `${object.apiVersion} ${nameOf(object)}`);
  for (const name of names.filter((name, i) => names.indexOf(name) !== i)) find(file, `${name} is there twice`);
  if (objects.some(object => object.kind === 'Deployment')) checkProduct(file, objects);
}
if (!isReleased) {
  for (const environment of ['dev', 'prod', 'dr', 'opening-night']) if (!rendered[environment]) find(environment, 'was not rendered');
  checkSources();
  checkArgo();
  for (const environment of ['dev', 'prod', 'dr']) checkNodes(environment);
}

findings.forEach(finding => console.error(finding));
if (findings.length > 0) process.exit(1);
console.log(`${Object.values(rendered).flat().length} objects in ${Object.keys(rendered).length} files: nothing wrong.`);

function checkProduct(file, objects) {
  const of = kind => objects.filter(object => object.kind === kind);
  const named = (kind, name) => objects.find(object => object.kind === kind && object.metadata.name === name);
  const deployments = of('Deployment');
  const workloads = [...deployments, ...of('Job')];
  const podLabels = workloads.map(workload => workload.spec.template.metadata.labels);
  const report = (object, what) => find(file, `${nameOf(object)}: ${what}`);

  for (const object of objects) {
    if (object.kind === 'Namespace' ? object.metadata.name !== 'ticketing' : object.metadata.namespace !== 'ticketing')
      report(object, 'is not in the namespace ticketing');
    if (object.kind === 'Secret') report(object, 'is a secret in the open');
    const wave = { Namespace: -3, SecretStore: -3, NetworkPolicy: -3, ConfigMap: -2, ExternalSecret: -2, Job: -1 }[object.kind] ?? 0;
    if (waveOf(object) !== wave) report(object, `has the sync wave ${waveOf(object)}, not ${wave}`);
  }

  const region = of('SecretStore')[0]?.spec.provider.aws.region;
  for (const workload of workloads) {
    const { template } = workload.spec;
    const [container, ...more] = template.spec.containers;
    if (more.length > 0) report(workload, 'has more than one container');
    checkImage(workload, container.image, region, report);
    checkRestrictions(workload, template.spec, container, report);
    const ports = (container.ports ?? []).map(port => port.name);
    for (const probe of ['startupProbe', 'livenessProbe', 'readinessProbe'])
      if (container[probe] && !ports.includes(container[probe].httpGet.port)) report(workload, `its ${probe} asks a port that it does not have`);
    if (template.spec.serviceAccountName && !named('ServiceAccount', template.spec.serviceAccountName))
      report(workload, `there is no service account ${template.spec.serviceAccountName}`);

    for (const { configMap } of template.spec.volumes ?? [])
      if (configMap && !madeByHand.includes(configMap.name) && !named('ConfigMap', configMap.name)) report(workload, `there is no ConfigMap ${configMap.name}`);

    const settings = {};
    for (const { configMapRef, secretRef } of container.envFrom) {
      if (configMapRef) {
        const config = named('ConfigMap', configMapRef.name);
        if (config) Object.assign(settings, config.data);
        else report(workload, `there is no ConfigMap ${configMapRef.name}`);
      }
      if (secretRef && !of('ExternalSecret').some(secret => secret.spec.target.name === secretRef.name))
        report(workload, `nothing makes the secret ${secretRef.name}`);
    }
    for (const [setting, port] of [['HTTP_PORTS', 'http'], ['MANAGEMENT_PORT', 'management']]) {
      const declared = container.ports?.find(({ name }) => name === port)?.containerPort;
      if (String(settings[setting] ?? '') !== String(declared ?? '')) report(workload, `listens on ${settings[setting]}, but its port ${port} is ${declared}`);
    }
  }

  for (const deployment of deployments) {
    const { template, selector, replicas } = deployment.spec;
    const [container] = template.spec.containers;
    if (replicas !== undefined) report(deployment, 'has replicas, which are its HorizontalPodAutoscaler\'s');
    if (!selects(selector, template.metadata.labels)) report(deployment, 'does not select its own pods');
    if (!container.startupProbe || !container.livenessProbe || !container.readinessProbe) report(deployment, 'lacks a probe');
    const seconds = (container.lifecycle?.preStop?.sleep?.seconds ?? 0) + drain.notice + drain.timeout;
    if (seconds >= template.spec.terminationGracePeriodSeconds || template.spec.terminationGracePeriodSeconds > drain.spot)
      report(deployment, `drains for ${seconds} s of ${template.spec.terminationGracePeriodSeconds}; a Spot node has ${drain.spot}`);
    for (const constraint of template.spec.topologySpreadConstraints ?? [])
      if (!selects(constraint.labelSelector, template.metadata.labels)) report(deployment, 'spreads pods that are not its own');
    if (!template.spec.topologySpreadConstraints) report(deployment, 'is not spread');

    const scalers = of('HorizontalPodAutoscaler').filter(({ spec }) => spec.scaleTargetRef.kind === 'Deployment' && spec.scaleTargetRef.name === deployment.metadata.name);
    if (scalers.length !== 1) report(deployment, `has ${scalers.length} HorizontalPodAutoscalers`);
    const budgets = of('PodDisruptionBudget').filter(({ spec }) => selects(spec.selector, template.metadata.labels));
    if (budgets.length !== 1) report(deployment, `has ${budgets.length} PodDisruptionBudgets`);
  }

  for (const scaler of of('HorizontalPodAutoscaler')) {
    const { scaleTargetRef, minReplicas, maxReplicas, metrics } = scaler.spec;
    const target = named(scaleTargetRef.kind, scaleTargetRef.name);
    if (target?.apiVersion !== scaleTargetRef.apiVersion) report(scaler, `scales ${scaleTargetRef.kind}/${scaleTargetRef.name}, which is not there`);
    else if (!target.spec.template.spec.containers[0].resources?.requests?.cpu) report(scaler, 'its target requests no CPU to be a share of');
    if (!(minReplicas >= 1 && minReplicas <= maxReplicas)) report(scaler, `has ${minReplicas} to ${maxReplicas} replicas`);
    if (!metrics.some(metric => metric.type === 'Resource' && metric.resource.name === 'cpu')) report(scaler, 'does not scale by CPU');
  }

  for (const budget of of('PodDisruptionBudget')) {
    const { selector, maxUnavailable, minAvailable } = budget.spec;
    const covered = deployments.filter(({ spec }) => selects(selector, spec.template.metadata.labels));
    if (covered.length !== 1) report(budget, `is for ${covered.length} Deployments`);
    const fewest = Math.min(...covered.map(({ metadata }) =>
      of('HorizontalPodAutoscaler').find(({ spec }) => spec.scaleTargetRef.name === metadata.name)?.spec.minReplicas ?? 1));
    const lets = minAvailable === undefined ? parseInt(maxUnavailable, 10) > 0 : typeof minAvailable === 'number' && minAvailable < fewest;
    if (!lets) report(budget, `lets no pod go when there are ${fewest}`);
  }

  for (const service of of('Service')) {
    const pods = deployments.filter(({ spec }) => isPrefix(service.spec.selector, spec.template.metadata.labels));
    if (pods.length !== 1) report(service, `is for ${pods.length} Deployments`);
    const open = pods.flatMap(({ spec }) => spec.template.spec.containers[0].ports);
    for (const { name, targetPort } of service.spec.ports)
      if (!open.some(port => port.containerPort === targetPort && port.name === name)) report(service, `its port ${name} (${targetPort}) is none of its pods'`);
  }

  for (const ingress of of('Ingress')) {
    const hosts = ingress.spec.rules.map(({ host }) => host);
    if (hosts.includes(undefined) || JSON.stringify(hosts) !== JSON.stringify((ingress.spec.tls ?? []).flatMap(tls => tls.hosts))) report(ingress, 'has a host without TLS, or TLS without a host');
    for (const { path, pathType, backend } of ingress.spec.rules.flatMap(rule => rule.http.paths)) {
      const service = named('Service', backend.service.name);
      if (!service?.spec.ports.some(({ name }) => name === backend.service.port.name)) report(ingress, `${path} leads to ${backend.service.name}:${backend.service.port.name}, which is not there`);
      if (pathType !== 'ImplementationSpecific') report(ingress, `${path} is ${pathType}: the controller would not keep the order`);
    }
    const attributes = ingress.metadata.annotations['alb.ingress.kubernetes.io/load-balancer-attributes'];
    if (!(Number(/idle_timeout\.timeout_seconds=(\d+)/.exec(attributes)?.[1]) > heartbeat)) report(ingress, 'cuts off seat streams that are quiet between two heartbeats');
    const name = ingress.metadata.annotations['external-dns.alpha.kubernetes.io/hostname'];
    if (!ingress.spec.rules.some(({ host }) => host === name)) report(ingress, `${name} leads to it, and no rule is for that host`);
  }

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

  checkSecrets(file, objects, workloads, report);
  const [job, ...others] = of('Job');
  if (job?.metadata.name !== 'migrations' || others.length > 0) find(file, 'migrations is not the only job');
  else if (job.metadata.annotations['argocd.argoproj.io/hook'] !== 'Sync' || job.metadata.annotations['argocd.argoproj.io/hook-delete-policy'] !== 'BeforeHookCreation')
    report(job, 'is not a hook of the sync that the next one replaces');
}

function checkImage(workload, image, region, report) {
  const [, imageRegion, digest] = /^\d{12}\.dkr\.ecr\.([a-z0-9-]+)\.amazonaws\.com\/ticketing\/[a-z-]+@(sha256:[0-9a-f]{64})$/.exec(image) ?? [];
  if (!digest) report(workload, `its image has no digest of a registry: ${image}`);
  else if (imageRegion !== region) report(workload, `pulls from ${imageRegion}, and its secrets are in ${region}`);
  else if (isReleased !== (digest !== noRelease)) report(workload, isReleased ? `its image is of no release: ${image}` : `its image is of a release, which this branch does not name: ${image}`);
}

function checkRestrictions(workload, pod, container, report) {
  const security = container.securityContext ?? {};
  const isRestricted = pod.securityContext?.runAsNonRoot === true && pod.securityContext.seccompProfile?.type === 'RuntimeDefault'
    && security.allowPrivilegeEscalation === false && security.readOnlyRootFilesystem === true && security.capabilities?.drop?.includes('ALL')
    && pod.automountServiceAccountToken === false && !pod.hostNetwork && !pod.hostPID && !pod.hostIPC
    && (pod.volumes ?? []).every(volume => volume.emptyDir || volume.configMap);
  if (!isRestricted) report(workload, 'is allowed more than it needs');
  if (!container.resources?.requests?.memory || !container.resources?.limits?.memory) report(workload, 'has no bounds of memory');
}

function checkSecrets(file, objects, workloads, report) {
  const secrets = objects.filter(object => object.kind === 'ExternalSecret');
  const secretNames = new Set(secrets.flatMap(({ spec }) => spec.data.map(({ secretKey }) => secretKey)));
  for (const config of objects.filter(object => object.kind === 'ConfigMap')) {
    if (!workloads.some(({ spec }) => spec.template.spec.containers[0].envFrom.some(({ configMapRef }) => configMapRef?.name === config.metadata.name))) report(config, 'is nobody\'s');
    for (const [name, value] of Object.entries(config.data))
      if (secretNames.has(name) || /(key|password|secret|token|connectionstrings?__.*)$/i.test(name) || /password=|:\/\/[^/\s]*:[^/\s]*@|-----BEGIN|sk_live_|whsec_/i.test(value))
        report(config, `${name} is a secret in the open`);
  }

  const listPath = join(root, 'infra', 'modules', 'secrets', 'secrets.json');
  if (!isReleased && !existsSync(listPath)) return find(file, `not run: ${listPath} says which secrets there are, and is missing`);
  const list = isReleased ? null : parseAll(listPath)[0];
  for (const secret of secrets) {
    const { secretStoreRef, target, data } = secret.spec;
    if (!objects.some(({ kind, metadata }) => kind === secretStoreRef.kind && metadata.name === secretStoreRef.name)) report(secret, `there is no ${secretStoreRef.kind}/${secretStoreRef.name}`);
    if (!workloads.some(({ spec }) => spec.template.spec.containers[0].envFrom.some(({ secretRef }) => secretRef?.name === target.name))) report(secret, 'is nobody\'s');
    for (const { remoteRef: { key, property } } of list ? data : [])
      if (!list[key]?.properties.includes(property)) report(secret, `Terraform makes no ${key}/${property}`);
  }
  for (const [key, { properties }] of Object.entries(list ?? {}).filter(([key]) => key !== 'sonarqube'))
    for (const property of properties)
      if (!secrets.some(({ spec }) => spec.data.some(({ remoteRef }) => remoteRef.key === key && remoteRef.property === property))) find(file, `nobody reads the secret ${key}/${property}`);
}

// kustomize passes over images and patches that match nothing.
function checkSources() {
  const base = readdirSync(join(root, 'deploy', 'base'), { withFileTypes: true }).filter(entry => entry.isDirectory())
    .flatMap(entry => parseAll(join(root, 'deploy', 'base', entry.name, 'deployment.yaml')));
  const used = new Set(base.map(({ spec }) => spec.template.spec.containers[0].image.replace(/:base$/, '')));
  for (const environment of ['dev', 'prod', 'dr']) {
    const { images } = parseAll(join(root, 'deploy', 'components', 'images', environment, 'kustomization.yaml'))[0];
    for (const { name } of images.filter(({ name }) => !used.has(name))) find(`images/${environment}`, `nothing runs ${name}`);
    for (const name of [...used].filter(name => !images.some(image => image.name === name))) find(`images/${environment}`, `${name} has no digest`);
    checkPatches(join('deploy', 'overlays', environment), rendered[environment]);
    checkPatches(join('deploy', 'components', 'production'), rendered[environment]);
    checkPatches(join('deploy', 'karpenter', environment), rendered[`karpenter-${environment}`]);
  }
  checkPatches(join('deploy', 'components', 'opening-night'), rendered['opening-night']);
}

function checkPatches(folder, objects) {
  for (const { target } of parseAll(join(root, folder, 'kustomization.yaml'))[0].patches ?? []) {
    if (!target) continue; // the patch names its object, and kustomize fails if there is none
    for (const name of (target.name ?? '.*').split('|'))
      if (!objects.some(object => object.kind === target.kind && new RegExp(`^(${name})(-[a-z0-9]{10})?$`).test(object.metadata.name))) find(folder, `a patch is for ${target.kind}/${name}, which is not there`);
  }
}

function checkArgo() {
  const [project] = rendered.argocd.filter(({ kind }) => kind === 'AppProject');
  const [set] = rendered.argocd.filter(({ kind }) => kind === 'ApplicationSet');
  const { spec } = set.spec.template;
  if (spec.project !== project.metadata.name) find('argocd', `there is no project ${spec.project}`);
  if (!project.spec.sourceRepos.includes(spec.source.repoURL)) find('argocd', 'the project does not allow the repository');
  if (!project.spec.destinations.some(({ server, namespace }) => server === spec.destination.server && namespace === spec.destination.namespace)) find('argocd', 'the project does not allow the destination');
  const environments = set.spec.generators[0].clusters.selector.matchExpressions.find(({ key }) => key === 'environment').values;
  for (const environment of ['dev', 'prod', 'dr']) {
    const [cluster] = rendered[`cluster-${environment}`];
    if (cluster.metadata.labels.environment !== environment || !environments.includes(environment)) find('argocd', `the cluster ${environment} gets nothing`);
    for (const { apiVersion, kind } of rendered[environment]) {
      const group = apiVersion.includes('/') ? apiVersion.split('/')[0] : '';
      if (![...project.spec.clusterResourceWhitelist, ...project.spec.namespaceResourceWhitelist].some(allowed => allowed.group === group && allowed.kind === kind)) find('argocd', `the project does not allow ${apiVersion} ${kind}`);
    }
  }
}

function checkNodes(environment) {
  const file = `karpenter-${environment}`;
  const pools = rendered[file].filter(({ kind }) => kind === 'NodePool');
  const classes = rendered[file].filter(({ kind }) => kind === 'EC2NodeClass');
  if (JSON.stringify(classes).includes('named-by-overlay')) find(file, 'the node class is of no cluster');
  for (const { metadata, spec } of pools)
    if (!classes.some(({ metadata: { name } }) => name === spec.template.spec.nodeClassRef.name)) find(file, `NodePool/${metadata.name}: there is no EC2NodeClass/${spec.template.spec.nodeClassRef.name}`);
  const offers = (key, value) => pools.some(({ spec }) => !spec.template.spec.taints && spec.template.spec.requirements.some(requirement => requirement.key === key && requirement.values.includes(value)));
  for (const workload of rendered[environment].filter(({ kind }) => kind === 'Deployment' || kind === 'Job'))
    for (const [key, value] of Object.entries(workload.spec.template.spec.nodeSelector ?? {}))
      if (!offers(key, value)) find(environment, `${nameOf(workload)}: no NodePool has ${key}=${value}`);
}
