// locks.js ROOT: each project's packages.lock.json names the packages that the project asks for, in the versions that are asked for.
// NuGet itself compares when it restores in locked mode, which CI does with what is released; this needs no feed and no minutes.
const fs = require('fs');
const path = require('path');

const root = process.argv[2];
const read = (...names) => fs.readFileSync(path.join(root, ...names), 'utf8');
const properties = Object.fromEntries([...read('Directory.Build.props').matchAll(/<(\w+Version)>([^<]+)</g)].map(([, name, value]) => [name, value]));
const versions = Object.fromEntries([...read('Directory.Packages.props').matchAll(/<PackageVersion Include="([^"]+)" Version="([^"]+)"/g)]
  .map(([, name, version]) => [name, version.replace(/\$\((\w+)\)/, (_, property) => properties[property])]));
const projects = [...read('Ticketing.sln').matchAll(/"([^"]+)\.csproj"/g)].map(([, project]) => project.replaceAll('\\', '/'));
const findings = [];

for (const project of projects) {
  const lock = path.posix.join(path.posix.dirname(project), 'packages.lock.json');
  if (!fs.existsSync(path.join(root, lock))) {
    findings.push(`${lock} is missing`);
    continue;
  }
  const locked = JSON.parse(read(lock)).dependencies['net10.0'];
  for (const [, name] of read(`${project}.csproj`).matchAll(/<PackageReference Include="([^"]+)"/g)) {
    const { type, requested } = locked[name] ?? {};
    if (type !== 'Direct') findings.push(`${lock} does not name ${name}`);
    else if (requested !== `[${versions[name]}, )`) findings.push(`${lock} has ${name} ${requested}, and ${versions[name]} is asked for`);
  }
}

if (projects.length === 0) findings.push('Ticketing.sln has no projects');
findings.forEach(finding => console.error(finding));
console.log(`${projects.length} projects, ${findings.length} findings.`);
process.exit(findings.length ? 1 : 0);
