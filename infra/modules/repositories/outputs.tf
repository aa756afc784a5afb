output "repositories" {
  value = aws_ecr_repository.this
}

output "pushers" {
  value = { for name, policy in aws_ecr_repository_policy.pushers : name => one(jsondecode(policy.policy).Statement).Condition.ArnNotEquals["aws:PrincipalArn"] }
}
