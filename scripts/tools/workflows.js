// workflows.js FOLDER: what actionlint does not ask of a workflow.
const fs = require('fs');
const path = require('path');
const { parse } = require('yaml');

const folder = process.argv[2];
const files = fs.readdirSync(folder).filter(file => /\.ya?ml$/.test(file));
const findings = [];

// A job with a role of AWS (infra/global/github.tf). Who builds runs everybody's code, so it does not sign; who signs runs nobody's.
const roles = {
  BUILD_ROLE: job => [
    [!job.environment, 'builds in an environment that may have more rights'],
    [!/cosign/.test(JSON.stringify(job.steps)), 'builds and signs'],
    [JSON.stringify(job).includes('"RestoreLockedMode":"true"'), 'builds with packages that no lock file names'],
  ],
  SIGN_ROLE: job => [
    [environmentOf(job) === 'signing', 'signs outside of the environment signing'],
    [!job.steps.some(step => /^actions\/checkout@/.test(step.uses ?? '')), 'signs beside code of this repository'],
  ],
  PROMOTE_ROLE: job => [[environmentOf(job) === 'production', 'promotes without an approval']],
  SCAN_ROLE: job => [[environmentOf(job) === 'scanning', 'scans outside of the environment scanning']],
  PLAN_ROLE: job => [[/head\.repo\.full_name == github\.repository/.test(job.if ?? ''), 'plans for a fork']],
};
const environmentOf = job => job.environment?.name ?? job.environment;
const may = (job, permission) => job.permissions?.[permission] === 'write';

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
  // It runs a stranger's change with our secrets.
  if (JSON.stringify(workflow.on).includes('pull_request_target')) find('runs on pull_request_target');
  for (const [name, job] of Object.entries(workflow.jobs)) {
    const steps = JSON.stringify(job.steps ?? []);
    const taken = [...steps.matchAll(/vars\.(\w+_ROLE)\b/g)].map(([, role]) => role);
    for (const role of taken) {
      if (!roles[role]) find(`job ${name}: nobody knows the role ${role}`);
      else for (const [holds, what] of roles[role](job)) if (!holds) find(`job ${name}: ${what}`);
    }
    if (/cosign (sign|attest) /.test(steps) && !taken.includes('SIGN_ROLE')) find(`job ${name}: signs with a role that is for something else`);
    if (/scripts\/images\.sh|dotnet publish/.test(steps) && (may(job, 'contents') || may(job, 'packages'))) find(`job ${name}: builds and publishes`);
    if (may(job, 'contents') && may(job, 'id-token') && environmentOf(job) !== 'production') find(`job ${name}: publishes and signs in`);
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
