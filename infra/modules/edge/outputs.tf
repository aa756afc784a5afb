output "zone_id" {
  value = data.aws_route53_zone.this.zone_id
}

output "web_acl_name" {
  value = aws_wafv2_web_acl.this.name
}

output "certificate_hosts" {
  value = concat([aws_acm_certificate.this.domain_name], tolist(aws_acm_certificate.this.subject_alternative_names))
}

output "access_logs" {
  description = "The bucket that the Ingresses' annotation names."
  value = {
    name    = module.access_logs.name
    private = module.access_logs.private
    days    = module.access_logs.expires_after_days
    policy  = module.access_logs.policy
  }
}

output "log_redacts" {
  description = "What of a request the firewall's log leaves out."
  value = {
    query_string = anytrue([for field in aws_wafv2_web_acl_logging_configuration.this.redacted_fields : length(field.query_string) > 0])
    headers      = toset(flatten([for field in aws_wafv2_web_acl_logging_configuration.this.redacted_fields : field.single_header[*].name]))
  }
}
