import { checkNetwork } from './network.js';
import { checkSecrets } from './secrets.js';
import { checkWorkloads } from './workloads.js';

const waveOf = object => Number(object.metadata.annotations?.['argocd.argoproj.io/sync-wave'] ?? 0);

/** What holds of everything that runs. */
export function checkNamespace(manifest, namespace) {
  const { file, objects, of, find, report } = manifest;
  for (const object of objects) {
    if (object.kind === 'Namespace' ? object.metadata.name !== namespace : object.metadata.namespace !== namespace)
      report(object, `is not in the namespace ${namespace}`);
    if (object.kind === 'Secret') report(object, 'is a secret in the open');
    const wave = { Namespace: -3, SecretStore: -3, NetworkPolicy: -3, ConfigMap: -2, ExternalSecret: -2, Job: -1 }[object.kind] ?? 0;
    if (waveOf(object) !== wave) report(object, `has the sync wave ${waveOf(object)}, not ${wave}`);
  }
  if (of('Namespace')[0]?.metadata.labels['pod-security.kubernetes.io/enforce'] !== 'restricted') find(file, 'its namespace takes pods that are not restricted');

  checkWorkloads(manifest);
  checkNetwork(manifest);
  checkSecrets(manifest);
}
