// What the checks look at: a tree is { root, rendered, isReleased, find }, where `rendered` has the objects of each file and `find` takes a
// finding: where, and what. A file of it has more, by `manifestOf`.
import { nameOf } from '../objects.js';

export const clusters = { dev: ['dev', 'sonarqube'], prod: ['prod'], dr: ['dr'] }; // what each runs

/** A rendered file: its objects by kind and name, and `report`, which finds something of an object of it. */
export function manifestOf(tree, file) {
  const objects = tree.rendered[file];
  const of = kind => objects.filter(object => object.kind === kind);
  return {
    ...tree,
    file,
    objects,
    of,
    named: (kind, name) => objects.find(object => object.kind === kind && object.metadata.name === name),
    report: (object, what) => tree.find(file, `${nameOf(object)}: ${what}`),
    deployments: of('Deployment'),
    workloads: [...of('Deployment'), ...of('Job')],
  };
}

export const isPrefix = (labels, all) => Object.entries(labels).every(([key, value]) => all?.[key] === value);

export const selects = (selector, labels) =>
  isPrefix(selector.matchLabels ?? {}, labels) &&
  (selector.matchExpressions ?? []).every(({ key, operator, values }) => operator === 'In' && values.includes(labels[key]));
