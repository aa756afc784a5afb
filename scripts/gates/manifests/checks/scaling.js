import { selects } from './tree.js';

/** Each Deployment has one autoscaler and one disruption budget, which fit each other. */
export function checkScaling({ of, named, report, deployments }) {
  for (const deployment of deployments) {
    const { template, replicas } = deployment.spec;
    if (replicas !== undefined) report(deployment, 'has replicas, which are its HorizontalPodAutoscaler\'s');
    const scalers = of('HorizontalPodAutoscaler').filter(({ spec }) => spec.scaleTargetRef.kind === 'Deployment' && spec.scaleTargetRef.name === deployment.metadata.name);
    if (scalers.length !== 1) report(deployment, `has ${scalers.length} HorizontalPodAutoscalers`);
    const budgets = of('PodDisruptionBudget').filter(({ spec }) => selects(spec.selector, template.metadata.labels));
    if (budgets.length !== 1) report(deployment, `has ${budgets.length} PodDisruptionBudgets`);
  }

  for (const scaler of of('HorizontalPodAutoscaler')) {
    const { scaleTargetRef, minReplicas, maxReplicas, metrics } = scaler.spec;
    const target = named(scaleTargetRef.kind, scaleTargetRef.name);
    if (target?.apiVersion !== scaleTargetRef.apiVersion) report(scaler, `scales ${scaleTargetRef.kind}/${scaleTargetRef.name}, which is not there`);
    else if (!target.spec.template.spec.containers[0].resources?.requests?.cpu) report(scaler, 'its target requests no CPU to be a share of');
    if (!(minReplicas >= 1 && minReplicas <= maxReplicas)) report(scaler, `has ${minReplicas} to ${maxReplicas} replicas`);
    if (!metrics.some(metric => metric.type === 'Resource' && metric.resource.name === 'cpu')) report(scaler, 'does not scale by CPU');
  }

  for (const budget of of('PodDisruptionBudget')) {
    const { selector, maxUnavailable, minAvailable } = budget.spec;
    const covered = deployments.filter(({ spec }) => selects(selector, spec.template.metadata.labels));
    if (covered.length !== 1) report(budget, `is for ${covered.length} Deployments`);
    const fewest = Math.min(...covered.map(({ metadata }) =>
      of('HorizontalPodAutoscaler').find(({ spec }) => spec.scaleTargetRef.name === metadata.name)?.spec.minReplicas ?? 1));
    const lets = minAvailable === undefined ? parseInt(maxUnavailable, 10) > 0 : typeof minAvailable === 'number' && minAvailable < fewest;
    if (!lets) report(budget, `lets no pod go when there are ${fewest}`);
  }
}
