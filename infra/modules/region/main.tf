# All that Seoul and Singapore have alike. Both read secrets of the same names, so that their manifests are the same.

data "aws_caller_identity" "current" {}

module "operations" {
  source = "../operations"

  name       = var.name
  alarm_mail = var.alarm_mail
}

module "network" {
  source = "../network"

  name                 = var.name
  cidr                 = var.cidr
  one_gateway_per_zone = true
  interface_endpoints  = ["ecr.api", "ecr.dkr", "ec2", "eks", "eks-auth", "elasticloadbalancing", "logs", "secretsmanager", "sqs", "sts", "xray"]
  kms_key_arn          = module.operations.kms_key_arn
}

module "cluster" {
  source = "../cluster"

  name                = var.name
  vpc_id              = module.network.vpc_id
  subnet_ids          = module.network.private_subnet_ids
  fixed_instance_type = "m7i.large"
  fixed_nodes         = 2
  operator_role_arns  = var.operator_role_arns
  secrets_environment = "prod"
  zone_id             = module.edge.zone_id
  hosts               = [var.host]
  kms_key_arn         = module.operations.kms_key_arn
}

module "database" {
  source = "../aurora"

  name                      = var.name
  global_cluster_identifier = var.global_cluster_identifier
  standby                   = var.primary_region != null
  source_region             = var.primary_region
  password                  = var.passwords.database
  password_version          = var.secrets_version
  instances                 = 2
  instance_class            = "db.r7g.large"
  vpc_id                    = module.network.vpc_id
  subnet_ids                = module.network.data_subnet_ids
  client_security_group_id  = module.cluster.security_group_id
  kms_key_arn               = module.operations.kms_key_arn
  alarm_topic_arn           = module.operations.alarm_topic_arn
}

module "cache" {
  source = "../cache"

  name                     = var.name
  node_type                = "cache.r7g.large"
  nodes                    = 2
  vpc_id                   = module.network.vpc_id
  subnet_ids               = module.network.data_subnet_ids
  client_security_group_id = module.cluster.security_group_id
  kms_key_arn              = module.operations.kms_key_arn
  alarm_topic_arn          = module.operations.alarm_topic_arn
}

module "broker" {
  source = "../broker"

  name                     = var.name
  instance_type            = "mq.m7g.large"
  clustered                = true
  first_password           = var.rabbitmq_first_password
  vpc_id                   = module.network.vpc_id
  subnet_ids               = module.network.data_subnet_ids
  client_security_group_id = module.cluster.security_group_id
  alarm_topic_arn          = module.operations.alarm_topic_arn
}

module "edge" {
  source = "../edge"

  name               = var.name
  zone               = var.domain
  mail_domain        = var.domain
  hosts              = ["www.${var.domain}", var.host]
  kms_key_arn        = module.operations.kms_key_arn
  operator_role_arns = var.operator_role_arns
  alarm_topic_arn    = module.operations.alarm_topic_arn
}

module "secrets" {
  source = "../secrets"

  environment     = "prod"
  standby         = var.primary_region != null
  reader_arns     = concat([for cluster in compact([var.name, try(var.standby.name, null)]) : "arn:aws:iam::${data.aws_caller_identity.current.account_id}:role/${cluster}-external-secrets"], var.operator_role_arns)
  replica_regions = var.standby[*].region
  value_versions  = { connections = var.secrets_version }
  service_accounts = {
    database  = "Host=${module.database.hosts};Database=ticketing;SSL Mode=VerifyFull;Root Certificate=/etc/rds/global-bundle.pem;Target Session Attributes=prefer-primary"
    broker    = module.broker.host
    passwords = var.passwords.services
  }
  values = {
    connections = {
      ticketing = "Host=${module.database.hosts};Database=ticketing;Username=ticketing;Password=${var.passwords.database};SSL Mode=VerifyFull;Root Certificate=/etc/rds/global-bundle.pem;Target Session Attributes=prefer-primary"
      redis     = "${module.cache.host}:6379,password=${var.passwords.redis},ssl=true,abortConnect=false"
      rabbitmq  = "amqps://ticketing:${var.passwords.rabbitmq}@${module.broker.host}:5671"

      rabbitmq-management = "https://ticketing:${var.passwords.rabbitmq}@${module.broker.host}"
    }
  }
}
