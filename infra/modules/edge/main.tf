# What a region shows to the world: its certificate, the firewall before its load balancer, and the mail it sends.

data "aws_route53_zone" "this" {
  name = var.zone
}

data "aws_region" "current" {}

# The load balancer controller finds it by the Ingress's hosts.
resource "aws_acm_certificate" "this" {
  domain_name               = var.hosts[0]
  subject_alternative_names = slice(var.hosts, 1, length(var.hosts))
  validation_method         = "DNS"

  lifecycle {
    create_before_destroy = true
  }
}

locals {
  proofs = { for option in aws_acm_certificate.this.domain_validation_options : option.domain_name => option }
}

# A host's record is the same in every region, so the second writes what is there already.
resource "aws_route53_record" "certificate" {
  for_each = toset(var.hosts)

  zone_id         = data.aws_route53_zone.this.zone_id
  name            = local.proofs[each.key].resource_record_name
  type            = local.proofs[each.key].resource_record_type
  records         = [local.proofs[each.key].resource_record_value]
  ttl             = 300
  allow_overwrite = true
}

resource "aws_acm_certificate_validation" "this" {
  certificate_arn         = aws_acm_certificate.this.arn
  validation_record_fqdns = [for record in aws_route53_record.certificate : record.fqdn]
}

# The Ingress names it.
resource "aws_wafv2_web_acl" "this" {
  name  = var.name
  scope = "REGIONAL"

  default_action {
    allow {}
  }

  dynamic "rule" {
    for_each = ["AWSManagedRulesAmazonIpReputationList", "AWSManagedRulesKnownBadInputsRuleSet", "AWSManagedRulesCommonRuleSet"]
    content {
      name     = rule.value
      priority = rule.key

      override_action {
        none {}
      }

      statement {
        managed_rule_group_statement {
          vendor_name = "AWS"
          name        = rule.value
        }
      }

      visibility_config {
        cloudwatch_metrics_enabled = true
        metric_name                = rule.value
        sampled_requests_enabled   = true
      }
    }
  }

  # Only against floods: on an opening night many customers share a mobile carrier's address, and the services know
  # customers apart and limit each of them.
  rule {
    name     = "flood"
    priority = 10

    action {
      block {}
    }

    statement {
      rate_based_statement {
        limit              = var.requests_per_address
        aggregate_key_type = "IP"
      }
    }

    visibility_config {
      cloudwatch_metrics_enabled = true
      metric_name                = "flood"
      sampled_requests_enabled   = true
    }
  }

  visibility_config {
    cloudwatch_metrics_enabled = true
    metric_name                = var.name
    sampled_requests_enabled   = true
  }
}

resource "aws_cloudwatch_log_group" "firewall" {
  name              = "aws-waf-logs-${var.name}" # the prefix is the service's
  retention_in_days = 30
  kms_key_id        = var.kms_key_arn
}

locals {
  secret_headers = ["authorization", "booking-link", "cookie", "waiting-room-pass", "waiting-room-place"]
}

resource "aws_wafv2_web_acl_logging_configuration" "this" {
  resource_arn            = aws_wafv2_web_acl.this.arn
  log_destination_configs = [aws_cloudwatch_log_group.firewall.arn]

  # Who a customer is, and what opens a booking or a waiting room, stays out of the log: a mail's link is in the address once.
  redacted_fields {
    query_string {}
  }

  dynamic "redacted_fields" {
    for_each = local.secret_headers
    content {
      single_header {
        name = redacted_fields.value
      }
    }
  }
}

resource "aws_sesv2_email_identity" "this" {
  email_identity         = var.mail_domain
  configuration_set_name = aws_sesv2_configuration_set.this.configuration_set_name

  dkim_signing_attributes {
    next_signing_key_length = "RSA_2048_BIT"
  }
}

resource "aws_route53_record" "dkim" {
  count = 3

  zone_id = data.aws_route53_zone.this.zone_id
  name    = "${aws_sesv2_email_identity.this.dkim_signing_attributes[0].tokens[count.index]}._domainkey.${var.mail_domain}"
  type    = "CNAME"
  records = ["${aws_sesv2_email_identity.this.dkim_signing_attributes[0].tokens[count.index]}.dkim.amazonses.com"]
  ttl     = 300
}

resource "aws_sesv2_configuration_set" "this" {
  configuration_set_name = var.name

  delivery_options {
    tls_policy = "REQUIRE"
  }

  reputation_options {
    reputation_metrics_enabled = true
  }
}

# A ticket that did not arrive is looked into.
resource "aws_sesv2_configuration_set_event_destination" "refused" {
  configuration_set_name = aws_sesv2_configuration_set.this.configuration_set_name
  event_destination_name = "refused"

  event_destination {
    enabled              = true
    matching_event_types = ["BOUNCE", "COMPLAINT", "REJECT"]

    sns_destination {
      topic_arn = var.alarm_topic_arn
    }
  }
}

# SES's SMTP knows only IAM users. Its access key is made by hand: made here, it would be in the state.
resource "aws_iam_user" "smtp" {
  name = "${var.name}-smtp"
}

resource "aws_iam_user_policy" "smtp" {
  name = "send"
  user = aws_iam_user.smtp.name

  policy = jsonencode({
    Version = "2012-10-17"
    Statement = [{
      Effect   = "Allow"
      Action   = "ses:SendRawEmail"
      Resource = "*"
      Condition = {
        StringLike   = { "ses:FromAddress" = "*@${var.mail_domain}" }
        StringEquals = { "aws:RequestedRegion" = data.aws_region.current.name }
      }
    }]
  })
}
