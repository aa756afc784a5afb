// types.js TREE..., types.js --released FOLDER: every rendered object against the types of its API, by TypeScript's compiler: a field that
// the type does not have is an error, as is one of another type. What several trees have in common is compiled once.
import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { nameOf, nameOfTree, readObjects, renderedIn } from './objects.js';

const here = dirname(fileURLToPath(import.meta.url));
const packages = {
  'argoproj.io': '@kubernetes-models/argo-cd/argoproj.io',
  'external-secrets.io': '@kubernetes-models/external-secrets/external-secrets.io',
  'karpenter.sh': '@kubernetes-models/karpenter/karpenter.sh',
  'karpenter.k8s.aws': '@kubernetes-models/karpenter/karpenter.k8s.aws',
};

const own = { 'policy.sigstore.dev/v1beta1': join(here, 'sigstore') };

function moduleOf({ apiVersion, kind }) {
  if (own[apiVersion]) return own[apiVersion];
  const [group, version] = apiVersion.includes('/') ? apiVersion.split('/') : ['', apiVersion];
  const folder = group === '' ? 'kubernetes-models' : packages[group] ?? `kubernetes-models/${group}`;
  const module = `${folder}/${version}/${kind}`;
  return existsSync(join(here, 'node_modules', `${module}.d.ts`)) ? module : null;
}

const isReleased = process.argv[2] === '--released';
const trees = process.argv.slice(isReleased ? 3 : 2);
const findings = [];
const names = new Map(); // of a line to compile: the objects that it stands for
for (const tree of trees) {
  for (const [file, objects] of Object.entries(readObjects(isReleased ? tree : renderedIn(tree)))) {
    for (const object of objects) {
      const module = moduleOf(object);
      const name = `${nameOfTree(tree, trees)}${file}: ${nameOf(object)}`;
      if (!module) {
        findings.push(`${name}: no such type: ${object.apiVersion} ${object.kind}`);
        continue;
      }
      const line = `import('${module}${module.startsWith(here) ? '.js' : ''}').I${object.kind} = ${JSON.stringify(object)};`;
      names.set(line, [...names.get(line) ?? [], name]);
    }
  }
}
if (names.size === 0) throw new Error('There is nothing to check.');

const folder = join(here, 'node_modules', '.check');
rmSync(folder, { recursive: true, force: true });
mkdirSync(folder);
writeFileSync(join(folder, 'objects.ts'), `${[...names.keys()].map((line, i) => `const o${i}: ${line}`).join('\n')}\nexport {};\n`);
const compiler = spawnSync(
  process.execPath,
  [join(here, 'node_modules', 'typescript', 'bin', 'tsc'), '--noEmit', '--strict', '--skipLibCheck', '--target', 'es2022', '--module', 'nodenext', join(folder, 'objects.ts')],
  { encoding: 'utf8' });
const namesOf = [...names.values()];
const errors = compiler.stdout.split('\n').filter(line => line !== '');
for (const error of errors) {
  const [, line, message] = /objects\.ts\((\d+),\d+\): error (.*)/.exec(error) ?? [];
  findings.push(...line ? namesOf[line - 1].map(name => `${name}: ${message}`) : [error]);
}
if (compiler.status !== 0 && errors.length === 0) findings.push(`tsc ended with ${compiler.status}: ${compiler.stderr}`);

findings.forEach(finding => console.error(finding));
if (findings.length > 0) process.exit(1);
console.log(`${namesOf.flat().length} objects have the fields of their types and no others.`);
