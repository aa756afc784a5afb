output "names" {
  description = "Names in Secrets Manager with their properties."
  value       = { for name, secret in local.mine : "ticketing/${var.environment}/${name}" => secret.properties }
}

output "replicas" {
  description = "The regions that each secret is copied to."
  value       = { for name, secret in aws_secretsmanager_secret.this : name => [for replica in secret.replica : replica.region] }
}
