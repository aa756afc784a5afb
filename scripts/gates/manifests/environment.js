// environment.js RENDERED WORKLOAD SECRETS FILE: writes the environment that the workload gets into FILE, with the values of SECRETS (or
// made-up ones) where an ExternalSecret brings them, and prints its image's repository and its arguments.
import { readFileSync, writeFileSync } from 'node:fs';
import { parseAll } from './objects.js';

const [rendered, name, secretsPath, file] = process.argv.slice(2);
const objects = parseAll(rendered);
const named = (kind, wanted) => objects.find(object => object.kind === kind && object.metadata.name === wanted);
const [container] = (named('Deployment', name) ?? named('Job', name)).spec.template.spec.containers;
const secrets = JSON.parse(readFileSync(secretsPath, 'utf8'));

const environment = {};
for (const { configMapRef, secretRef } of container.envFrom) {
  if (configMapRef) Object.assign(environment, named('ConfigMap', configMapRef.name).data);
  if (secretRef)
    for (const { secretKey } of named('ExternalSecret', secretRef.name).spec.data) environment[secretKey] = secrets[secretKey] ?? 'made-up-'.repeat(6);
}
writeFileSync(file, Object.entries(environment).map(([key, value]) => `${key}=${value}\n`).join(''));
console.log(/\/(ticketing\/[a-z-]+)@/.exec(container.image)[1]);
console.log((container.args ?? []).join(' '));
