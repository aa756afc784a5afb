# The standby, in Singapore: follows Seoul, and takes over when told to. Its own payment keys are the fence between the two.

provider "aws" {
  region = "ap-southeast-1"

  default_tags {
    tags = { project = "ticketing", root = "dr" }
  }
}

module "region" {
  source = "../modules/region"

  name                      = "ticketing-dr"
  host                      = "singapore.${var.domain}"
  cidr                      = "10.30.0.0/16"
  global_cluster_identifier = "ticketing" # made by prod
  primary_region            = "ap-northeast-2"

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
