// workflows.js FOLDER: what actionlint does not ask of a workflow.
const fs = require('fs');
const path = require('path');
const { parse } = require('yaml');

const folder = process.argv[2];
const files = fs.readdirSync(folder).filter(file => /\.ya?ml$/.test(file));
const findings = [];

for (const file of files) {
  const text = fs.readFileSync(path.join(folder, file), 'utf8');
  const workflow = parse(text);
  const find = message => findings.push(`${file}: ${message}`);

  // A tag can be moved to other code, a commit cannot. The comment says which version it is.
  text.split('\n').forEach((line, index) => {
    const uses = /^\s*(?:-\s+)?uses:\s*(.*)$/.exec(line);
    if (uses && !/^[\w.-]+\/[\w./-]+@[0-9a-f]{40} # v\d+(\.\d+)+$/.test(uses[1].trim()))
      find(`line ${index + 1}: not pinned by a commit with its version beside it: ${uses[1].trim()}`);
  });

  // None for all, so that each job names what it needs.
  if (JSON.stringify(workflow.permissions) !== '{}') find('the workflow itself must have "permissions: {}"');
  if (!workflow.concurrency) find('no concurrency');
  for (const [name, job] of Object.entries(workflow.jobs)) {
    if (typeof job.permissions !== 'object') find(`job ${name}: no permissions of its own`);
    if (!job['timeout-minutes']) find(`job ${name}: no timeout-minutes`);
    for (const step of job.steps ?? [])
      if (/^actions\/checkout@/.test(step.uses ?? '') && step.with?.['persist-credentials'] === undefined)
        find(`job ${name}: checkout must say whether it leaves its token behind (persist-credentials)`);
  }
}

if (files.length === 0) findings.push(`${folder}: no workflows`);
findings.forEach(finding => console.error(finding));
console.log(`${files.length} workflows, ${findings.length} findings.`);
process.exit(findings.length ? 1 : 0);
