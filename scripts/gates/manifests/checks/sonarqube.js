import { checkNamespace } from './namespace.js';

export function checkSonarQube(manifest) {
  checkNamespace(manifest, 'sonarqube');
  const [deployment, ...others] = manifest.deployments;
  const report = what => manifest.report(deployment, what);
  const [container] = deployment.spec.template.spec.containers;
  if (others.length > 0 || deployment.spec.replicas !== 1 || deployment.spec.strategy?.type !== 'Recreate') report('two would write to manifest database');
  if (!/^[a-z.]+\/[a-z/]+:[\w.-]+@sha256:[0-9a-f]{64}$/.test(container.image)) report(`its image has no version and digest of a registry: ${container.image}`);
  if (!container.readinessProbe.exec?.command.some(line => line.includes('login=admin&password=admin'))) report('serves the internet with the password that everybody knows');
}
