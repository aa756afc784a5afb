import { createPublicKey } from 'node:crypto';
import { join } from 'node:path';
import { parseAll } from '../objects.js';
import { clusters } from './tree.js';

// What a release has not signed does not start, in any cluster.
export function checkAdmission({ root, rendered, find }) {
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
