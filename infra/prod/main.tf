# Prod, in Seoul: serves everybody as long as it can.

provider "aws" {
  region = "ap-northeast-2"

  default_tags {
    tags = { project = "ticketing", root = "prod" }
  }
}

module "region" {
  source = "../modules/region"

  name                      = "ticketing-prod"
  host                      = "seoul.${var.domain}"
  cidr                      = "10.20.0.0/16"
  global_cluster_identifier = aws_rds_global_cluster.this.id
  standby                   = { name = "ticketing-dr", region = "ap-southeast-1" }

  domain                  = var.domain
  alarm_mail              = var.alarm_mail
  operator_role_arns      = var.operator_role_arns
  rabbitmq_first_password = var.rabbitmq_first_password
  secrets_version         = var.secrets_version
  passwords = {
    database = var.database_password
    redis    = var.redis_password
    rabbitmq = var.rabbitmq_password
    services = var.service_passwords
  }
}

resource "aws_rds_global_cluster" "this" {
  global_cluster_identifier = "ticketing"
  engine                    = "aurora-postgresql"
  engine_version            = module.region.engine_version
  database_name             = "ticketing"
  storage_encrypted         = true
  deletion_protection       = true
}
