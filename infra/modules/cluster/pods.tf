# Who the controllers in the cluster are (EKS Pod Identity), and what each may do. The product's own pods need nothing of AWS.

locals {
  account = data.aws_caller_identity.current.account_id
  region  = data.aws_region.current.name

  # By these tags Karpenter knows what it has made for this cluster.
  own_node = {
    StringEquals = { "aws:ResourceTag/kubernetes.io/cluster/${var.name}" = "owned" }
    StringLike   = { "aws:ResourceTag/karpenter.sh/nodepool" = "*" }
  }
  new_node = {
    StringEquals = {
      "aws:RequestTag/kubernetes.io/cluster/${var.name}" = "owned"
      "aws:RequestTag/eks:eks-cluster-name"              = var.name
    }
    StringLike = { "aws:RequestTag/karpenter.sh/nodepool" = "*" }
  }
  # What its nodes are put into.
  own_place = { StringEquals = { "aws:ResourceTag/karpenter.sh/discovery" = var.name } }
  node_parts = [
    for kind in ["fleet", "instance", "volume", "network-interface", "launch-template", "spot-instances-request"] :
    "arn:aws:ec2:${local.region}:*:${kind}/*"
  ]
  own_profile = {
    StringEquals = {
      "aws:ResourceTag/kubernetes.io/cluster/${var.name}" = "owned"
      "aws:ResourceTag/topology.kubernetes.io/region"     = local.region
    }
    StringLike = { "aws:ResourceTag/karpenter.k8s.aws/ec2nodeclass" = "*" }
  }
  new_profile = {
    StringEquals = {
      "aws:RequestTag/kubernetes.io/cluster/${var.name}" = "owned"
      "aws:RequestTag/eks:eks-cluster-name"              = var.name
      "aws:RequestTag/topology.kubernetes.io/region"     = local.region
    }
    StringLike = { "aws:RequestTag/karpenter.k8s.aws/ec2nodeclass" = "*" }
  }

  # By this one the load balancer controller does. It may give that tag only to what it is making.
  own_balancer = { StringEquals = { "aws:ResourceTag/elbv2.k8s.aws/cluster" = var.name } }
  new_balancer = { StringEquals = { "aws:RequestTag/elbv2.k8s.aws/cluster" = var.name } }
  own_balancer_but_its_tag = merge(local.own_balancer, {
    Null = { "aws:RequestTag/elbv2.k8s.aws/cluster" = "true" }
  })
  new_part        = { StringEquals = merge(local.own_balancer.StringEquals, local.new_balancer.StringEquals) }
  balancers       = [for kind in ["targetgroup", "loadbalancer"] : "arn:aws:elasticloadbalancing:${local.region}:${local.account}:${kind}/*"]
  listeners       = ["arn:aws:elasticloadbalancing:${local.region}:${local.account}:listener/*"]
  listener_rules  = ["arn:aws:elasticloadbalancing:${local.region}:${local.account}:listener-rule/*"]
  security_groups = "arn:aws:ec2:${local.region}:${local.account}:security-group/*"
  vpc             = "arn:aws:ec2:${local.region}:${local.account}:vpc/${var.vpc_id}"

  # The logs that the agent writes.
  log_groups = [for group in concat(values(aws_cloudwatch_log_group.containers), [aws_cloudwatch_log_group.metrics]) :
    "arn:aws:logs:${local.region}:${local.account}:log-group:${group.name}"
  ]

  # For add-ons EKS makes the association itself.
  pods = {
    "vpc-cni"                         = { namespace = null, service_account = null }
    "aws-ebs-csi-driver"              = { namespace = null, service_account = null }
    "amazon-cloudwatch-observability" = { namespace = null, service_account = null }
    "karpenter"                       = { namespace = "kube-system", service_account = "karpenter" }
    "load-balancer-controller"        = { namespace = "kube-system", service_account = "aws-load-balancer-controller" }
    "external-dns"                    = { namespace = "external-dns", service_account = "external-dns" }
    "external-secrets"                = { namespace = "external-secrets", service_account = "external-secrets" }
    "policy-controller"               = { namespace = "cosign-system", service_account = "policy-controller-webhook" }
  }

  # Of AWS's own policies only those that know one cluster from another in the same account: the others have "*".
  managed_policies = {
    "aws-ebs-csi-driver" = "AmazonEBSCSIDriverEKSClusterScopedPolicy"
  }

  policies = {
    "external-secrets" = [{
      Effect   = "Allow"
      Action   = ["secretsmanager:GetSecretValue", "secretsmanager:DescribeSecret"]
      Resource = "arn:aws:secretsmanager:${local.region}:${local.account}:secret:ticketing/${var.secrets_environment}/*"
    }]

    # Its own host and the records by which it knows what it made; never the name that customers use.
    "external-dns" = [
      {
        Effect   = "Allow"
        Action   = "route53:ChangeResourceRecordSets"
        Resource = "arn:aws:route53:::hostedzone/${var.zone_id}"
        Condition = { "ForAllValues:StringLike" = {
          "route53:ChangeResourceRecordSetsNormalizedRecordNames" = flatten([for host in var.hosts : [host, "*-${host}"]])
        } }
      },
      {
        Effect   = "Allow"
        Action   = ["route53:ListHostedZones", "route53:ListResourceRecordSets", "route53:ListTagsForResources"]
        Resource = "*"
      }
    ]

    # It reads signatures, which lie beside the images, and checks them with a key that is in the policy.
    "policy-controller" = [
      {
        Effect   = "Allow"
        Action   = "ecr:GetAuthorizationToken"
        Resource = "*"
      },
      {
        Effect   = "Allow"
        Action   = ["ecr:BatchGetImage", "ecr:GetDownloadUrlForLayer", "ecr:DescribeImages"]
        Resource = "arn:aws:ecr:${local.region}:${local.account}:repository/ticketing/*"
      }
    ]

    # Pods' addresses: of the interfaces in its own VPC, on its own nodes.
    "vpc-cni" = [
      {
        Effect = "Allow"
        Action = [
          "ec2:DescribeInstances", "ec2:DescribeTags", "ec2:DescribeNetworkInterfaces", "ec2:DescribeInstanceTypes",
          "ec2:DescribeSubnets", "ec2:DescribeSecurityGroups"
        ]
        Resource = "*"
      },
      {
        Effect = "Allow"
        Action = [
          "ec2:CreateNetworkInterface", "ec2:DeleteNetworkInterface", "ec2:AttachNetworkInterface", "ec2:DetachNetworkInterface",
          "ec2:ModifyNetworkInterfaceAttribute", "ec2:AssignPrivateIpAddresses", "ec2:UnassignPrivateIpAddresses", "ec2:CreateTags"
        ]
        Resource  = "arn:aws:ec2:${local.region}:${local.account}:network-interface/*"
        Condition = { ArnEquals = { "ec2:Vpc" = local.vpc } }
      },
      {
        Effect    = "Allow"
        Action    = ["ec2:CreateNetworkInterface", "ec2:ModifyNetworkInterfaceAttribute"]
        Resource  = [for kind in ["subnet", "security-group"] : "arn:aws:ec2:${local.region}:${local.account}:${kind}/*"]
        Condition = { ArnEquals = { "ec2:Vpc" = local.vpc } }
      },
      {
        Effect    = "Allow"
        Action    = ["ec2:AttachNetworkInterface", "ec2:DetachNetworkInterface", "ec2:ModifyNetworkInterfaceAttribute"]
        Resource  = "arn:aws:ec2:${local.region}:${local.account}:instance/*"
        Condition = { StringEquals = { "aws:ResourceTag/kubernetes.io/cluster/${var.name}" = "owned" } }
      }
    ]

    # Its own logs and metrics; and traces, which have no resource that could be named: it can add some, not read or end any.
    "amazon-cloudwatch-observability" = [
      {
        Effect   = "Allow"
        Action   = ["ec2:DescribeVolumes", "ec2:DescribeTags", "logs:DescribeLogGroups"]
        Resource = "*"
      },
      {
        Effect   = "Allow"
        Action   = ["logs:CreateLogGroup", "logs:CreateLogStream", "logs:DescribeLogStreams", "logs:PutLogEvents"]
        Resource = concat(local.log_groups, [for group in local.log_groups : "${group}:*"])
      },
      {
        Effect    = "Allow"
        Action    = "cloudwatch:PutMetricData"
        Resource  = "*"
        Condition = { StringEquals = { "cloudwatch:namespace" = var.name } }
      },
      {
        Effect = "Allow"
        Action = [
          "xray:PutTraceSegments", "xray:PutTelemetryRecords", "xray:GetSamplingRules", "xray:GetSamplingTargets",
          "xray:GetSamplingStatisticSummaries"
        ]
        Resource = "*"
      }
    ]

    "karpenter" = [
      {
        Effect = "Allow"
        Action = [
          "ec2:DescribeAvailabilityZones", "ec2:DescribeImages", "ec2:DescribeInstances", "ec2:DescribeInstanceTypeOfferings",
          "ec2:DescribeInstanceTypes", "ec2:DescribeLaunchTemplates", "ec2:DescribeSecurityGroups", "ec2:DescribeSpotPriceHistory",
          "ec2:DescribeSubnets", "ec2:DescribeCapacityReservations", "ec2:DescribeInstanceStatus", "ec2:DescribePlacementGroups",
          "pricing:GetProducts", "iam:ListInstanceProfiles"
        ]
        Resource = "*"
      },
      {
        Effect   = "Allow"
        Action   = "ssm:GetParameter"
        Resource = "arn:aws:ssm:${local.region}::parameter/aws/service/*"
      },
      # From AWS's images, which are nobody's, and into its own cluster's subnets and security group.
      {
        Effect   = "Allow"
        Action   = ["ec2:RunInstances", "ec2:CreateFleet"]
        Resource = ["arn:aws:ec2:${local.region}::image/*", "arn:aws:ec2:${local.region}::snapshot/*"]
      },
      {
        Effect    = "Allow"
        Action    = ["ec2:RunInstances", "ec2:CreateFleet"]
        Resource  = [for kind in ["security-group", "subnet"] : "arn:aws:ec2:${local.region}:${local.account}:${kind}/*"]
        Condition = local.own_place
      },
      {
        Effect    = "Allow"
        Action    = ["ec2:RunInstances", "ec2:CreateFleet"]
        Resource  = "arn:aws:ec2:${local.region}:*:launch-template/*"
        Condition = local.own_node
      },
      {
        Effect    = "Allow"
        Action    = ["ec2:RunInstances", "ec2:CreateFleet", "ec2:CreateLaunchTemplate"]
        Resource  = local.node_parts
        Condition = local.new_node
      },
      # The tags by which it may end something: only on what it is making.
      {
        Effect   = "Allow"
        Action   = "ec2:CreateTags"
        Resource = local.node_parts
        Condition = merge(local.new_node, {
          StringEquals = merge(local.new_node.StringEquals, { "ec2:CreateAction" = ["RunInstances", "CreateFleet", "CreateLaunchTemplate"] })
        })
      },
      {
        Effect   = "Allow"
        Action   = "ec2:CreateTags"
        Resource = "arn:aws:ec2:${local.region}:*:instance/*"
        Condition = merge(local.own_node, {
          StringEqualsIfExists        = { "aws:RequestTag/eks:eks-cluster-name" = var.name }
          "ForAllValues:StringEquals" = { "aws:TagKeys" = ["eks:eks-cluster-name", "karpenter.sh/nodeclaim", "Name"] }
        })
      },
      {
        Effect    = "Allow"
        Action    = ["ec2:TerminateInstances", "ec2:DeleteLaunchTemplate"]
        Resource  = ["arn:aws:ec2:${local.region}:*:instance/*", "arn:aws:ec2:${local.region}:*:launch-template/*"]
        Condition = local.own_node
      },
      {
        Effect   = "Allow"
        Action   = ["sqs:DeleteMessage", "sqs:GetQueueAttributes", "sqs:GetQueueUrl", "sqs:ReceiveMessage"]
        Resource = aws_sqs_queue.interruption.arn
      },
      {
        Effect    = "Allow"
        Action    = "iam:PassRole"
        Resource  = aws_iam_role.node.arn
        Condition = { StringEquals = { "iam:PassedToService" = "ec2.amazonaws.com" } }
      },
      {
        Effect    = "Allow"
        Action    = "iam:CreateInstanceProfile"
        Resource  = "arn:aws:iam::${local.account}:instance-profile/*"
        Condition = local.new_profile
      },
      {
        Effect   = "Allow"
        Action   = "iam:TagInstanceProfile"
        Resource = "arn:aws:iam::${local.account}:instance-profile/*"
        Condition = {
          StringEquals = merge(local.new_profile.StringEquals, local.own_profile.StringEquals)
          StringLike   = merge(local.new_profile.StringLike, local.own_profile.StringLike)
        }
      },
      {
        Effect    = "Allow"
        Action    = ["iam:AddRoleToInstanceProfile", "iam:RemoveRoleFromInstanceProfile", "iam:DeleteInstanceProfile"]
        Resource  = "arn:aws:iam::${local.account}:instance-profile/*"
        Condition = local.own_profile
      },
      {
        Effect   = "Allow"
        Action   = "iam:GetInstanceProfile"
        Resource = "arn:aws:iam::${local.account}:instance-profile/*"
      },
      {
        Effect   = "Allow"
        Action   = "eks:DescribeCluster"
        Resource = aws_eks_cluster.this.arn
      }
    ]

    "load-balancer-controller" = [
      {
        Effect = "Allow"
        Action = [
          "acm:DescribeCertificate", "acm:ListCertificates", "ec2:Describe*", "ec2:GetCoipPoolUsage",
          "ec2:GetSecurityGroupsForVpc", "elasticloadbalancing:Describe*", "wafv2:GetWebACL", "wafv2:ListWebACLs",
          "wafv2:GetWebACLForResource", "shield:GetSubscriptionState", "cognito-idp:DescribeUserPoolClient"
        ]
        Resource = "*"
      },
      # Both take a right on the load balancer too, and that is bound by its tag.
      {
        Effect = "Allow"
        Action = ["wafv2:AssociateWebACL", "wafv2:DisassociateWebACL"]
        Resource = [
          "arn:aws:wafv2:${local.region}:${local.account}:regional/webacl/${var.name}/*",
          "arn:aws:elasticloadbalancing:${local.region}:${local.account}:loadbalancer/app/*"
        ]
      },
      {
        Effect    = "Allow"
        Action    = "elasticloadbalancing:SetWebAcl"
        Resource  = "arn:aws:elasticloadbalancing:${local.region}:${local.account}:loadbalancer/app/*"
        Condition = local.own_balancer
      },
      {
        Effect    = "Allow"
        Action    = ["elasticloadbalancing:CreateLoadBalancer", "elasticloadbalancing:CreateTargetGroup"]
        Resource  = "*"
        Condition = local.new_balancer
      },
      {
        Effect   = "Allow"
        Action   = "elasticloadbalancing:AddTags"
        Resource = local.balancers
        Condition = {
          StringEquals = merge(local.new_balancer.StringEquals, { "elasticloadbalancing:CreateAction" = ["CreateLoadBalancer", "CreateTargetGroup"] })
        }
      },
      {
        Effect    = "Allow"
        Action    = ["elasticloadbalancing:AddTags", "elasticloadbalancing:RemoveTags"]
        Resource  = local.balancers
        Condition = local.own_balancer_but_its_tag
      },
      # Listeners and rules get the cluster's tag as they are made, and only on what has it: by it they are ended.
      {
        Effect    = "Allow"
        Action    = "elasticloadbalancing:CreateListener"
        Resource  = local.balancers
        Condition = local.new_part
      },
      {
        Effect    = "Allow"
        Action    = "elasticloadbalancing:CreateRule"
        Resource  = local.listeners
        Condition = local.new_part
      },
      {
        Effect   = "Allow"
        Action   = "elasticloadbalancing:AddTags"
        Resource = concat(local.listeners, local.listener_rules)
        Condition = {
          StringEquals = merge(local.new_balancer.StringEquals, { "elasticloadbalancing:CreateAction" = ["CreateListener", "CreateRule"] })
        }
      },
      {
        Effect    = "Allow"
        Action    = ["elasticloadbalancing:AddTags", "elasticloadbalancing:RemoveTags"]
        Resource  = concat(local.listeners, local.listener_rules)
        Condition = local.own_balancer_but_its_tag
      },
      {
        Effect = "Allow"
        Action = [
          "elasticloadbalancing:DeleteListener", "elasticloadbalancing:ModifyListener", "elasticloadbalancing:AddListenerCertificates",
          "elasticloadbalancing:RemoveListenerCertificates"
        ]
        Resource  = local.listeners
        Condition = local.own_balancer
      },
      {
        Effect    = "Allow"
        Action    = ["elasticloadbalancing:DeleteRule", "elasticloadbalancing:ModifyRule", "elasticloadbalancing:SetRulePriorities"]
        Resource  = local.listener_rules
        Condition = local.own_balancer
      },
      {
        Effect = "Allow"
        Action = [
          "elasticloadbalancing:DeleteLoadBalancer", "elasticloadbalancing:ModifyLoadBalancerAttributes",
          "elasticloadbalancing:SetIpAddressType", "elasticloadbalancing:SetSecurityGroups", "elasticloadbalancing:SetSubnets",
          "elasticloadbalancing:DeleteTargetGroup", "elasticloadbalancing:ModifyTargetGroup",
          "elasticloadbalancing:ModifyTargetGroupAttributes", "elasticloadbalancing:ModifyListenerAttributes"
        ]
        Resource  = "*"
        Condition = local.own_balancer
      },
      {
        Effect    = "Allow"
        Action    = ["elasticloadbalancing:RegisterTargets", "elasticloadbalancing:DeregisterTargets"]
        Resource  = "arn:aws:elasticloadbalancing:${local.region}:${local.account}:targetgroup/*"
        Condition = local.own_balancer
      },
      {
        Effect    = "Allow"
        Action    = "ec2:CreateSecurityGroup"
        Resource  = local.security_groups
        Condition = local.new_balancer
      },
      {
        Effect   = "Allow"
        Action   = "ec2:CreateSecurityGroup"
        Resource = local.vpc
      },
      # The rules are also those of the nodes' security group, which is not its own.
      {
        Effect    = "Allow"
        Action    = ["ec2:AuthorizeSecurityGroupIngress", "ec2:RevokeSecurityGroupIngress"]
        Resource  = local.security_groups
        Condition = local.own_balancer
      },
      {
        Effect   = "Allow"
        Action   = ["ec2:AuthorizeSecurityGroupIngress", "ec2:RevokeSecurityGroupIngress"]
        Resource = "arn:aws:ec2:${local.region}:${local.account}:security-group/${aws_eks_cluster.this.vpc_config[0].cluster_security_group_id}"
      },
      {
        Effect    = "Allow"
        Action    = "ec2:CreateTags"
        Resource  = local.security_groups
        Condition = { StringEquals = merge(local.new_balancer.StringEquals, { "ec2:CreateAction" = "CreateSecurityGroup" }) }
      },
      {
        Effect    = "Allow"
        Action    = ["ec2:CreateTags", "ec2:DeleteTags"]
        Resource  = local.security_groups
        Condition = local.own_balancer_but_its_tag
      },
      {
        Effect    = "Allow"
        Action    = "ec2:DeleteSecurityGroup"
        Resource  = local.security_groups
        Condition = local.own_balancer
      },
      {
        Effect    = "Allow"
        Action    = "iam:CreateServiceLinkedRole"
        Resource  = "*"
        Condition = { StringEquals = { "iam:AWSServiceName" = "elasticloadbalancing.amazonaws.com" } }
      }
    ]
  }
}

resource "aws_iam_role" "pod" {
  for_each = local.pods

  name = "${var.name}-${each.key}"

  assume_role_policy = jsonencode({
    Version = "2012-10-17"
    Statement = [{
      Effect    = "Allow"
      Principal = { Service = "pods.eks.amazonaws.com" }
      Action    = ["sts:AssumeRole", "sts:TagSession"]
      Condition = { StringEquals = {
        "aws:SourceAccount"               = local.account
        "aws:RequestTag/eks-cluster-name" = var.name
      } }
    }]
  })
}

resource "aws_iam_role_policy_attachment" "pod" {
  for_each = local.managed_policies

  role       = aws_iam_role.pod[each.key].name
  policy_arn = "arn:aws:iam::aws:policy/${each.value}"
}

resource "aws_iam_role_policy" "pod" {
  for_each = local.policies

  name   = "own"
  role   = aws_iam_role.pod[each.key].id
  policy = jsonencode({ Version = "2012-10-17", Statement = each.value })
}

resource "aws_eks_pod_identity_association" "this" {
  for_each = { for name, pod in local.pods : name => pod if pod.service_account != null }

  cluster_name    = aws_eks_cluster.this.name
  namespace       = each.value.namespace
  service_account = each.value.service_account
  role_arn        = aws_iam_role.pod[each.key].arn
}
