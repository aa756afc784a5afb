output "name_servers" {
  description = "To be entered at the domains' registrar."
  value       = { for name, zone in aws_route53_zone.this : name => zone.name_servers }
}

output "roles" {
  description = "GitHub's variables BUILD_ROLE, SIGN_ROLE, PROMOTE_ROLE, SCAN_ROLE and PLAN_ROLE."
  value       = { for name, role in aws_iam_role.github : name => role.arn }
}

output "registry" {
  value = "${data.aws_caller_identity.current.account_id}.dkr.ecr.ap-northeast-2.amazonaws.com"
}
