import { join } from 'node:path';
import { parseAll } from '../objects.js';

/** No secret is in the open, and each that is asked for is made by Terraform and read by somebody. */
export function checkSecrets({ objects, workloads, report, root, isReleased }) {
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
      if (!terraformSecrets(root)[key]?.environments.includes(environment) || !terraformSecrets(root)[key].properties.includes(property)) report(secret, `Terraform makes no ${key}/${property}`);
  }
}

// The names of the secrets in Secrets Manager, with their properties, and the environments that have them.
function terraformSecrets(root) {
  return parseAll(join(root, 'infra', 'modules', 'secrets', 'secrets.json'))[0];
}

/** Of a cluster, and all that it runs. */
export function checkSecretsAreRead({ root, rendered, find }, cluster, files) {
  const secrets = files.flatMap(file => rendered[file] ?? []).filter(({ kind }) => kind === 'ExternalSecret');
  const environment = cluster === 'dr' ? 'prod' : cluster;
  for (const [key, { properties }] of Object.entries(terraformSecrets(root)).filter(([, { environments }]) => environments.includes(environment)))
    for (const property of properties)
      if (!secrets.some(({ spec }) => spec.data.some(({ remoteRef }) => remoteRef.key === key && remoteRef.property === property))) find(cluster, `nobody reads the secret ${key}/${property}`);
}
