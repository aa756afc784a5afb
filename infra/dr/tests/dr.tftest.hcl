mock_provider "aws" {
  source          = "../mocks"
  override_during = plan

  mock_data "aws_region" {
    defaults = { name = "ap-southeast-1" }
  }
}

variables {
  database_password       = "0123456789abcdefghijklmnopqrstuv"
  redis_password          = "0123456789abcdefghijklmnopqrstuw"
  rabbitmq_password       = "0123456789abcdefghijklmnopqrstux"
  rabbitmq_first_password = "0123456789abcdefghijklmnopqrstuy"
  service_passwords = {
    api        = "0123456789abcdefghijklmnopqrstua"
    seat-holds = "0123456789abcdefghijklmnopqrstub"
    payments   = "0123456789abcdefghijklmnopqrstuc"
    emails     = "0123456789abcdefghijklmnopqrstud"
    web        = "0123456789abcdefghijklmnopqrstue"
  }
}

override_resource {
  target          = aws_route53_health_check.seoul
  override_during = plan
  values          = { id = "health-of-seoul" }
}

# One run, and a plan: each goes over everything, and that is what takes the time. What infra/modules/region does alike for every region is
# asked of prod: here is what depends on its variables, the database and the secrets, which differ for a standby, and the fail-over.
run "dr" {
  command = plan

  # Nothing is public
  assert {
    condition     = !module.region.database.cluster.public
    error_message = "The database has no address on the internet."
  }

  # Everything is encrypted
  assert {
    condition     = module.region.database.cluster.encrypted && module.region.database.cluster.kms_key_id == module.region.operations.kms_key_arn
    error_message = "The database is encrypted with the region's key."
  }

  # Controllers keep to their cluster
  assert {
    condition     = tolist(module.region.cluster.cluster.trust) == tolist([{ "aws:SourceAccount" = "111122223333", "aws:RequestTag/eks-cluster-name" = "ticketing-dr" }])
    error_message = "A controller's role is for pods of this cluster."
  }

  assert {
    condition     = !strcontains(jsonencode(module.region.cluster.cluster.statements), "\"kms:") && !can(regex("ticketing(-prod|[-/]dev)", jsonencode(module.region.cluster.cluster.statements)))
    error_message = "Controllers have no right to a key, and name nothing of another environment."
  }

  # Controllers may only what they must
  assert {
    condition = module.region.cluster.cluster.secrets_statements == [{
      Effect   = "Allow"
      Action   = ["secretsmanager:GetSecretValue", "secretsmanager:DescribeSecret"]
      Resource = "arn:aws:secretsmanager:ap-southeast-1:111122223333:secret:ticketing/prod/*"
    }]
    error_message = "External Secrets reads this environment's secrets, of this region, and nothing else."
  }

  assert {
    condition = module.region.cluster.cluster.dns_statements[0].Condition["ForAllValues:StringLike"]["route53:ChangeResourceRecordSetsNormalizedRecordNames"] == [
      "singapore.ticketing.example", "*-singapore.ticketing.example"
    ]
    error_message = "external-dns writes the region's own name, never the one that customers use."
  }

  assert {
    condition = [
      for statement in module.region.cluster.cluster.node_statements : statement.Condition if contains(flatten([statement.Action]), "ec2:TerminateInstances")
      ] == [{
        StringEquals = { "aws:ResourceTag/kubernetes.io/cluster/ticketing-dr" = "owned" }
        StringLike   = { "aws:ResourceTag/karpenter.sh/nodepool" = "*" }
    }]
    error_message = "Karpenter ends what it has made for this cluster, and nothing else."
  }

  assert {
    condition = [
      for statement in module.region.cluster.cluster.alb_statements : statement.Condition.StringEquals if contains(flatten([statement.Action]), "ec2:DeleteSecurityGroup")
    ] == [{ "aws:ResourceTag/elbv2.k8s.aws/cluster" = "ticketing-dr" }]
    error_message = "The load balancer controller deletes its own security groups, and nobody else's."
  }

  # Stores
  assert {
    condition     = module.region.database.cluster.deletion_protection && module.region.database.cluster.instances == 2 && module.region.operations.backup_days == 35
    error_message = "The database survives a zone, a slip of the hand and a bad month."
  }

  # Standby
  assert {
    condition     = module.region.database.cluster.global_cluster == "ticketing" && module.region.database.cluster.source_region == "ap-northeast-2"
    error_message = "The database follows Seoul's."
  }

  assert {
    condition     = module.region.database.cluster.master_password == null
    error_message = "A cluster that follows has no password of its own."
  }

  # Secrets
  assert {
    condition     = toset(keys(module.region.secrets.names)) == toset(["ticketing/prod/connections", "ticketing/prod/smtp", "ticketing/prod/payments"])
    error_message = "The standby makes what is its own; the keys are replicas."
  }

  assert {
    condition     = alltrue([for regions in values(module.region.secrets.replicas) : length(regions) == 0])
    error_message = "The standby's secrets go nowhere."
  }

  # State
  assert {
    condition     = strcontains(file("${path.module}/versions.tf"), "region       = \"ap-southeast-1\"") && strcontains(file("${path.module}/versions.tf"), "use_lockfile = true")
    error_message = "The standby's state is in Singapore, and locked: it must be there when Seoul is not."
  }

  # Failover
  assert {
    condition = jsonencode({ for role, record in aws_route53_record.www : role => [record.ttl, record.records, record.failover_routing_policy[0].type] }) == jsonencode({
      PRIMARY   = [60, ["seoul.ticketing.example"], "PRIMARY"]
      SECONDARY = [60, ["singapore.ticketing.example"], "SECONDARY"]
    })
    error_message = "Customers are sent to Seoul first, to Singapore second, and learn of a change within a minute."
  }

  assert {
    condition     = aws_route53_record.www["PRIMARY"].health_check_id == aws_route53_health_check.seoul.id && aws_route53_record.www["SECONDARY"].health_check_id == null
    error_message = "The switch decides on Seoul alone."
  }

  assert {
    condition = (
      aws_route53_health_check.seoul.invert_healthcheck
      && aws_route53_health_check.seoul.type == "HTTPS"
      && aws_route53_health_check.seoul.resource_path == "/sales-open"
      && output.switch == "s3://ticketing-111122223333-failover/sales-open"
    )
    error_message = "Seoul is well while there is no object in Singapore."
  }

  # The switch is private
  assert {
    condition     = module.switch.private
    error_message = "Nothing in the bucket can be made public."
  }

  assert {
    condition = [for statement in module.switch.policy.Statement : statement if statement.Effect == "Allow"] == [{
      Sid       = "HealthCheckers"
      Effect    = "Allow"
      Principal = "*"
      Action    = "s3:GetObject"
      Resource  = "arn:aws:s3:::ticketing-111122223333-failover/sales-open"
      Condition = { IpAddress = { "aws:SourceIp" = ["15.177.0.0/18", "54.228.16.0/26"] } }
    }]
    error_message = "Route 53's health checkers read one object, and nobody else any."
  }

  # Telemetry
  assert {
    condition = alltrue([
      for exporter in values(module.region.cluster.cluster.telemetry.agent.otelConfig.exporters) : exporter.region == "ap-southeast-1"
    ]) && module.region.cluster.cluster.telemetry.agent.otelConfig.exporters["awsemf/ticketing"].namespace == "ticketing-dr"
    error_message = "Traces and metrics stay in the region, and are not mixed with another environment's."
  }

  # Secrets are read by their own
  assert {
    condition     = distinct(values(module.region.secrets.readers)) == tolist([["arn:aws:iam::111122223333:role/ticketing-dr-external-secrets", "arn:aws:iam::111122223333:role/operators"]])
    error_message = "A secret says itself who may read it."
  }

  # Access logs
  assert {
    condition     = module.region.edge.access_logs.name == "ticketing-111122223333-dr-access" && module.region.edge.access_logs.private && module.region.edge.access_logs.days == 30
    error_message = "The load balancers' logs have a private bucket, for a month."
  }

  assert {
    condition = [for statement in module.region.edge.access_logs.policy.Statement : [statement.Principal, statement.Resource] if statement.Effect == "Allow"] == [
      [{ Service = "logdelivery.elasticloadbalancing.amazonaws.com" }, "arn:aws:s3:::ticketing-111122223333-dr-access/AWSLogs/111122223333/*"]
      ] && [for statement in module.region.edge.access_logs.policy.Statement : statement.Condition if statement.Sid == "OperatorsRead"] == [
      { ArnNotEquals = { "aws:PrincipalArn" = ["arn:aws:iam::111122223333:role/operators"] } }
    ]
    error_message = "Load balancers write them, operators read them, and nobody else."
  }

  # Database version
  assert {
    condition     = tolist(module.region.database.cluster.versions) == tolist([module.region.database.engine_version]) && module.region.database.cluster.family == "aurora-postgresql17"
    error_message = "The database is of one version everywhere, of a major one that is in standard support."
  }

  assert {
    condition     = module.region.database.cluster.minor_upgrades
    error_message = "A minor version is a patch."
  }
}
