import { selects } from './tree.js';

const madeByHand = ['rds-certificates']; // ConfigMaps of docs/bootstrap.md
const spot = 120; // seconds that a Spot node has left

/** Deployments and jobs: what they may do, and that all that they refer to is there. */
export function checkWorkloads({ of, named, report, deployments, workloads }) {
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

  for (const deployment of deployments) {
    const { template, selector } = deployment.spec;
    const [container] = template.spec.containers;
    if (!selects(selector, template.metadata.labels)) report(deployment, 'does not select its own pods');
    if (!container.startupProbe || !container.livenessProbe || !container.readinessProbe) report(deployment, 'lacks a probe');
    if (template.spec.terminationGracePeriodSeconds > spot) report(deployment, `ends within ${template.spec.terminationGracePeriodSeconds} s; a Spot node has ${spot}`);
  }
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
