output "name" {
  value = aws_eks_cluster.this.name
}

output "endpoint" {
  value = aws_eks_cluster.this.endpoint
}

output "security_group_id" {
  description = "Of every node, and so of every pod."
  value       = aws_eks_cluster.this.vpc_config[0].cluster_security_group_id
}

output "interruption_queue" {
  value = aws_sqs_queue.interruption.name
}

locals {
  # A statement is bound if each of its resources is one that it names, or its condition says whose.
  names = [var.name, "ticketing/${var.secrets_environment}/", var.vpc_id]
  unbound = flatten([
    for statement in flatten([for policy in aws_iam_role_policy.pod : jsondecode(policy.policy).Statement]) : [
      for action in flatten([statement.Action]) : action
      if !can(regex("^(acm|cognito-idp|ec2|ecr|eks|elasticloadbalancing|iam|logs|pricing|route53|shield|sqs|ssm|wafv2|xray):(Batch)?(Describe|Get|List)", action)) &&
      !anytrue([for name in local.names : strcontains(jsonencode(try(statement.Condition, null)), name)]) &&
      !alltrue([for resource in flatten([statement.Resource]) : !strcontains(resource, "*") || anytrue([for name in local.names : strcontains(resource, name)])])
    ]
  ])
}

output "unbound" {
  description = "What its controllers may change that is not its own: for the tests of the roots."
  value       = sort(distinct(local.unbound))
}

output "cluster" {
  description = "For the tests of the roots."
  value = {
    public             = aws_eks_cluster.this.vpc_config[0].endpoint_public_access
    encrypts           = one(aws_eks_cluster.this.encryption_config).resources
    capacity_type      = aws_eks_node_group.fixed.capacity_type
    addons             = keys(aws_eks_addon.this)
    cni_configuration  = aws_eks_addon.this["vpc-cni"].configuration_values
    interruptions      = [for rule in aws_cloudwatch_event_rule.interruption : jsondecode(rule.event_pattern)["detail-type"][0]]
    node_statements    = jsondecode(aws_iam_role_policy.pod["karpenter"].policy).Statement
    alb_statements     = jsondecode(aws_iam_role_policy.pod["load-balancer-controller"].policy).Statement
    secrets_statements = jsondecode(aws_iam_role_policy.pod["external-secrets"].policy).Statement
    dns_statements     = jsondecode(aws_iam_role_policy.pod["external-dns"].policy).Statement
    statements         = { for name, policy in aws_iam_role_policy.pod : name => jsondecode(policy.policy).Statement }
    managed_policies   = values(aws_iam_role_policy_attachment.pod)[*].policy_arn
    trust              = distinct([for role in aws_iam_role.pod : jsondecode(role.assume_role_policy).Statement[0].Condition.StringEquals])
    telemetry          = jsondecode(aws_eks_addon.this["amazon-cloudwatch-observability"].configuration_values)
    log_groups         = concat(values(aws_cloudwatch_log_group.containers), [aws_cloudwatch_log_group.metrics])
    hop_limit          = one(aws_launch_template.fixed.metadata_options).http_put_response_hop_limit
  }
}
