# Dev, in Seoul: the newest release, and SonarQube for CI. Small and in one zone where prod has three; all but payments runs on
# Spot nodes (deploy/karpenter), so SonarQube's database stands outside the cluster.

provider "aws" {
  region = "ap-northeast-2"

  default_tags {
    tags = { project = "ticketing", root = "dev" }
  }
}

locals {
  name  = "ticketing-dev"
  hosts = ["dev.${var.internal_domain}", "sonarqube.${var.internal_domain}"]
}

data "aws_caller_identity" "current" {}

module "operations" {
  source = "../modules/operations"

  name       = local.name
  alarm_mail = var.alarm_mail
}

module "network" {
  source = "../modules/network"

  name        = local.name
  cidr        = "10.10.0.0/16"
  kms_key_arn = module.operations.kms_key_arn
}

module "cluster" {
  source = "../modules/cluster"

  name                = local.name
  vpc_id              = module.network.vpc_id
  subnet_ids          = module.network.private_subnet_ids
  fixed_instance_type = "t3.large"
  fixed_nodes         = 2
  operator_role_arns  = var.operator_role_arns
  secrets_environment = "dev"
  zone_id             = module.edge.zone_id
  hosts               = local.hosts
  kms_key_arn         = module.operations.kms_key_arn
}

# Two databases, `ticketing` and `sonarqube`; the second is made by hand (docs/bootstrap.md).
resource "aws_db_instance" "this" {
  identifier                      = local.name
  engine                          = "postgres"
  engine_version                  = "17" # prod's major version; the minor one follows by itself
  instance_class                  = "db.t4g.medium"
  allocated_storage               = 50
  max_allocated_storage           = 200
  storage_type                    = "gp3"
  storage_encrypted               = true
  kms_key_id                      = module.operations.kms_key_arn
  db_name                         = "ticketing"
  username                        = "ticketing"
  password_wo                     = var.database_password
  password_wo_version             = var.secrets_version
  db_subnet_group_name            = aws_db_subnet_group.this.name
  vpc_security_group_ids          = [aws_security_group.database.id]
  publicly_accessible             = false
  backup_retention_period         = 7
  copy_tags_to_snapshot           = true
  deletion_protection             = true
  skip_final_snapshot             = false
  final_snapshot_identifier       = "${local.name}-final"
  auto_minor_version_upgrade      = true
  performance_insights_enabled    = true
  performance_insights_kms_key_id = module.operations.kms_key_arn
  enabled_cloudwatch_logs_exports = ["postgresql"]

  tags = { backup = "daily" }
}

resource "aws_db_subnet_group" "this" {
  name       = local.name
  subnet_ids = module.network.data_subnet_ids
}

resource "aws_security_group" "database" {
  name        = "${local.name}-database"
  description = "PostgreSQL from the cluster's pods"
  vpc_id      = module.network.vpc_id
}

resource "aws_vpc_security_group_ingress_rule" "database" {
  security_group_id            = aws_security_group.database.id
  description                  = "PostgreSQL from the cluster"
  referenced_security_group_id = module.cluster.security_group_id
  ip_protocol                  = "tcp"
  from_port                    = 5432
  to_port                      = 5432
}

module "cache" {
  source = "../modules/cache"

  name                     = local.name
  node_type                = "cache.t4g.micro"
  nodes                    = 1
  vpc_id                   = module.network.vpc_id
  subnet_ids               = module.network.data_subnet_ids
  client_security_group_id = module.cluster.security_group_id
  kms_key_arn              = module.operations.kms_key_arn
  alarm_topic_arn          = module.operations.alarm_topic_arn
}

module "broker" {
  source = "../modules/broker"

  name                     = local.name
  instance_type            = "mq.t3.micro"
  clustered                = false
  first_password           = var.rabbitmq_first_password
  vpc_id                   = module.network.vpc_id
  subnet_ids               = module.network.data_subnet_ids
  client_security_group_id = module.cluster.security_group_id
  alarm_topic_arn          = module.operations.alarm_topic_arn
}

module "edge" {
  source = "../modules/edge"

  name               = local.name
  zone               = var.internal_domain
  mail_domain        = "dev.${var.internal_domain}"
  hosts              = local.hosts
  kms_key_arn        = module.operations.kms_key_arn
  operator_role_arns = var.operator_role_arns
  alarm_topic_arn    = module.operations.alarm_topic_arn
}

module "secrets" {
  source = "../modules/secrets"

  environment    = "dev"
  reader_arns    = concat(["arn:aws:iam::${data.aws_caller_identity.current.account_id}:role/${local.name}-external-secrets"], var.operator_role_arns)
  value_versions = { connections = var.secrets_version, sonarqube = var.secrets_version }
  service_accounts = {
    database  = "Host=${aws_db_instance.this.address};Database=ticketing;SSL Mode=VerifyFull;Root Certificate=/etc/rds/global-bundle.pem"
    broker    = module.broker.host
    passwords = var.service_passwords
  }
  values = {
    connections = {
      ticketing = "Host=${aws_db_instance.this.address};Database=ticketing;Username=ticketing;Password=${var.database_password};SSL Mode=VerifyFull;Root Certificate=/etc/rds/global-bundle.pem"
      redis     = "${module.cache.host}:6379,password=${var.redis_password},ssl=true,abortConnect=false"
      rabbitmq  = "amqps://ticketing:${var.rabbitmq_password}@${module.broker.host}:5671"

      rabbitmq-management = "https://ticketing:${var.rabbitmq_password}@${module.broker.host}"
    }
    sonarqube = {
      username = "sonarqube"
      password = var.sonarqube_password
      jdbc-url = "jdbc:postgresql://${aws_db_instance.this.address}/sonarqube?sslmode=verify-full&sslrootcert=/etc/rds/global-bundle.pem"
    }
  }
}
