# The name that customers use. It points to Seoul until somebody puts the object `sales-open` into the bucket here: the last
# step of a fail-over, after sales are open in Singapore (docs/disaster-recovery.md). Nothing does it by itself, and nothing in
# Seoul is needed for it: the records' data plane is global, bucket and state are here.

data "aws_caller_identity" "current" {}

# From these addresses Route 53 looks for the object.
data "aws_ip_ranges" "health_checkers" {
  services = ["route53_healthchecks"]
}

locals {
  switch_bucket = "ticketing-${data.aws_caller_identity.current.account_id}-failover"
  switch_key    = "sales-open"
}

module "switch" {
  source = "../modules/bucket"

  name = local.switch_bucket
  statements = [{
    Sid       = "HealthCheckers"
    Effect    = "Allow"
    Principal = "*"
    Action    = "s3:GetObject"
    Resource  = "arn:aws:s3:::${local.switch_bucket}/${local.switch_key}"
    Condition = { IpAddress = { "aws:SourceIp" = data.aws_ip_ranges.health_checkers.cidr_blocks } }
  }]
}

# Inverted: no object, or no answer from Singapore, means that Seoul is well.
resource "aws_route53_health_check" "seoul" {
  type               = "HTTPS"
  fqdn               = module.switch.domain
  port               = 443
  resource_path      = "/${local.switch_key}"
  enable_sni         = true
  invert_healthcheck = true
  request_interval   = 10
  failure_threshold  = 3

  tags = { Name = "ticketing-sales-not-open-in-singapore" }
}

resource "aws_route53_record" "www" {
  for_each = {
    PRIMARY   = { host = "seoul", health_check_id = aws_route53_health_check.seoul.id }
    SECONDARY = { host = "singapore", health_check_id = null }
  }

  zone_id         = module.region.edge.zone_id
  name            = "www.${var.domain}"
  type            = "CNAME"
  ttl             = 60
  records         = ["${each.value.host}.${var.domain}"]
  set_identifier  = each.value.host
  health_check_id = each.value.health_check_id

  failover_routing_policy {
    type = each.key
  }
}
