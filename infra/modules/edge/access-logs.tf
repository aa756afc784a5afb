# Who asked the load balancers for what. Addresses of customers are in it, so it is kept for a month and read by operators.

data "aws_caller_identity" "current" {}

locals {
  access_logs = "ticketing-${data.aws_caller_identity.current.account_id}-${trimprefix(var.name, "ticketing-")}-access"
}

# With S3's own key: load balancers write with no other.
module "access_logs" {
  source = "../bucket"

  name              = local.access_logs
  expire_after_days = 30
  statements = [
    {
      Sid       = "LoadBalancersWrite"
      Effect    = "Allow"
      Principal = { Service = "logdelivery.elasticloadbalancing.amazonaws.com" }
      Action    = "s3:PutObject"
      Resource  = "arn:aws:s3:::${local.access_logs}/AWSLogs/${data.aws_caller_identity.current.account_id}/*"
      Condition = { StringEquals = { "aws:SourceAccount" = data.aws_caller_identity.current.account_id } }
    },
    {
      Sid       = "OperatorsRead"
      Effect    = "Deny"
      Principal = "*"
      Action    = ["s3:GetObject", "s3:GetObjectVersion"]
      Resource  = "arn:aws:s3:::${local.access_logs}/*"
      Condition = { ArnNotEquals = { "aws:PrincipalArn" = var.operator_role_arns } }
    }
  ]
}
