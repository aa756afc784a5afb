# What was done in the account, and by whom: CloudTrail of all regions; and GuardDuty in those that are used.

locals {
  account      = data.aws_caller_identity.current.account_id
  trail        = "ticketing"
  trail_arn    = "arn:aws:cloudtrail:ap-northeast-2:${local.account}:trail/${local.trail}"
  trail_bucket = "ticketing-${local.account}-trail"
}

module "detection_in_seoul" {
  count  = var.audited_by_organisation ? 0 : 1
  source = "../modules/detection"

  alarm_mail = var.alarm_mail
}

module "detection_in_singapore" {
  count     = var.audited_by_organisation ? 0 : 1
  source    = "../modules/detection"
  providers = { aws = aws.singapore }

  alarm_mail = var.alarm_mail
}

resource "aws_cloudtrail" "this" {
  count = var.audited_by_organisation ? 0 : 1

  name                          = local.trail
  s3_bucket_name                = module.trail[0].name
  kms_key_id                    = aws_kms_key.trail[0].arn
  is_multi_region_trail         = true
  include_global_service_events = true
  enable_log_file_validation    = true

  # Calls that change something or ask for a secret are there by themselves; who reads a state is not.
  event_selector {
    include_management_events = true
    read_write_type           = "All"

    data_resource {
      type   = "AWS::S3::Object"
      values = [for bucket in ["seoul", "singapore"] : "arn:aws:s3:::ticketing-${local.account}-state-${bucket}/"]
    }
  }

  depends_on = [module.trail] # with its policy
}

module "trail" {
  count  = var.audited_by_organisation ? 0 : 1
  source = "../modules/bucket"

  name              = local.trail_bucket
  kms_key_arn       = aws_kms_key.trail[0].arn
  expire_after_days = 400
  statements = [
    {
      Sid       = "TrailAsksWhoseItIs"
      Effect    = "Allow"
      Principal = { Service = "cloudtrail.amazonaws.com" }
      Action    = "s3:GetBucketAcl"
      Resource  = "arn:aws:s3:::${local.trail_bucket}"
      Condition = { StringEquals = { "aws:SourceArn" = local.trail_arn } }
    },
    {
      Sid       = "TrailWrites"
      Effect    = "Allow"
      Principal = { Service = "cloudtrail.amazonaws.com" }
      Action    = "s3:PutObject"
      Resource  = "arn:aws:s3:::${local.trail_bucket}/AWSLogs/${local.account}/*"
      Condition = { StringEquals = { "aws:SourceArn" = local.trail_arn, "s3:x-amz-acl" = "bucket-owner-full-control" } }
    },
    # Only age does, by the bucket's own rule.
    {
      Sid       = "NobodyDeletes"
      Effect    = "Deny"
      Principal = "*"
      Action    = ["s3:DeleteObject", "s3:DeleteObjectVersion", "s3:DeleteBucket"]
      Resource  = ["arn:aws:s3:::${local.trail_bucket}", "arn:aws:s3:::${local.trail_bucket}/*"]
    }
  ]
}

resource "aws_kms_key" "trail" {
  count = var.audited_by_organisation ? 0 : 1

  description             = "What was done in the account"
  enable_key_rotation     = true
  deletion_window_in_days = 30

  policy = jsonencode({
    Version = "2012-10-17"
    Statement = [
      {
        Sid       = "Account"
        Effect    = "Allow"
        Principal = { AWS = "arn:aws:iam::${local.account}:root" }
        Action    = "kms:*"
        Resource  = "*"
      },
      {
        Sid       = "Trail"
        Effect    = "Allow"
        Principal = { Service = "cloudtrail.amazonaws.com" }
        Action    = ["kms:GenerateDataKey*", "kms:DescribeKey"]
        Resource  = "*"
        Condition = { StringEquals = { "aws:SourceArn" = local.trail_arn } }
      }
    ]
  })
}
