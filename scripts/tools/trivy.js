// trivy.js REPORT: prints the findings of Trivy's report, and fails if Trivy has looked at nothing.
const report = JSON.parse(require('fs').readFileSync(process.argv[2], 'utf8'));
const results = (report.Results ?? []).filter(result => result.Class === 'config');

for (const result of results)
  for (const found of result.Misconfigurations ?? [])
    console.log(`${result.Target}:${found.CauseMetadata?.StartLine ?? ''} ${found.Severity} ${found.ID} ${found.Message}`);

if (results.length === 0) {
  console.error('not run: Trivy has found nothing to look at');
  process.exit(1);
}
console.log(`${results.length} files looked at.`);
