# What there is once for all regions: who GitHub may be, where images are, the domain, and what everything may cost.

provider "aws" {
  region = "ap-northeast-2"

  default_tags {
    tags = local.tags
  }
}

provider "aws" {
  alias  = "singapore"
  region = "ap-southeast-1"

  default_tags {
    tags = local.tags
  }
}

locals {
  tags = { project = "ticketing", root = "global" }
}

data "aws_caller_identity" "current" {}

module "images" {
  source = "../modules/repositories"

  pusher_arns = [for role in ["build", "sign"] : "arn:aws:iam::${data.aws_caller_identity.current.account_id}:role/ticketing-${role}"]
}

# They are here before anything is replicated: a repository that replication makes would let tags be moved.
module "replicas" {
  source    = "../modules/repositories"
  providers = { aws = aws.singapore }
}

# dr must be able to start pods when Seoul is gone.
resource "aws_ecr_replication_configuration" "singapore" {
  replication_configuration {
    rule {
      destination {
        region      = "ap-southeast-1"
        registry_id = data.aws_caller_identity.current.account_id
      }

      repository_filter {
        filter      = "ticketing/"
        filter_type = "PREFIX_MATCH"
      }
    }
  }

  depends_on = [module.replicas]
}

# Releases are signed with it (cosign, awskms:///alias/ticketing-images). The key cannot be read by anybody.
resource "aws_kms_key" "images" {
  description              = "Signs released images"
  key_usage                = "SIGN_VERIFY"
  customer_master_key_spec = "ECC_NIST_P256"
  deletion_window_in_days  = 30
}

resource "aws_kms_alias" "images" {
  name          = "alias/ticketing-images"
  target_key_id = aws_kms_key.images.key_id
}

# What customers know, and what only we do: dev and SonarQube have a domain of their own, so that no page of theirs can set or read a
# cookie of the shop's, and no controller of dev's can write into the shop's zone.
resource "aws_route53_zone" "this" {
  for_each = { shop = var.domain, internal = var.internal_domain }

  name = each.value
}

# Nobody else may send mail in our name; whoever says so is refused.
resource "aws_route53_record" "dmarc" {
  for_each = aws_route53_zone.this

  zone_id = each.value.zone_id
  name    = "_dmarc.${each.value.name}"
  type    = "TXT"
  records = ["v=DMARC1; p=reject; rua=mailto:${var.alarm_mail}"]
  ttl     = 3600
}

# Only Amazon issues certificates for the domains.
resource "aws_route53_record" "caa" {
  for_each = aws_route53_zone.this

  zone_id = each.value.zone_id
  name    = each.value.name
  type    = "CAA"
  records = ["0 issue \"amazon.com\""]
  ttl     = 3600
}

# Karpenter starts Spot instances through it.
resource "aws_iam_service_linked_role" "spot" {
  aws_service_name = "spot.amazonaws.com"
}
