# The secrets of one region. secrets.json is the only list of them: the manifests are checked against it.
# A value never enters Terraform's state: it is put in by hand, or written from an ephemeral value.

locals {
  all = jsondecode(file("${path.module}/secrets.json"))

  # A standby region holds replicas of what is the same everywhere, so it makes only what is its own.
  mine = {
    for name, secret in local.all : name => secret
    if contains(secret.environments, var.environment) && !(var.standby && secret.replicated)
  }
}

resource "aws_secretsmanager_secret" "this" {
  for_each = local.mine

  name                    = "ticketing/${var.environment}/${each.key}"
  description             = "Properties: ${join(", ", each.value.properties)}"
  recovery_window_in_days = 30

  dynamic "replica" {
    for_each = each.value.replicated ? var.replica_regions : []
    content {
      region = replica.value
    }
  }
}

# In one account a role's policy could name any secret: this says on the secret itself who may read it, and is replicated with it.
resource "aws_secretsmanager_secret_policy" "readers" {
  for_each = aws_secretsmanager_secret.this

  secret_arn          = each.value.arn
  block_public_policy = true

  policy = jsonencode({
    Version = "2012-10-17"
    Statement = [{
      Sid       = "NobodyElse"
      Effect    = "Deny"
      Principal = "*"
      Action    = "secretsmanager:GetSecretValue"
      Resource  = "*"
      Condition = { ArnNotLike = { "aws:PrincipalArn" = var.reader_arns } }
    }]
  })
}

locals {
  # Users as the migrations make them, from these very strings.
  account_connections = merge(
    { for service, password in var.service_accounts.passwords :
    "ticketing-${service}" => "${var.service_accounts.database};Username=${replace(service, "-", "_")};Password=${password}" },
    { for service, password in var.service_accounts.passwords :
    "rabbitmq-${service}" => "amqps://${service}:${password}@${var.service_accounts.broker}:5671" if service != "web" },
  )
}

resource "aws_secretsmanager_secret_version" "written" {
  for_each = var.value_versions

  secret_id                = aws_secretsmanager_secret.this[each.key].id
  secret_string_wo         = jsonencode(merge(var.values[each.key], each.key == "connections" ? local.account_connections : {}))
  secret_string_wo_version = each.value
}
