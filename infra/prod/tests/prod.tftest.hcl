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
}

# One run, and a plan: each goes over everything, and that is what takes the time. What infra/modules/region does alike for every region is
# asked here, and not again of dr.
run "prod" {
  command = plan

  # Nothing is public
  assert {
    condition     = !module.region.database.cluster.public && !module.region.broker.broker.public && !module.region.cluster.cluster.public
    error_message = "Database, broker and the cluster's API have no address on the internet."
  }

  assert {
    condition     = length(module.region.network.data_routes) == 0 && !module.region.network.public_subnets_give_addresses
    error_message = "The data subnets have no way out."
  }

  # Everything is encrypted
  assert {
    condition     = module.region.database.cluster.encrypted && module.region.database.cluster.kms_key_id == module.region.operations.kms_key_arn
    error_message = "The database is encrypted with the region's key."
  }

  assert {
    condition     = module.region.cache.group.encrypted_at_rest && module.region.cache.group.encrypted_in_transit && module.region.cache.group.transit_mode == "required"
    error_message = "Valkey is encrypted, at rest and on the way."
  }

  assert {
    condition     = contains(module.region.cluster.cluster.encrypts, "secrets") && module.region.operations.key_rotates
    error_message = "Kubernetes secrets are encrypted with a key of our own, which rotates."
  }

  # Cluster
  assert {
    condition     = module.region.cluster.cluster.capacity_type == "ON_DEMAND"
    error_message = "Spot nodes are Karpenter's, and Karpenter is not on one."
  }

  assert {
    condition = toset(module.region.cluster.cluster.addons) == toset([
      "amazon-cloudwatch-observability", "aws-ebs-csi-driver", "coredns", "eks-pod-identity-agent", "kube-proxy", "metrics-server", "vpc-cni"
    ])
    error_message = "An add-on is missing."
  }

  assert {
    condition     = jsondecode(module.region.cluster.cluster.cni_configuration).enableNetworkPolicy == "true"
    error_message = "Without this, NetworkPolicies are ignored in silence."
  }

  assert {
    condition     = contains(module.region.cluster.cluster.interruptions, "EC2 Spot Instance Interruption Warning") && length(module.region.cluster.cluster.interruptions) == 4
    error_message = "Karpenter is told of all four kinds of interruption."
  }

  assert {
    condition     = module.region.cluster.cluster.hop_limit == 1
    error_message = "Pods must not reach the node's own identity."
  }

  # Controllers keep to their cluster
  # AWS's images; the region's role for load balancers; traces, which are only ever added. What takes the right on a load balancer too,
  # which is bound (SetWebAcl).
  assert {
    condition = module.region.cluster.unbound == tolist([
      "ec2:CreateFleet", "ec2:RunInstances", "iam:CreateServiceLinkedRole",
      "wafv2:AssociateWebACL", "wafv2:DisassociateWebACL", "xray:PutTelemetryRecords", "xray:PutTraceSegments"
    ])
    error_message = "A controller may change what is not its cluster's: ${join(", ", module.region.cluster.unbound)}"
  }

  assert {
    condition     = tolist(module.region.cluster.cluster.managed_policies) == tolist(["arn:aws:iam::aws:policy/AmazonEBSCSIDriverEKSClusterScopedPolicy"])
    error_message = "Of AWS's own policies, only one that knows one cluster from another."
  }

  assert {
    condition     = tolist(module.region.cluster.cluster.trust) == tolist([{ "aws:SourceAccount" = "111122223333", "aws:RequestTag/eks-cluster-name" = "ticketing-prod" }])
    error_message = "A controller's role is for pods of this cluster."
  }

  assert {
    condition     = !strcontains(jsonencode(module.region.cluster.cluster.statements), "\"kms:") && !can(regex("ticketing[-/](dev|dr)", jsonencode(module.region.cluster.cluster.statements)))
    error_message = "Controllers have no right to a key, and name nothing of another environment."
  }

  # Controllers may only what they must
  assert {
    condition = module.region.cluster.cluster.secrets_statements == [{
      Effect   = "Allow"
      Action   = ["secretsmanager:GetSecretValue", "secretsmanager:DescribeSecret"]
      Resource = "arn:aws:secretsmanager:ap-northeast-2:111122223333:secret:ticketing/prod/*"
    }]
    error_message = "External Secrets reads this environment's secrets, of this region, and nothing else."
  }

  assert {
    condition = module.region.cluster.cluster.dns_statements[0].Condition["ForAllValues:StringLike"]["route53:ChangeResourceRecordSetsNormalizedRecordNames"] == [
      "seoul.ticketing.example", "*-seoul.ticketing.example"
    ]
    error_message = "external-dns writes the region's own name, never the one that customers use."
  }

  assert {
    condition = [
      for statement in module.region.cluster.cluster.node_statements : statement.Condition if contains(flatten([statement.Action]), "ec2:TerminateInstances")
      ] == [{
        StringEquals = { "aws:ResourceTag/kubernetes.io/cluster/ticketing-prod" = "owned" }
        StringLike   = { "aws:ResourceTag/karpenter.sh/nodepool" = "*" }
    }]
    error_message = "Karpenter ends what it has made for this cluster, and nothing else."
  }

  assert {
    condition = alltrue([
      for statement in concat(module.region.cluster.cluster.node_statements, module.region.cluster.cluster.alb_statements) :
      can(statement.Condition.StringEquals["ec2:CreateAction"]) || anytrue([for tag in keys(statement.Condition.StringEquals) : startswith(tag, "aws:ResourceTag/")])
      if contains(flatten([statement.Action]), "ec2:CreateTags")
    ])
    error_message = "A controller gives tags to what it is making, or has made: by them it may end things."
  }

  assert {
    condition = [
      for statement in module.region.cluster.cluster.alb_statements : statement.Condition.StringEquals if contains(flatten([statement.Action]), "ec2:DeleteSecurityGroup")
    ] == [{ "aws:ResourceTag/elbv2.k8s.aws/cluster" = "ticketing-prod" }]
    error_message = "The load balancer controller deletes its own security groups, and nobody else's."
  }

  # Stores
  assert {
    condition     = module.region.cache.group.global_group == null || !startswith(module.region.cache.group.global_group, "ticketing")
    error_message = "Each region's Valkey is its own."
  }

  assert {
    condition     = module.region.cache.group.policy == "noeviction" && module.region.cache.group.fails_over
    error_message = "Valkey fails over and never throws a hold away."
  }

  assert {
    condition     = module.region.broker.broker.mode == "CLUSTER_MULTI_AZ"
    error_message = "Quorum queues need three nodes."
  }

  assert {
    condition     = module.region.database.cluster.deletion_protection && module.region.database.cluster.instances == 2 && module.region.operations.backup_days == 35
    error_message = "The database survives a zone, a slip of the hand and a bad month."
  }

  # Primary
  assert {
    condition     = aws_rds_global_cluster.this.storage_encrypted && aws_rds_global_cluster.this.deletion_protection
    error_message = "The global database is encrypted and cannot be deleted by mistake."
  }

  assert {
    condition     = module.region.database.cluster.master_username == "ticketing" && module.region.database.cluster.master_password == null
    error_message = "The owner's password is written and not kept in the state."
  }

  # Secrets
  assert {
    condition     = toset(keys(module.region.secrets.names)) == toset(["ticketing/prod/keys", "ticketing/prod/connections", "ticketing/prod/smtp", "ticketing/prod/payments"])
    error_message = "Prod has the product's secrets."
  }

  assert {
    condition     = jsonencode({ for name, regions in module.region.secrets.replicas : name => regions if length(regions) > 0 }) == jsonencode({ keys = ["ap-southeast-1"] })
    error_message = "What must be the same in both regions is replicated; the payment provider's keys, the fence, are not."
  }

  # State
  assert {
    condition     = strcontains(file("${path.module}/versions.tf"), "region       = \"ap-northeast-2\"") && strcontains(file("${path.module}/versions.tf"), "use_lockfile = true")
    error_message = "Prod's state is in Seoul, and locked."
  }

  # Telemetry
  assert {
    condition = alltrue([
      for exporter in values(module.region.cluster.cluster.telemetry.agent.otelConfig.exporters) : exporter.region == "ap-northeast-2"
    ]) && module.region.cluster.cluster.telemetry.agent.otelConfig.exporters["awsemf/ticketing"].namespace == "ticketing-prod"
    error_message = "Traces and metrics stay in the region, and are not mixed with another environment's."
  }

  assert {
    condition = alltrue([
      for group in module.region.cluster.cluster.log_groups : group.retention_in_days == 30 && group.kms_key_id == module.region.operations.kms_key_arn
      ]) && alltrue([
      for name in concat(
        [module.region.cluster.cluster.telemetry.agent.otelConfig.exporters["awsemf/ticketing"].log_group_name],
        module.region.cluster.cluster.telemetry.agent.otelConfig.exporters["awsxray/ticketing"].aws_log_groups
      ) : contains(module.region.cluster.cluster.log_groups[*].name, name)
    ])
    error_message = "What is written is kept for 30 days, encrypted with our own key."
  }

  assert {
    condition     = module.region.cluster.cluster.telemetry.manager.applicationSignals.autoMonitor.monitorAllServices == false
    error_message = "The add-on would change our pods."
  }

  assert {
    condition     = length(setsubtract(["logs", "xray"], module.region.network.interface_endpoints)) == 0
    error_message = "Telemetry does not leave the VPC."
  }

  # Secrets are read by their own
  assert {
    condition     = distinct(values(module.region.secrets.readers)) == tolist([["arn:aws:iam::111122223333:role/ticketing-prod-external-secrets", "arn:aws:iam::111122223333:role/ticketing-dr-external-secrets", "arn:aws:iam::111122223333:role/operators"]])
    error_message = "A secret says itself who may read it."
  }

  # Access logs
  assert {
    condition     = module.region.edge.access_logs.name == "ticketing-111122223333-prod-access" && module.region.edge.access_logs.private && module.region.edge.access_logs.days == 30
    error_message = "The load balancers' logs have a private bucket, for a month."
  }

  assert {
    condition = [for statement in module.region.edge.access_logs.policy.Statement : [statement.Principal, statement.Resource] if statement.Effect == "Allow"] == [
      [{ Service = "logdelivery.elasticloadbalancing.amazonaws.com" }, "arn:aws:s3:::ticketing-111122223333-prod-access/AWSLogs/111122223333/*"]
      ] && [for statement in module.region.edge.access_logs.policy.Statement : statement.Condition if statement.Sid == "OperatorsRead"] == [
      { ArnNotEquals = { "aws:PrincipalArn" = ["arn:aws:iam::111122223333:role/operators"] } }
    ]
    error_message = "Load balancers write them, operators read them, and nobody else."
  }

  # Database version
  assert {
    condition     = aws_rds_global_cluster.this.engine_version == module.region.database.engine_version && tolist(module.region.database.cluster.versions) == tolist([module.region.database.engine_version]) && module.region.database.cluster.family == "aurora-postgresql17"
    error_message = "The database is of one version everywhere, of a major one that is in standard support."
  }

  assert {
    condition     = module.region.database.cluster.minor_upgrades
    error_message = "A minor version is a patch."
  }

  # Logs
  assert {
    condition = module.region.edge.log_redacts.query_string && length(setsubtract(
      ["authorization", "booking-link", "cookie", "waiting-room-pass", "waiting-room-place"], module.region.edge.log_redacts.headers
    )) == 0
    error_message = "The firewall's log would hold what opens a booking or a waiting room, or makes somebody a customer."
  }
}

run "a_password_that_would_break_a_connection_string" {
  command = plan

  module {
    source = "../modules/region"
  }

  variables {
    name                      = "ticketing-prod"
    host                      = "seoul.ticketing.example"
    cidr                      = "10.20.0.0/16"
    global_cluster_identifier = "ticketing"
    secrets_version           = 1
    passwords = {
      database = "abc;Host=elsewhere"
      redis    = var.redis_password
      rabbitmq = var.rabbitmq_password
      services = var.service_passwords
    }
  }

  expect_failures = [var.passwords]
}
