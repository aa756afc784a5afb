// Asks Lighthouse about pages of a running site, as on a phone. Reads { site, cookie, pages } from standard input; ./web-audit.sh starts it.
import { mkdir, writeFile } from 'node:fs/promises';
import { text } from 'node:stream/consumers';
import lighthouse, { generateReport } from 'lighthouse';
import puppeteer from 'puppeteer-core';
import { figuresOf, findingsOf, medianOf, words } from './figures.js';

const rounds = 3;
const folder = 'artifacts/web';

// Nobody else is to find the page of somebody's seats or tickets: it is not meant to be indexed.
const ownPages = ['checkout', 'ticket'];

const { site, cookie, pages } = JSON.parse(await text(process.stdin));
await mkdir(folder, { recursive: true });
const browser = await puppeteer.launch({
  executablePath: '/usr/bin/chromium-headless-shell',
  args: ['--no-sandbox', '--disable-gpu', '--disable-quic', '--no-first-run', '--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE localhost'],
});
const figures = {};
const findings = [];
try {
  console.log(`Each page ${rounds} times; what counts is the time whose performance is the median`);
  for (const [name, address] of Object.entries(pages)) {
    const runs = [];
    for (let round = 0; round < rounds; round++) runs.push(await ask(name, new URL(address, site).href));
    const run = medianOf(runs);
    figures[name] = figuresOf(run);
    findings.push(...findingsOf(run).map(finding => `${name}: ${finding}`));
    console.log(`${name.padEnd(10)}${words(figures[name])}; performance of all: ${runs.map(each => figuresOf(each).performance).join(', ')}`);
    await writeFile(`${folder}/${name}.html`, generateReport(run, 'html'));
  }
} finally {
  await browser.close();
}

await writeFile(`${folder}/figures.json`, `${JSON.stringify(figures, null, 2)}\n`);
console.log(`\n${folder}/figures.json`);
findings.forEach(finding => console.error(finding));
if (findings.length > 0) process.exitCode = 1;

/** One visit, by the customer but with nothing kept from the visit before. */
async function ask(name, url) {
  const visit = await browser.createBrowserContext();
  try {
    const page = await visit.newPage();
    await page.setCookie({ ...cookie, url, path: '/', secure: true, httpOnly: true, sameSite: 'Lax' });
    const settings = { extraHeaders: { 'Accept-Language': 'ko' }, skipAudits: ownPages.includes(name) ? ['is-crawlable'] : [] };
    const { lhr } = await lighthouse(url, { logLevel: 'error' }, { extends: 'lighthouse:default', settings }, page);
    if (lhr.runtimeError) throw new Error(`${url}: ${lhr.runtimeError.message}`);
    // Else the figures would be those of an error page, or of where a stranger is sent.
    if (lhr.finalDisplayedUrl !== url) throw new Error(`${url} led to ${lhr.finalDisplayedUrl}`);
    return lhr;
  } finally {
    await visit.close();
  }
}
