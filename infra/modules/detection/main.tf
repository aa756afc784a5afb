# Who watches a region: GuardDuty, over the account's calls, what the clusters are asked, and what the pods do. There is one of it in an
# account and region, so dev and prod in Seoul share it.

data "aws_caller_identity" "current" {}

resource "aws_guardduty_detector" "this" {
  enable                       = true
  finding_publishing_frequency = "FIFTEEN_MINUTES"
}

resource "aws_guardduty_detector_feature" "this" {
  for_each = {
    EKS_AUDIT_LOGS     = []
    RUNTIME_MONITORING = ["EKS_ADDON_MANAGEMENT"] # GuardDuty brings its agent to each cluster by itself
    S3_DATA_EVENTS     = []
    RDS_LOGIN_EVENTS   = []
  }

  detector_id = aws_guardduty_detector.this.id
  name        = each.key
  status      = "ENABLED"

  dynamic "additional_configuration" {
    for_each = each.value
    content {
      name   = additional_configuration.value
      status = "ENABLED"
    }
  }
}

# From 4 on it is of medium severity. What is below is in GuardDuty's list.
resource "aws_cloudwatch_event_rule" "findings" {
  name = "ticketing-findings"

  event_pattern = jsonencode({
    source      = ["aws.guardduty"]
    detail-type = ["GuardDuty Finding"]
    detail      = { severity = [{ numeric = [">=", 4] }] }
  })
}

resource "aws_cloudwatch_event_target" "findings" {
  rule      = aws_cloudwatch_event_rule.findings.name
  target_id = "mail"
  arn       = aws_sns_topic.findings.arn
}

resource "aws_sns_topic" "findings" {
  name              = "ticketing-findings"
  kms_master_key_id = aws_kms_key.findings.arn
}

resource "aws_sns_topic_policy" "findings" {
  arn = aws_sns_topic.findings.arn

  policy = jsonencode({
    Version = "2012-10-17"
    Statement = [{
      Effect    = "Allow"
      Principal = { Service = "events.amazonaws.com" }
      Action    = "sns:Publish"
      Resource  = aws_sns_topic.findings.arn
      Condition = { ArnEquals = { "aws:SourceArn" = aws_cloudwatch_event_rule.findings.arn } }
    }]
  })
}

resource "aws_sns_topic_subscription" "mail" {
  topic_arn = aws_sns_topic.findings.arn
  protocol  = "email"
  endpoint  = var.alarm_mail
}

resource "aws_kms_key" "findings" {
  description             = "GuardDuty's findings, on their way to whoever is told"
  enable_key_rotation     = true
  deletion_window_in_days = 30

  policy = jsonencode({
    Version = "2012-10-17"
    Statement = [
      {
        Sid       = "Account"
        Effect    = "Allow"
        Principal = { AWS = "arn:aws:iam::${data.aws_caller_identity.current.account_id}:root" }
        Action    = "kms:*"
        Resource  = "*"
      },
      {
        Sid       = "Findings"
        Effect    = "Allow"
        Principal = { Service = "events.amazonaws.com" }
        Action    = ["kms:Decrypt", "kms:GenerateDataKey*"]
        Resource  = "*"
        Condition = { StringEquals = { "aws:SourceAccount" = data.aws_caller_identity.current.account_id } }
      }
    ]
  })
}
