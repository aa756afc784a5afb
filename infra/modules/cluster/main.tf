# An EKS cluster with a small group of nodes that never changes size, for the controllers. Karpenter, which is one of them,
# brings the nodes for everything else.

data "aws_caller_identity" "current" {}

data "aws_region" "current" {}

resource "aws_eks_cluster" "this" {
  name     = var.name
  version  = var.kubernetes_version
  role_arn = aws_iam_role.cluster.arn

  bootstrap_self_managed_addons = false
  enabled_cluster_log_types     = ["api", "audit", "authenticator", "controllerManager", "scheduler"]

  access_config {
    authentication_mode                         = "API"
    bootstrap_cluster_creator_admin_permissions = false
  }

  # Operators come through a node (docs/bootstrap.md); nothing else talks to a cluster from outside, Argo CD pulls.
  vpc_config {
    subnet_ids              = var.subnet_ids
    endpoint_private_access = true
    endpoint_public_access  = false
  }

  encryption_config {
    resources = ["secrets"]

    provider {
      key_arn = var.kms_key_arn
    }
  }

  upgrade_policy {
    support_type = "STANDARD"
  }

  depends_on = [aws_iam_role_policy_attachment.cluster, aws_cloudwatch_log_group.cluster]
}

# EKS would make it itself, and keep everything for ever.
resource "aws_cloudwatch_log_group" "cluster" {
  name              = "/aws/eks/${var.name}/cluster"
  retention_in_days = 30
  kms_key_id        = var.kms_key_arn
}

# The containers' logs, as the CloudWatch add-on names them.
resource "aws_cloudwatch_log_group" "containers" {
  for_each = toset(["application", "dataplane", "host", "performance"])

  name              = "/aws/containerinsights/${var.name}/${each.key}"
  retention_in_days = 30
  kms_key_id        = var.kms_key_arn
}

# The services' metrics, which CloudWatch reads out of the log.
resource "aws_cloudwatch_log_group" "metrics" {
  name              = "/ticketing/${var.name}/metrics"
  retention_in_days = 30
  kms_key_id        = var.kms_key_arn
}

# By this tag Karpenter finds the security group for its nodes.
resource "aws_ec2_tag" "discovery" {
  resource_id = aws_eks_cluster.this.vpc_config[0].cluster_security_group_id
  key         = "karpenter.sh/discovery"
  value       = var.name
}

resource "aws_eks_node_group" "fixed" {
  cluster_name    = aws_eks_cluster.this.name
  node_group_name = "fixed"
  node_role_arn   = aws_iam_role.node.arn
  subnet_ids      = var.subnet_ids
  ami_type        = "AL2023_x86_64_STANDARD"
  capacity_type   = "ON_DEMAND" # what brings back lost Spot nodes must not be on one
  instance_types  = [var.fixed_instance_type]
  labels          = { "node-group" = "fixed" }

  launch_template {
    id      = aws_launch_template.fixed.id
    version = aws_launch_template.fixed.latest_version
  }

  scaling_config {
    min_size     = var.fixed_nodes
    desired_size = var.fixed_nodes
    max_size     = var.fixed_nodes + 1
  }

  update_config {
    max_unavailable = 1
  }

  depends_on = [aws_iam_role_policy_attachment.node]
}

resource "aws_launch_template" "fixed" {
  name = "${var.name}-fixed"

  # Pods have identities of their own: with one hop they cannot take the node's.
  metadata_options {
    http_endpoint               = "enabled"
    http_tokens                 = "required"
    http_put_response_hop_limit = 1
  }

  block_device_mappings {
    device_name = "/dev/xvda"

    ebs {
      volume_size           = 40
      volume_type           = "gp3"
      encrypted             = true
      delete_on_termination = true
    }
  }

  tag_specifications {
    resource_type = "instance"
    tags          = { Name = "${var.name}-fixed" }
  }
}

resource "aws_eks_addon" "this" {
  for_each = local.addons

  cluster_name                = aws_eks_cluster.this.name
  addon_name                  = each.key
  addon_version               = each.value.version
  configuration_values        = each.value.configuration
  resolve_conflicts_on_create = "OVERWRITE"
  resolve_conflicts_on_update = "OVERWRITE"

  dynamic "pod_identity_association" {
    for_each = each.value.service_account == null ? [] : [each.value.service_account]
    content {
      role_arn        = aws_iam_role.pod[each.key].arn
      service_account = pod_identity_association.value
    }
  }

  # It would make them itself, and keep everything for ever.
  depends_on = [aws_cloudwatch_log_group.containers, aws_cloudwatch_log_group.metrics]
}

locals {
  addons = {
    "eks-pod-identity-agent" = { version = null, service_account = null, configuration = null }
    "kube-proxy"             = { version = null, service_account = null, configuration = null }
    "coredns"                = { version = null, service_account = null, configuration = null }
    "metrics-server"         = { version = null, service_account = null, configuration = null }
    "vpc-cni" = {
      version         = null
      service_account = "aws-node"
      configuration   = jsonencode({ enableNetworkPolicy = "true" })
    }
    "aws-ebs-csi-driver" = { version = null, service_account = "ebs-csi-controller-sa", configuration = null }
    # Pods' output to CloudWatch Logs, nodes' and pods' metrics, and what the services send. With a configuration that is written for
    # a version, and not for whichever EKS would pick.
    "amazon-cloudwatch-observability" = {
      version         = "v6.2.0-eksbuild.1"
      service_account = "cloudwatch-agent"
      configuration = jsonencode({
        agent = {
          config = { logs = { metrics_collected = { kubernetes = { enhanced_container_insights = true } } } }
          otelConfig = yamldecode(templatefile("${path.module}/telemetry.yaml", {
            name                = var.name
            region              = local.region
            container_log_group = aws_cloudwatch_log_group.containers["application"].name
            metrics_log_group   = aws_cloudwatch_log_group.metrics.name
          }))
        }
        # By default it puts an instrumentation of its own into every pod that has a Service. The services have theirs.
        manager = { applicationSignals = { autoMonitor = { monitorAllServices = false } } }
      })
    }
  }
}

resource "aws_eks_access_entry" "operator" {
  for_each = toset(var.operator_role_arns)

  cluster_name  = aws_eks_cluster.this.name
  principal_arn = each.key
}

resource "aws_eks_access_policy_association" "operator" {
  for_each = aws_eks_access_entry.operator

  cluster_name  = aws_eks_cluster.this.name
  principal_arn = each.value.principal_arn
  policy_arn    = "arn:aws:eks::aws:cluster-access-policy/AmazonEKSClusterAdminPolicy"

  access_scope {
    type = "cluster"
  }
}
