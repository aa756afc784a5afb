# The standby, in Singapore: follows Seoul, and takes over when told to. Its own payment keys are the fence between the two.

provider "aws" {
  region = "ap-southeast-1"

  default_tags {
    tags = { project = "ticketing", root = "dr" }
  }
}

locals {
  name = "ticketing-dr"
  host = "singapore.${var.domain}"
}

module "operations" {
  source = "../modules/operations"

  name       = local.name
  alarm_mail = var.alarm_mail
}

module "network" {
  source = "../modules/network"

  name                 = local.name
  cidr                 = "10.30.0.0/16"
  one_gateway_per_zone = true
  interface_endpoints  = ["ecr.api", "ecr.dkr", "ec2", "eks", "eks-auth", "elasticloadbalancing", "logs", "secretsmanager", "sqs", "sts", "xray"]
  kms_key_arn          = module.operations.kms_key_arn
}

module "cluster" {
  source = "../modules/cluster"

  name                = local.name
  vpc_id              = module.network.vpc_id
  subnet_ids          = module.network.private_subnet_ids
  fixed_instance_type = "m7i.large"
  fixed_nodes         = 2
  operator_role_arns  = var.operator_role_arns
  secrets_environment = "prod"
  zone_id             = module.edge.zone_id
  hosts               = [local.host]
  kms_key_arn         = module.operations.kms_key_arn
}

module "database" {
  source = "../modules/aurora"

  name                      = local.name
  global_cluster_identifier = "ticketing" # made by prod
  standby                   = true
  source_region             = "ap-northeast-2"
  instances                 = 2
  instance_class            = "db.r7g.large"
  vpc_id                    = module.network.vpc_id
  subnet_ids                = module.network.data_subnet_ids
  client_security_group_id  = module.cluster.security_group_id
  kms_key_arn               = module.operations.kms_key_arn
  alarm_topic_arn           = module.operations.alarm_topic_arn
}

module "cache" {
  source = "../modules/cache"

  name                     = local.name
  node_type                = "cache.r7g.large"
  nodes                    = 2
  vpc_id                   = module.network.vpc_id
  subnet_ids               = module.network.data_subnet_ids
  client_security_group_id = module.cluster.security_group_id
  kms_key_arn              = module.operations.kms_key_arn
  alarm_topic_arn          = module.operations.alarm_topic_arn
}

module "broker" {
  source = "../modules/broker"

  name                     = local.name
  instance_type            = "mq.m7g.large"
  clustered                = true
  first_password           = var.rabbitmq_first_password
  vpc_id                   = module.network.vpc_id
  subnet_ids               = module.network.data_subnet_ids
  client_security_group_id = module.cluster.security_group_id
  alarm_topic_arn          = module.operations.alarm_topic_arn
}

module "edge" {
  source = "../modules/edge"

  name               = local.name
  zone               = var.domain
  mail_domain        = var.domain
  hosts              = ["www.${var.domain}", local.host]
  kms_key_arn        = module.operations.kms_key_arn
  operator_role_arns = var.operator_role_arns
  alarm_topic_arn    = module.operations.alarm_topic_arn
}

module "secrets" {
  source = "../modules/secrets"

  environment    = "prod" # the same names as in Seoul
  reader_arns    = concat(["arn:aws:iam::${data.aws_caller_identity.current.account_id}:role/${local.name}-external-secrets"], var.operator_role_arns)
  standby        = true
  value_versions = { connections = var.secrets_version }
  service_accounts = {
    database  = "Host=${module.database.hosts};Database=ticketing;SSL Mode=VerifyFull;Root Certificate=/etc/rds/global-bundle.pem;Target Session Attributes=prefer-primary"
    broker    = module.broker.host
    passwords = var.service_passwords
  }
  values = {
    connections = {
      ticketing = "Host=${module.database.hosts};Database=ticketing;Username=ticketing;Password=${var.database_password};SSL Mode=VerifyFull;Root Certificate=/etc/rds/global-bundle.pem;Target Session Attributes=prefer-primary"
      redis     = "${module.cache.host}:6379,password=${var.redis_password},ssl=true,abortConnect=false"
      rabbitmq  = "amqps://ticketing:${var.rabbitmq_password}@${module.broker.host}:5671"

      rabbitmq-management = "https://ticketing:${var.rabbitmq_password}@${module.broker.host}"
    }
  }
}
