// check.js TREE...: what no type can say about the objects that were rendered into a tree's artifacts/manifests.
// check.js --released FOLDER: of what a release made, whose images must have been pushed.
// What is checked of what is in checks/, a file for each subject.
import { checkAdmission } from './checks/admission.js';
import { checkArgo } from './checks/argo.js';
import { checkDomains } from './checks/domains.js';
import { checkNodes } from './checks/nodes.js';
import { checkProduct } from './checks/product.js';
import { checkSecretsAreRead } from './checks/secrets.js';
import { checkSonarQube } from './checks/sonarqube.js';
import { checkSources } from './checks/sources.js';
import { checkTelemetry } from './checks/telemetry.js';
import { clusters, manifestOf } from './checks/tree.js';
import { nameOf, nameOfTree, readObjects, renderedIn } from './objects.js';

const isReleased = process.argv[2] === '--released';
const trees = process.argv.slice(isReleased ? 3 : 2);
const findings = [];

let objectCount = 0;
for (const root of trees) {
  const find = (where, what) => findings.push(`${nameOfTree(root, trees)}${where}: ${what}`);
  try {
    const rendered = readObjects(isReleased ? root : renderedIn(root));
    objectCount += Object.values(rendered).flat().length;
    checkTree({ root, rendered, isReleased, find });
  } catch (error) {
    find('not to be understood', error.stack);
  }
}

findings.forEach(finding => console.error(finding));
if (findings.length > 0) process.exit(1);
if (objectCount === 0) throw new Error('There is nothing to check.');
console.log(`${objectCount} objects: nothing wrong.`);

function checkTree(tree) {
  const { rendered, find } = tree;
  for (const file of Object.keys(rendered)) {
    const manifest = manifestOf(tree, file);
    checkNames(manifest);
    checkFilled(manifest);
    if (file === 'sonarqube') checkSonarQube(manifest);
    else if (manifest.deployments.length > 0) checkProduct(manifest);
  }
  if (isReleased) return;
  for (const file of [...Object.values(clusters).flat(), 'opening-night', 'admission']) if (!rendered[file]) find(file, 'was not rendered');
  checkSources(tree);
  checkTelemetry(tree);
  checkArgo(tree);
  checkAdmission(tree);
  checkDomains(tree);
  for (const [cluster, files] of Object.entries(clusters)) {
    checkNodes(tree, cluster, files);
    checkSecretsAreRead(tree, cluster, files);
  }
}

function checkNames({ file, objects, find }) {
  const names = objects.map(object => `${object.apiVersion} ${nameOf(object)}`);
  for (const name of names.filter((name, i) => names.indexOf(name) !== i)) find(file, `${name} is there twice`);
}

// Aspirate leaves a reference that it does not know as it is. Kubernetes' own are $(NAME), Argo CD's {{.path}}.
function checkFilled({ objects, report }) {
  for (const object of objects)
    for (const [reference] of JSON.stringify(object).matchAll(/(?<!\{)\{[\w-]+(\.[\w-]+)+\}/g)) report(object, `${reference} is a reference of the app model, not a value`);
}
