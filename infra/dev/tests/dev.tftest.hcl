mock_provider "aws" {
  source          = "../mocks"
  override_during = plan

  mock_data "aws_region" {
    defaults = { name = "ap-northeast-2" }
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
  sonarqube_password = "0123456789abcdefghijklmnopqrstuz"
}

# One run, and a plan: each goes over everything, and that is what takes the time.
run "dev" {
  command = plan

  # Nothing is public
  assert {
    condition     = !aws_db_instance.this.publicly_accessible && !module.broker.broker.public && !module.cluster.cluster.public
    error_message = "Database, broker and the cluster's API have no address on the internet."
  }

  # Everything is encrypted
  assert {
    condition     = aws_db_instance.this.storage_encrypted && module.cache.group.encrypted_at_rest && module.cache.group.encrypted_in_transit
    error_message = "Dev has passwords too."
  }

  # SonarQube
  assert {
    condition     = aws_db_instance.this.deletion_protection && aws_db_instance.this.backup_retention_period > 0 && aws_db_instance.this.password == null
    error_message = "SonarQube's history is outside the cluster, is kept, and its password is not in the state."
  }

  assert {
    condition     = module.cluster.cluster.capacity_type == "ON_DEMAND"
    error_message = "Spot nodes are Karpenter's, and Karpenter is not on one."
  }

  # Controllers keep to their cluster
  # AWS's images; the region's role for load balancers; traces, which are only ever added. What takes the right on a load balancer too,
  # which is bound (SetWebAcl).
  assert {
    condition = module.cluster.unbound == tolist([
      "ec2:CreateFleet", "ec2:RunInstances", "iam:CreateServiceLinkedRole",
      "wafv2:AssociateWebACL", "wafv2:DisassociateWebACL", "xray:PutTelemetryRecords", "xray:PutTraceSegments"
    ])
    error_message = "A controller may change what is not its cluster's: ${join(", ", module.cluster.unbound)}"
  }

  assert {
    condition     = tolist(module.cluster.cluster.managed_policies) == tolist(["arn:aws:iam::aws:policy/AmazonEBSCSIDriverEKSClusterScopedPolicy"])
    error_message = "Of AWS's own policies, only one that knows one cluster from another."
  }

  assert {
    condition     = tolist(module.cluster.cluster.trust) == tolist([{ "aws:SourceAccount" = "111122223333", "aws:RequestTag/eks-cluster-name" = "ticketing-dev" }])
    error_message = "A controller's role is for pods of this cluster."
  }

  assert {
    condition     = !strcontains(jsonencode(module.cluster.cluster.statements), "\"kms:") && !can(regex("ticketing[-/](prod|dr)", jsonencode(module.cluster.cluster.statements)))
    error_message = "Controllers have no right to a key, and name nothing of another environment."
  }

  # Dev cannot reach prod
  assert {
    condition     = [for statement in module.cluster.cluster.secrets_statements : statement.Resource] == ["arn:aws:secretsmanager:ap-northeast-2:111122223333:secret:ticketing/dev/*"]
    error_message = "Prod's secrets are in the same region: dev must not read them."
  }

  assert {
    condition     = alltrue([for name in keys(module.secrets.names) : startswith(name, "ticketing/dev/")]) && contains(keys(module.secrets.names), "ticketing/dev/sonarqube")
    error_message = "Dev has secrets of its own."
  }

  assert {
    condition     = alltrue([for host in module.edge.certificate_hosts : endswith(host, ".ticketing-internal.example")])
    error_message = "Dev answers for no name of the shop's domain."
  }

  assert {
    condition = [
      for statement in module.cluster.cluster.node_statements : statement.Condition if contains(flatten([statement.Action]), "ec2:TerminateInstances")
      ] == [{
        StringEquals = { "aws:ResourceTag/kubernetes.io/cluster/ticketing-dev" = "owned" }
        StringLike   = { "aws:ResourceTag/karpenter.sh/nodepool" = "*" }
    }]
    error_message = "Karpenter ends what it has made for this cluster, and nothing else."
  }

  assert {
    condition = alltrue([
      for statement in concat(module.cluster.cluster.node_statements, module.cluster.cluster.alb_statements) :
      can(statement.Condition.StringEquals["ec2:CreateAction"]) || anytrue([for tag in keys(statement.Condition.StringEquals) : startswith(tag, "aws:ResourceTag/")])
      if contains(flatten([statement.Action]), "ec2:CreateTags")
    ])
    error_message = "A controller gives tags to what it is making, or has made: by them it may end things."
  }

  assert {
    condition = [
      for statement in module.cluster.cluster.alb_statements : statement.Condition.StringEquals if contains(flatten([statement.Action]), "ec2:DeleteSecurityGroup")
    ] == [{ "aws:ResourceTag/elbv2.k8s.aws/cluster" = "ticketing-dev" }]
    error_message = "The load balancer controller deletes its own security groups, and nobody else's."
  }

  # Small
  assert {
    condition     = module.network.gateways == 1
    error_message = "Dev needs one way out, not three."
  }

  # Telemetry
  assert {
    condition = alltrue([
      for exporter in values(module.cluster.cluster.telemetry.agent.otelConfig.exporters) : exporter.region == "ap-northeast-2"
    ]) && module.cluster.cluster.telemetry.agent.otelConfig.exporters["awsemf/ticketing"].namespace == "ticketing-dev"
    error_message = "Traces and metrics stay in the region, and are not mixed with another environment's."
  }

  assert {
    condition = alltrue([
      for group in module.cluster.cluster.log_groups : group.retention_in_days == 30 && group.kms_key_id == module.operations.kms_key_arn
      ]) && alltrue([
      for name in concat(
        [module.cluster.cluster.telemetry.agent.otelConfig.exporters["awsemf/ticketing"].log_group_name],
        module.cluster.cluster.telemetry.agent.otelConfig.exporters["awsxray/ticketing"].aws_log_groups
      ) : contains(module.cluster.cluster.log_groups[*].name, name)
    ])
    error_message = "What is written is kept for 30 days, encrypted with our own key."
  }

  assert {
    condition     = module.cluster.cluster.telemetry.manager.applicationSignals.autoMonitor.monitorAllServices == false
    error_message = "The add-on would change our pods."
  }

  # Secrets are read by their own
  assert {
    condition     = distinct(values(module.secrets.readers)) == tolist([["arn:aws:iam::111122223333:role/ticketing-dev-external-secrets", "arn:aws:iam::111122223333:role/operators"]])
    error_message = "A secret says itself who may read it."
  }

  # Access logs
  assert {
    condition     = module.edge.access_logs.name == "ticketing-111122223333-dev-access" && module.edge.access_logs.private && module.edge.access_logs.days == 30
    error_message = "The load balancers' logs have a private bucket, for a month."
  }

  assert {
    condition = [for statement in module.edge.access_logs.policy.Statement : [statement.Principal, statement.Resource] if statement.Effect == "Allow"] == [
      [{ Service = "logdelivery.elasticloadbalancing.amazonaws.com" }, "arn:aws:s3:::ticketing-111122223333-dev-access/AWSLogs/111122223333/*"]
      ] && [for statement in module.edge.access_logs.policy.Statement : statement.Condition if statement.Sid == "OperatorsRead"] == [
      { ArnNotEquals = { "aws:PrincipalArn" = ["arn:aws:iam::111122223333:role/operators"] } }
    ]
    error_message = "Load balancers write them, operators read them, and nobody else."
  }

  # Database version
  assert {
    condition     = aws_db_instance.this.engine_version == "17" && aws_db_instance.this.auto_minor_version_upgrade
    error_message = "Dev has prod's major version, and takes the minor ones by itself."
  }

  # Logs
  assert {
    condition = module.edge.log_redacts.query_string && length(setsubtract(
      ["authorization", "booking-link", "cookie", "waiting-room-pass", "waiting-room-place"], module.edge.log_redacts.headers
    )) == 0
    error_message = "The firewall's log would hold what opens a booking or a waiting room, or makes somebody a customer."
  }
}

run "a_part_of_the_shops_domain" {
  command = plan

  variables {
    domain          = "ticketing.co.kr"
    internal_domain = "internal.ticketing.co.kr"
  }

  expect_failures = [var.internal_domain]
}

run "a_sister_of_the_shops_domain" {
  command = plan

  variables {
    domain          = "shop.ticketing.example"
    internal_domain = "internal.ticketing.example"
  }

  expect_failures = [var.internal_domain]
}
