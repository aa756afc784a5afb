// dependabot.js ROOT: what can be updated here and is not in .github/dependabot.yml, or is in it and not here.
const fs = require('fs');
const path = require('path');
const { parse } = require('yaml');

const root = process.argv[2];
const skipped = /^(node_modules|bin|obj|artifacts|\.git|\.terraform|\.servers|\.sandbox)$/;

function* walk(folder) {
  for (const entry of fs.readdirSync(folder, { withFileTypes: true })) {
    if (entry.isDirectory() && !skipped.test(entry.name)) yield* walk(path.join(folder, entry.name));
    else if (entry.isFile()) yield path.join(folder, entry.name);
  }
}

const folderOf = file => `/${path.relative(root, path.dirname(file))}`;
const foreignImage = /^\s*image:\s*(?!ticketing\/)[\w.-]+\/\S+:\S+/m;
const kinds = [
  { ecosystem: 'npm', has: file => path.basename(file) === 'package.json', folder: folderOf },
  { ecosystem: 'terraform', has: file => path.basename(file) === '.terraform.lock.hcl', folder: folderOf },
  { ecosystem: 'docker', has: file => folderOf(file).startsWith('/deploy/') && /\.ya?ml$/.test(file) && foreignImage.test(fs.readFileSync(file, 'utf8')), folder: folderOf },
  // Versions are in one place for all projects, and workflows in theirs.
  { ecosystem: 'nuget', has: file => path.basename(file) === 'Directory.Packages.props', folder: folderOf },
  { ecosystem: 'dotnet-sdk', has: file => path.basename(file) === 'global.json', folder: folderOf },
  { ecosystem: 'github-actions', has: file => folderOf(file) === '/.github/workflows', folder: () => '/' },
];

const { updates } = parse(fs.readFileSync(path.join(root, '.github', 'dependabot.yml'), 'utf8'));
const findings = [];
const files = [...walk(root)];

for (const { ecosystem, has, folder } of kinds) {
  const here = new Set(files.filter(has).map(folder));
  const listed = new Set(updates.filter(update => update['package-ecosystem'] === ecosystem).flatMap(update => update.directories ?? [update.directory]));
  for (const name of here) if (!listed.has(name)) findings.push(`${ecosystem} in ${name} is updated by nobody`);
  for (const name of listed) if (!here.has(name)) findings.push(`${ecosystem}: there is nothing in ${name}`);
}
for (const update of updates) {
  const name = update['package-ecosystem'];
  if (!kinds.some(({ ecosystem }) => ecosystem === name)) findings.push(`${name}: nobody looks for it here`);
  if (update.schedule?.interval !== 'weekly') findings.push(`${name}: not weekly`);
  if (!(update.cooldown?.['default-days'] >= 7)) findings.push(`${name}: takes what was published within a week, and may be taken back`);
  if (Object.keys(update.groups ?? {}).length === 0) findings.push(`${name}: a pull request for each package`);
}

findings.forEach(finding => console.error(`dependabot.yml: ${finding}`));
console.log(`${updates.length} kinds of packages, ${findings.length} findings.`);
process.exit(findings.length ? 1 : 0);
