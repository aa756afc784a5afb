// What a page has to reach, and what of Lighthouse's answer is kept.
const bars = { performance: 95, accessibility: 100, 'best-practices': 100, seo: 100 };

const percent = score => Math.round(score * 100);
const valueOf = (run, audit) => run.audits[audit].numericValue;
const requestsOf = run => run.audits['network-requests'].details.items.filter(request => request.url.startsWith('http'));

/** The one in the middle by performance: its figures belong together. */
export function medianOf(runs) {
  const byPerformance = [...runs].sort((one, other) => one.categories.performance.score - other.categories.performance.score);
  return byPerformance[Math.floor(runs.length / 2)];
}

/** Scores of a hundred, times in milliseconds, and what went over the wire. */
export function figuresOf(run) {
  const requests = requestsOf(run);
  return {
    performance: percent(run.categories.performance.score),
    accessibility: percent(run.categories.accessibility.score),
    bestPractices: percent(run.categories['best-practices'].score),
    seo: percent(run.categories.seo.score),
    lcp: Math.round(valueOf(run, 'largest-contentful-paint')),
    cls: Number(valueOf(run, 'cumulative-layout-shift').toFixed(3)),
    tbt: Math.round(valueOf(run, 'total-blocking-time')),
    requests: requests.length,
    bytes: requests.reduce((sum, request) => sum + request.transferSize, 0),
  };
}

export function words({ performance, accessibility, bestPractices, seo, lcp, cls, tbt, requests, bytes }) {
  return `performance ${performance}, accessibility ${accessibility}, best practices ${bestPractices}, SEO ${seo}; ` +
    `LCP ${lcp} ms, CLS ${cls}, TBT ${tbt} ms; ${requests} requests, ${(bytes / 1024).toFixed(1)} KiB`;
}

/** What keeps the page below a bar. */
export function findingsOf(run) {
  return Object.entries(bars).flatMap(([category, bar]) => {
    const { score, auditRefs } = run.categories[category];
    if (percent(score) >= bar) return [];
    const audits = auditRefs.filter(({ id, weight }) => weight > 0 && run.audits[id].score !== null && run.audits[id].score < 1);
    return [`${category} is ${percent(score)}, below ${bar}: ${audits.map(({ id }) => describe(run.audits[id])).join('; ')}`];
  });
}

function describe({ id, title, displayValue, details }) {
  const elements = details?.items?.map(item => item.node?.snippet ?? item.description ?? item.url).filter(Boolean) ?? [];
  return [id, title, displayValue, ...elements.slice(0, 5)].filter(Boolean).join(' | ');
}
