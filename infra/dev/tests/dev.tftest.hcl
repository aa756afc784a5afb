mock_provider "aws" {
  source = "../mocks"

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
  sonarqube_password      = "0123456789abcdefghijklmnopqrstuz"
}

run "nothing_is_public" {
  assert {
    condition     = !aws_db_instance.this.publicly_accessible && !module.broker.broker.public && !module.cluster.cluster.public
    error_message = "Database, broker and the cluster's API have no address on the internet."
  }
}

run "everything_is_encrypted" {
  assert {
    condition     = aws_db_instance.this.storage_encrypted && module.cache.group.encrypted_at_rest && module.cache.group.encrypted_in_transit
    error_message = "Dev has passwords too."
  }
}

run "sonarqube" {
  assert {
    condition     = aws_db_instance.this.deletion_protection && aws_db_instance.this.backup_retention_period > 0 && aws_db_instance.this.password == null
    error_message = "SonarQube's history is outside the cluster, is kept, and its password is not in the state."
  }

  assert {
    condition     = module.cluster.cluster.capacity_type == "ON_DEMAND"
    error_message = "Spot nodes are Karpenter's, and Karpenter is not on one."
  }
}

run "dev_cannot_reach_prod" {
  assert {
    condition     = [for statement in module.cluster.cluster.secrets_statements : statement.Resource] == ["arn:aws:secretsmanager:ap-northeast-2:111122223333:secret:ticketing/dev/*"]
    error_message = "Prod's secrets are in the same region: dev must not read them."
  }

  assert {
    condition     = alltrue([for name in keys(module.secrets.names) : startswith(name, "ticketing/dev/")]) && contains(keys(module.secrets.names), "ticketing/dev/sonarqube")
    error_message = "Dev has secrets of its own."
  }

  assert {
    condition     = !contains(module.edge.certificate_hosts, "www.ticketing.example")
    error_message = "Dev does not answer for customers' name."
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
}

run "small" {
  assert {
    condition     = module.network.gateways == 1
    error_message = "Dev needs one way out, not three."
  }
}

run "telemetry" {
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
}
