// The rendered files of a folder, as { file name without ending: objects }.
import { readdirSync, readFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { parseAllDocuments } from 'yaml';

export function readObjects(folder) {
  const rendered = {};
  for (const file of readdirSync(folder).filter(name => name.endsWith('.yaml')).sort())
    rendered[basename(file, '.yaml')] = parseAll(join(folder, file));
  return rendered;
}

/** Refuses what YAML only warns of, such as a key that is there twice. */
export function parseAll(path) {
  return parseAllDocuments(readFileSync(path, 'utf8')).map(document => {
    const [wrong] = [...document.errors, ...document.warnings];
    if (wrong) throw new Error(`${path}: ${wrong.message}`);
    return document.toJS();
  }).filter(object => object !== null);
}

export const renderedIn = tree => join(tree, 'artifacts', 'manifests');

/** What findings of one tree among several begin with. */
export const nameOfTree = (tree, trees) => (trees.length > 1 ? `${basename(tree)}: ` : '');

export const nameOf = object => `${object.kind}/${object.metadata?.name}`;
