import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { clusters } from './tree.js';

export function checkArgo({ root, rendered, find }) {
  const one = (file, kind) => rendered[file].find(object => object.kind === kind);
  const set = one('argocd', 'ApplicationSet');
  const environments = set.spec.generators[0].clusters.selector.matchExpressions.find(({ key }) => key === 'environment').values;
  for (const environment of Object.keys(clusters)) {
    const [cluster] = rendered[`cluster-${environment}`];
    if (cluster.metadata.labels.environment !== environment || !environments.includes(environment)) find('argocd', `the cluster ${environment} gets nothing`);
    checkApplication(what => find('argocd', what), one('argocd', 'AppProject'), set.spec.template.spec, rendered[environment]);
  }

  const { spec } = one('argocd-sonarqube', 'Application');
  checkApplication(what => find('argocd-sonarqube', what), one('argocd-sonarqube', 'AppProject'), spec, rendered.sonarqube);
  if (!existsSync(join(root, spec.source.path, 'kustomization.yaml'))) find('argocd-sonarqube', `there is no ${spec.source.path}`);
}

// Its project allows what it needs, and nothing else.
function checkApplication(report, project, { project: name, source, destination }, objects) {
  const { sourceRepos, destinations, clusterResourceWhitelist, namespaceResourceWhitelist } = project.spec;
  const same = (left, right) => JSON.stringify(left) === JSON.stringify(right);
  if (name !== project.metadata.name) report(`there is no project ${name}`);
  if (!same(sourceRepos, [source.repoURL])) report('the project does not allow the repository, or others too');
  if (!same(destinations, [{ namespace: destination.namespace, server: destination.server }])) report('the project does not allow the destination, or others too');

  const groupOf = ({ apiVersion }) => (apiVersion.includes('/') ? apiVersion.split('/')[0] : '');
  const isOf = object => allowed => allowed.group === groupOf(object) && allowed.kind === object.kind;
  const [ofCluster, ofNamespace] = [objects.filter(({ kind }) => kind === 'Namespace'), objects.filter(({ kind }) => kind !== 'Namespace')];
  for (const [allowed, needed] of [[clusterResourceWhitelist, ofCluster], [namespaceResourceWhitelist, ofNamespace]]) {
    for (const object of needed) if (!allowed.some(isOf(object))) report(`the project does not allow ${object.apiVersion} ${object.kind}`);
    for (const { group, kind } of allowed) if (!needed.some(object => isOf(object)({ group, kind }))) report(`the project allows ${group} ${kind}, which nothing needs`);
  }
}
