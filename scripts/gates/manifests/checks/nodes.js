import { nameOf } from '../objects.js';

/** Karpenter's node pools of a cluster, and that they take all that it runs. */
export function checkNodes({ rendered, find }, cluster, files) {
  const file = `karpenter-${cluster}`;
  const pools = rendered[file].filter(({ kind }) => kind === 'NodePool');
  const classes = rendered[file].filter(({ kind }) => kind === 'EC2NodeClass');
  if (JSON.stringify(classes).includes('named-by-overlay')) find(file, 'the node class is of no cluster');
  for (const { metadata, spec } of pools)
    if (!classes.some(({ metadata: { name } }) => name === spec.template.spec.nodeClassRef.name)) find(file, `NodePool/${metadata.name}: there is no EC2NodeClass/${spec.template.spec.nodeClassRef.name}`);

  const has = ({ metadata, spec }, key, value) => key === 'karpenter.sh/nodepool' ? metadata.name === value
    : spec.template.spec.requirements.some(requirement => requirement.key === key && requirement.values.includes(value));
  const takes = ({ spec }, { tolerations = [] }) => (spec.template.spec.taints ?? []).every(taint =>
    tolerations.some(({ key, value, effect }) => key === taint.key && value === taint.value && effect === taint.effect));
  for (const [where, workload] of files.flatMap(name => rendered[name].map(object => [name, object])).filter(([, { kind }]) => kind === 'Deployment' || kind === 'Job')) {
    const pod = workload.spec.template.spec;
    for (const [key, value] of Object.entries(pod.nodeSelector ?? {}))
      if (!pools.some(pool => takes(pool, pod) && has(pool, key, value))) find(where, `${nameOf(workload)}: no NodePool takes it that has ${key}=${value}`);
  }
}
