output "names" {
  description = "Names in Secrets Manager with their properties."
  value       = { for name, secret in local.mine : "ticketing/${var.environment}/${name}" => secret.properties }
}

output "replicas" {
  description = "The regions that each secret is copied to."
  value       = { for name, secret in aws_secretsmanager_secret.this : name => [for replica in secret.replica : replica.region] }
}

output "readers" {
  description = "Who may read each secret."
  value       = { for name, policy in aws_secretsmanager_secret_policy.readers : name => one(jsondecode(policy.policy).Statement).Condition.ArnNotLike["aws:PrincipalArn"] }
}
