// check.js TREE...: what no type can say about the objects that were rendered into a tree's artifacts/manifests.
// check.js --released FOLDER: of what a release made, whose images must have been pushed.
import { createPublicKey } from 'node:crypto';
import { existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { getDomain } from 'tldts';
import { nameOf, nameOfTree, parseAll, readObjects, renderedIn } from './objects.js';

const isReleased = process.argv[2] === '--released';
const trees = process.argv.slice(isReleased ? 3 : 2);
let root, rendered; // the tree that is looked at, and its objects
const findings = [];
const find = (where, what) => findings.push(`${nameOfTree(root, trees)}${where}: ${what}`);

const noRelease = `sha256:${'0'.repeat(64)}`;
const drain = { notice: 1, timeout: 30, spot: 120 }; // seconds: Shutdown:Notice, Shutdown:Timeout, what a Spot node has left
const heartbeat = 15; // seconds: Streams:Heartbeat
const madeByHand = ['rds-certificates']; // ConfigMaps of docs/bootstrap.md
const clusters = { dev: ['dev', 'sonarqube'], prod: ['prod'], dr: ['dr'] }; // what each runs

const isPrefix = (labels, all) => Object.entries(labels).every(([key, value]) => all?.[key] === value);
const selects = (selector, labels) =>
  isPrefix(selector.matchLabels ?? {}, labels) &&
  (selector.matchExpressions ?? []).every(({ key, operator, values }) => operator === 'In' && values.includes(labels[key]));
const waveOf = object => Number(object.metadata.annotations?.['argocd.argoproj.io/sync-wave'] ?? 0);

let objectCount = 0;
for (root of trees) {
  try {
    rendered = readObjects(isReleased ? root : renderedIn(root));
    objectCount += Object.values(rendered).flat().length;
    checkAll();
  } catch (error) {
    find('not to be understood', error.stack);
  }
}

findings.forEach(finding => console.error(finding));
if (findings.length > 0) process.exit(1);
if (objectCount === 0) throw new Error('There is nothing to check.');
console.log(`${objectCount} objects: nothing wrong.`);

function checkAll() {
  for (const [file, objects] of Object.entries(rendered)) {
    const names = objects.map(object => `${object.apiVersion} ${nameOf(object)}`);
    for (const name of names.filter((name, i) => names.indexOf(name) !== i)) find(file, `${name} is there twice`);
    checkFilled(file, objects);
    if (file === 'sonarqube') checkSonarQube(file, objects);
    else if (objects.some(object => object.kind === 'Deployment')) checkProduct(file, objects);
  }
  if (isReleased) return;
  for (const file of [...Object.values(clusters).flat(), 'opening-night', 'admission']) if (!rendered[file]) find(file, 'was not rendered');
  checkSources();
  checkTelemetry();
  checkArgo();
  checkAdmission();
  checkDomains();
  for (const [cluster, files] of Object.entries(clusters)) {
    checkNodes(cluster, files);
    checkSecretsAreRead(cluster, files);
  }
}

// Aspirate leaves a reference that it does not know as it is. Kubernetes' own are $(NAME), Argo CD's {{.path}}.
function checkFilled(file, objects) {
  for (const object of objects)
    for (const [reference] of JSON.stringify(object).matchAll(/(?<!\{)\{[\w-]+(\.[\w-]+)+\}/g)) find(file, `${nameOf(object)}: ${reference} is a reference of the app model, not a value`);
}

// What holds of everything that runs.
function checkNamespace(file, objects, namespace) {
  const of = kind => objects.filter(object => object.kind === kind);
  const named = (kind, name) => objects.find(object => object.kind === kind && object.metadata.name === name);
  const deployments = of('Deployment');
  const workloads = [...deployments, ...of('Job')];
  const podLabels = workloads.map(workload => workload.spec.template.metadata.labels);
  const report = (object, what) => find(file, `${nameOf(object)}: ${what}`);

  for (const object of objects) {
    if (object.kind === 'Namespace' ? object.metadata.name !== namespace : object.metadata.namespace !== namespace)
      report(object, `is not in the namespace ${namespace}`);
    if (object.kind === 'Secret') report(object, 'is a secret in the open');
    const wave = { Namespace: -3, SecretStore: -3, NetworkPolicy: -3, ConfigMap: -2, ExternalSecret: -2, Job: -1 }[object.kind] ?? 0;
    if (waveOf(object) !== wave) report(object, `has the sync wave ${waveOf(object)}, not ${wave}`);
  }
  if (of('Namespace')[0]?.metadata.labels['pod-security.kubernetes.io/enforce'] !== 'restricted') find(file, 'its namespace takes pods that are not restricted');

  for (const workload of workloads) {
    const { template } = workload.spec;
    const [container, ...more] = template.spec.containers;
    if (more.length > 0) report(workload, 'has more than one container');
    checkRestrictions(workload, template.spec, container, report);
    const ports = (container.ports ?? []).map(port => port.name);
    for (const probe of ['startupProbe', 'livenessProbe', 'readinessProbe'])
      if (container[probe]?.httpGet && !ports.includes(container[probe].httpGet.port)) report(workload, `its ${probe} asks a port that it does not have`);
    if (template.spec.serviceAccountName && !named('ServiceAccount', template.spec.serviceAccountName))
      report(workload, `there is no service account ${template.spec.serviceAccountName}`);

    for (const { configMap } of template.spec.volumes ?? [])
      if (configMap && !madeByHand.includes(configMap.name) && !named('ConfigMap', configMap.name)) report(workload, `there is no ConfigMap ${configMap.name}`);
    for (const { name } of container.volumeMounts ?? [])
      if (!template.spec.volumes?.some(volume => volume.name === name)) report(workload, `there is no volume ${name}`);
    for (const { configMapRef, secretRef } of container.envFrom) {
      if (configMapRef && !named('ConfigMap', configMapRef.name)) report(workload, `there is no ConfigMap ${configMapRef.name}`);
      if (secretRef && !of('ExternalSecret').some(secret => secret.spec.target.name === secretRef.name)) report(workload, `nothing makes the secret ${secretRef.name}`);
    }
    const before = [];
    for (const { name, value } of container.env ?? []) {
      for (const [, used] of (value ?? '').matchAll(/\$\((\w+)\)/g)) if (!before.includes(used)) report(workload, `${name} uses ${used}, which is not there`);
      before.push(name);
    }
  }

  const cluster = Object.keys(clusters).find(name => clusters[name].includes(file)) ?? 'prod';
  for (const ingress of of('Ingress')) {
    const attributes = ingress.metadata.annotations['alb.ingress.kubernetes.io/load-balancer-attributes'] ?? '';
    if (!new RegExp(`(^|,)access_logs[.]s3[.]enabled=true,access_logs[.]s3[.]bucket=ticketing-\\d{12}-${cluster}-access(,|$)`).test(attributes)) report(ingress, `nobody writes down who asked ${cluster}'s load balancer`);
  }

  for (const deployment of deployments) {
    const { template, selector } = deployment.spec;
    const [container] = template.spec.containers;
    if (!selects(selector, template.metadata.labels)) report(deployment, 'does not select its own pods');
    if (!container.startupProbe || !container.livenessProbe || !container.readinessProbe) report(deployment, 'lacks a probe');
    if (template.spec.terminationGracePeriodSeconds > drain.spot) report(deployment, `ends within ${template.spec.terminationGracePeriodSeconds} s; a Spot node has ${drain.spot}`);
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
}

function checkProduct(file, objects) {
  const of = kind => objects.filter(object => object.kind === kind);
  const named = (kind, name) => objects.find(object => object.kind === kind && object.metadata.name === name);
  const deployments = of('Deployment');
  const report = (object, what) => find(file, `${nameOf(object)}: ${what}`);
  checkNamespace(file, objects, 'ticketing');

  const region = of('SecretStore')[0]?.spec.provider.aws.region;
  for (const workload of [...deployments, ...of('Job')]) {
    const [container] = workload.spec.template.spec.containers;
    checkImage(workload, container.image, region, report);
    checkSendsTelemetry(workload, container, of('NetworkPolicy'), report);
    const settings = Object.assign({}, ...container.envFrom.map(({ configMapRef }) => configMapRef && named('ConfigMap', configMapRef.name)?.data));
    for (const [setting, port] of [['HTTP_PORTS', 'http'], ['MANAGEMENT_PORT', 'management']]) {
      const declared = container.ports?.find(({ name }) => name === port)?.containerPort;
      if (String(settings[setting] ?? '') !== String(declared ?? '')) report(workload, `listens on ${settings[setting]}, but its port ${port} is ${declared}`);
    }
  }

  for (const deployment of deployments) {
    const { template, replicas } = deployment.spec;
    const [container] = template.spec.containers;
    if (replicas !== undefined) report(deployment, 'has replicas, which are its HorizontalPodAutoscaler\'s');
    const seconds = (container.lifecycle?.preStop?.sleep?.seconds ?? 0) + drain.notice + drain.timeout;
    if (seconds >= template.spec.terminationGracePeriodSeconds) report(deployment, `drains for ${seconds} s of ${template.spec.terminationGracePeriodSeconds}`);
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

  for (const ingress of of('Ingress')) {
    const attributes = ingress.metadata.annotations['alb.ingress.kubernetes.io/load-balancer-attributes'];
    if (!(Number(/idle_timeout\.timeout_seconds=(\d+)/.exec(attributes)?.[1]) > heartbeat)) report(ingress, 'cuts off seat streams that are quiet between two heartbeats');
    const name = ingress.metadata.annotations['external-dns.alpha.kubernetes.io/hostname'];
    if (!ingress.spec.rules.some(({ host }) => host === name)) report(ingress, `${name} leads to it, and no rule is for that host`);
  }

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
  const isSecret = (name, value) => secretNames.has(name) || /(key|password|secret|token|connectionstrings?__.*)$/i.test(name)
    || /password=|:\/\/[^/\s]*:[^/\s]*@|-----BEGIN|sk_live_|whsec_/i.test(value);
  for (const config of objects.filter(object => object.kind === 'ConfigMap')) {
    if (!workloads.some(({ spec }) => spec.template.spec.containers[0].envFrom.some(({ configMapRef }) => configMapRef?.name === config.metadata.name))) report(config, 'is nobody\'s');
    for (const [name, value] of Object.entries(config.data)) if (isSecret(name, value)) report(config, `${name} is a secret in the open`);
  }
  for (const workload of workloads)
    for (const { name, value } of workload.spec.template.spec.containers[0].env ?? []) if (isSecret(name, value)) report(workload, `${name} is a secret in the open`);

  const stores = objects.filter(object => object.kind === 'SecretStore');
  for (const secret of secrets) {
    const { secretStoreRef, target, data } = secret.spec;
    const store = stores.find(({ kind, metadata }) => kind === secretStoreRef.kind && metadata.name === secretStoreRef.name);
    if (!store) report(secret, `there is no ${secretStoreRef.kind}/${secretStoreRef.name}`);
    if (!workloads.some(({ spec }) => spec.template.spec.containers[0].envFrom.some(({ secretRef }) => secretRef?.name === target.name))) report(secret, 'is nobody\'s');
    if (isReleased) continue;
    const [, environment] = store?.spec.provider.aws.prefix.split('/') ?? [];
    for (const { remoteRef: { key, property } } of data)
      if (!terraformSecrets()[key]?.environments.includes(environment) || !terraformSecrets()[key].properties.includes(property)) report(secret, `Terraform makes no ${key}/${property}`);
  }
}

// The names of the secrets in Secrets Manager, with their properties, and the environments that have them.
function terraformSecrets() {
  return parseAll(join(root, 'infra', 'modules', 'secrets', 'secrets.json'))[0];
}

function checkSecretsAreRead(cluster, files) {
  const secrets = files.flatMap(file => rendered[file] ?? []).filter(({ kind }) => kind === 'ExternalSecret');
  const environment = cluster === 'dr' ? 'prod' : cluster;
  for (const [key, { properties }] of Object.entries(terraformSecrets()).filter(([, { environments }]) => environments.includes(environment)))
    for (const property of properties)
      if (!secrets.some(({ spec }) => spec.data.some(({ remoteRef }) => remoteRef.key === key && remoteRef.property === property))) find(cluster, `nobody reads the secret ${key}/${property}`);
}

// Each workload sends to the agent on its own node, at the port that the agent listens on, and may.
function checkSendsTelemetry(workload, { env = [] }, policies, report) {
  const valueOf = name => env.find(variable => variable.name === name);
  const [, port] = /^http:\/\/\$\(NODE_ADDRESS\):(\d+)$/.exec(valueOf('OTEL_EXPORTER_OTLP_ENDPOINT')?.value) ?? [];
  if (!port || valueOf('NODE_ADDRESS')?.valueFrom?.fieldRef?.fieldPath !== 'status.hostIP') return report(workload, 'sends no telemetry to its node');
  if (valueOf('OTEL_RESOURCE_ATTRIBUTES')?.value !== 'service.instance.id=$(POD_NAME)') report(workload, 'its telemetry does not say of which pod it is');
  if (!isReleased && !agentEndpoints().some(endpoint => endpoint.endsWith(`:${port}`))) report(workload, `sends telemetry to port ${port}, where no agent listens`);
  if (!policies.some(({ spec }) => Object.keys(spec.podSelector).length === 0 && spec.egress?.some(({ ports }) => ports.some(allowed => allowed.port === Number(port))))) report(workload, `may not send to port ${port}`);
}

function agentConfiguration() {
  return parseAll(join(root, 'infra', 'modules', 'cluster', 'telemetry.yaml'))[0];
}

function agentEndpoints() {
  return Object.values(agentConfiguration().receivers).flatMap(({ protocols }) => Object.values(protocols).map(({ endpoint }) => endpoint));
}

// An agent that cannot read its configuration does not start, and takes the node's own metrics with it.
function checkTelemetry() {
  const { service: { pipelines }, ...components } = agentConfiguration();
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

function checkSonarQube(file, objects) {
  checkNamespace(file, objects, 'sonarqube');
  const [deployment, ...others] = objects.filter(({ kind }) => kind === 'Deployment');
  const report = what => find(file, `${nameOf(deployment)}: ${what}`);
  const [container] = deployment.spec.template.spec.containers;
  if (others.length > 0 || deployment.spec.replicas !== 1 || deployment.spec.strategy?.type !== 'Recreate') report('two would write to one database');
  if (!/^[a-z.]+\/[a-z/]+:[\w.-]+@sha256:[0-9a-f]{64}$/.test(container.image)) report(`its image has no version and digest of a registry: ${container.image}`);
  if (!container.readinessProbe.exec?.command.some(line => line.includes('login=admin&password=admin'))) report('serves the internet with the password that everybody knows');
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
  const one = (file, kind) => rendered[file].find(object => object.kind === kind);
  const set = one('argocd', 'ApplicationSet');
  const environments = set.spec.generators[0].clusters.selector.matchExpressions.find(({ key }) => key === 'environment').values;
  for (const environment of Object.keys(clusters)) {
    const [cluster] = rendered[`cluster-${environment}`];
    if (cluster.metadata.labels.environment !== environment || !environments.includes(environment)) find('argocd', `the cluster ${environment} gets nothing`);
    checkApplication('argocd', one('argocd', 'AppProject'), set.spec.template.spec, rendered[environment]);
  }

  const { spec } = one('argocd-sonarqube', 'Application');
  checkApplication('argocd-sonarqube', one('argocd-sonarqube', 'AppProject'), spec, rendered.sonarqube);
  if (!existsSync(join(root, spec.source.path, 'kustomization.yaml'))) find('argocd-sonarqube', `there is no ${spec.source.path}`);
}

// Its project allows what it needs, and nothing else.
function checkApplication(file, project, { project: name, source, destination }, objects) {
  const { sourceRepos, destinations, clusterResourceWhitelist, namespaceResourceWhitelist } = project.spec;
  const same = (left, right) => JSON.stringify(left) === JSON.stringify(right);
  if (name !== project.metadata.name) find(file, `there is no project ${name}`);
  if (!same(sourceRepos, [source.repoURL])) find(file, 'the project does not allow the repository, or others too');
  if (!same(destinations, [{ namespace: destination.namespace, server: destination.server }])) find(file, 'the project does not allow the destination, or others too');

  const groupOf = ({ apiVersion }) => (apiVersion.includes('/') ? apiVersion.split('/')[0] : '');
  const isOf = object => allowed => allowed.group === groupOf(object) && allowed.kind === object.kind;
  const [ofCluster, ofNamespace] = [objects.filter(({ kind }) => kind === 'Namespace'), objects.filter(({ kind }) => kind !== 'Namespace')];
  for (const [allowed, needed] of [[clusterResourceWhitelist, ofCluster], [namespaceResourceWhitelist, ofNamespace]]) {
    for (const object of needed) if (!allowed.some(isOf(object))) find(file, `the project does not allow ${object.apiVersion} ${object.kind}`);
    for (const { group, kind } of allowed) if (!needed.some(object => isOf(object)({ group, kind }))) find(file, `the project allows ${group} ${kind}, which nothing needs`);
  }
}

// What a release has not signed does not start, in any cluster.
function checkAdmission() {
  const report = what => find('admission', what);
  const [policy, ...others] = rendered.admission;
  if (policy?.kind !== 'ClusterImagePolicy' || others.length > 0) return report('there is not one policy');
  const { mode, images, authorities } = policy.spec;
  if (mode !== 'enforce') report('only warns of images that nobody has signed');
  if (authorities.length === 0) report('nobody has to have signed');
  for (const { name, key } of authorities) {
    try {
      const { asymmetricKeyType, asymmetricKeyDetails } = createPublicKey(key?.data ?? '');
      if (asymmetricKeyType !== 'ec' || asymmetricKeyDetails.namedCurve !== 'prime256v1') report(`${name}: KMS signs with a key of P-256`);
    } catch {
      report(`${name} has no public key`);
    }
  }

  const isMatched = image => images.some(({ glob }) => new RegExp(`^${glob.replace(/[.+?^${}()|[\]\\]/g, '\\$&').replaceAll('*', '[^/]*')}$`).test(image));
  const { failurePolicy, namespaceSelector } = parseAll(join(root, 'deploy', 'admission', 'values.yaml'))[0].webhook;
  if (failurePolicy !== 'Fail') report('lets everything in when it does not answer');
  for (const environment of Object.keys(clusters)) {
    const namespace = rendered[environment].find(({ kind }) => kind === 'Namespace').metadata.name;
    if (!namespaceSelector.matchExpressions.every(({ key, operator, values }) => key === 'kubernetes.io/metadata.name' && operator === 'In' && values.includes(namespace)))
      find(environment, 'its namespace takes images that nobody has signed');
    for (const { spec } of rendered[environment].filter(({ kind }) => kind === 'Deployment' || kind === 'Job'))
      for (const { image } of spec.template.spec.containers) if (!isMatched(image.replace(/@.*/, ''))) report(`${image} would be refused`);
  }
}

// A page may set cookies for its whole registrable domain. So nothing of dev's is on the shop's, and nobody but these clusters is on either.
function checkDomains() {
  const domainsOf = files => new Set(files.flatMap(file => rendered[file]).flatMap(({ kind, spec, data }) => [
    ...(kind === 'Ingress' ? spec.rules.map(({ host }) => host) : []),
    ...(kind === 'ConfigMap' && data.PublicUrl ? [new URL(data.PublicUrl).hostname] : []),
    ...(kind === 'ConfigMap' && data.Mail__From ? [data.Mail__From.split('@')[1]] : []),
  ]).map(host => getDomain(host, { allowPrivateDomains: true }) ?? host));
  const shop = domainsOf(['prod', 'dr']);
  for (const domain of domainsOf(clusters.dev)) if (shop.has(domain)) find('dev', `${domain} is the shop's: pages there could set customers' cookies`);
  if (shop.size !== 1) find('prod', `the shop is on ${[...shop].join(' and ')}`);
}

function checkNodes(cluster, files) {
  const file = `karpenter-${cluster}`;
  const pools = rendered[file].filter(({ kind }) => kind === 'NodePool');
  const classes = rendered[file].filter(({ kind }) => kind === 'EC2NodeClass');
  if (JSON.stringify(classes).includes('named-by-overlay')) find(file, 'the node class is of no cluster');
  for (const { metadata, spec } of pools)
    if (!classes.some(({ metadata: { name } }) => name === spec.template.spec.nodeClassRef.name)) find(file, `NodePool/${metadata.name}: there is no EC2NodeClass/${spec.template.spec.nodeClassRef.name}`);

  const has = ({ metadata, spec }, key, value) => key === 'karpenter.sh/nodepool' ? metadata.name === value
    : spec.template.spec.requirements.some(requirement => requirement.key === key && requirement.values.includes(value));
  const takes = ({ spec }, { tolerations = [] }) => (spec.template.spec.taints ?? []).every(taint =>
    tolerations.some(({ key, value, effect }) => key === taint.key && value === taint.value && effect === taint.effect));
  for (const [where, workload] of files.flatMap(name => rendered[name].map(object => [name, object])).filter(([, { kind }]) => kind === 'Deployment' || kind === 'Job')) {
    const pod = workload.spec.template.spec;
    for (const [key, value] of Object.entries(pod.nodeSelector ?? {}))
      if (!pools.some(pool => takes(pool, pod) && has(pool, key, value))) find(where, `${nameOf(workload)}: no NodePool takes it that has ${key}=${value}`);
  }
}
