import { getDomain } from 'tldts';
import { clusters } from './tree.js';

// A page may set cookies for its whole registrable domain. So nothing of dev's is on the shop's, and nobody but these clusters is on either.
export function checkDomains({ rendered, find }) {
  const domainsOf = files => new Set(files.flatMap(file => rendered[file]).flatMap(({ kind, spec, data }) => [
    ...(kind === 'Ingress' ? spec.rules.map(({ host }) => host) : []),
    ...(kind === 'ConfigMap' && data.PublicUrl ? [new URL(data.PublicUrl).hostname] : []),
    ...(kind === 'ConfigMap' && data.Mail__From ? [data.Mail__From.split('@')[1]] : []),
  ]).map(host => getDomain(host, { allowPrivateDomains: true }) ?? host));
  const shop = domainsOf(['prod', 'dr']);
  for (const domain of domainsOf(clusters.dev)) if (shop.has(domain)) find('dev', `${domain} is the shop's: pages there could set customers' cookies`);
  if (shop.size !== 1) find('prod', `the shop is on ${[...shop].join(' and ')}`);
}
