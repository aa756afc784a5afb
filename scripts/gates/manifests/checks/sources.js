import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { parseAll } from '../objects.js';

// kustomize passes over images and patches that match nothing.
export function checkSources(tree) {
  const { root, rendered, find } = tree;
  const base = readdirSync(join(root, 'deploy', 'base'), { withFileTypes: true }).filter(entry => entry.isDirectory())
    .flatMap(entry => parseAll(join(root, 'deploy', 'base', entry.name, 'deployment.yaml')));
  const used = new Set(base.map(({ spec }) => spec.template.spec.containers[0].image.replace(/:base$/, '')));
  for (const environment of ['dev', 'prod', 'dr']) {
    const { images } = parseAll(join(root, 'deploy', 'components', 'images', environment, 'kustomization.yaml'))[0];
    for (const { name } of images.filter(({ name }) => !used.has(name))) find(`images/${environment}`, `nothing runs ${name}`);
    for (const name of [...used].filter(name => !images.some(image => image.name === name))) find(`images/${environment}`, `${name} has no digest`);
    checkPatches(tree, join('deploy', 'overlays', environment), rendered[environment]);
    checkPatches(tree, join('deploy', 'components', 'production'), rendered[environment]);
    checkPatches(tree, join('deploy', 'karpenter', environment), rendered[`karpenter-${environment}`]);
  }
  checkPatches(tree, join('deploy', 'components', 'opening-night'), rendered['opening-night']);
}

function checkPatches({ root, find }, folder, objects) {
  for (const { target } of parseAll(join(root, folder, 'kustomization.yaml'))[0].patches ?? []) {
    if (!target) continue; // the patch names its object, and kustomize fails if there is none
    for (const name of (target.name ?? '.*').split('|'))
      if (!objects.some(object => object.kind === target.kind && new RegExp(`^(${name})(-[a-z0-9]{10})?$`).test(object.metadata.name))) find(folder, `a patch is for ${target.kind}/${name}, which is not there`);
  }
}
