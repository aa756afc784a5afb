# GitHub Actions signs in with a token that says which repository and which ref or environment a job runs for. Each role is for
# exactly one such subject: with a pattern, a branch that anybody can push would do.

resource "aws_iam_openid_connect_provider" "github" {
  url            = "https://token.actions.githubusercontent.com"
  client_id_list = ["sts.amazonaws.com"]
}

locals {
  images = [for repository in module.images.repositories : repository.arn]
  copies = [for repository in module.replicas.repositories : repository.arn]

  sign_in = {
    Effect   = "Allow"
    Action   = "ecr:GetAuthorizationToken"
    Resource = "*"
  }
  push = ["ecr:BatchCheckLayerAvailability", "ecr:InitiateLayerUpload", "ecr:UploadLayerPart", "ecr:CompleteLayerUpload", "ecr:PutImage"]
  pull = ["ecr:BatchGetImage", "ecr:GetDownloadUrlForLayer", "ecr:DescribeImages"]

  # The roots that a pull request plans, and where their state is.
  states = [
    for key, bucket in { global = "seoul", dev = "seoul", prod = "seoul", dr = "singapore" } :
    "arn:aws:s3:::ticketing-${data.aws_caller_identity.current.account_id}-state-${bucket}/${key}.tfstate"
  ]
  # What Terraform looks up for a plan, none of which is anybody's data: states, zones, names.
  planned = ["s3:GetObject", "s3:ListBucket", "ec2:DescribeAvailabilityZones", "route53:ListHostedZones", "route53:ListHostedZonesByName", "route53:GetHostedZone", "route53:ListTagsForResource", "sts:GetCallerIdentity"]

  github = {
    # release.yml's job `images`: pushes what it builds. It runs what main and its packages bring along, so it cannot sign.
    build = {
      subject = "repo:${var.repository}:ref:refs/heads/main"
      statements = [
        local.sign_in,
        {
          Effect   = "Allow"
          Action   = concat(local.push, local.pull)
          Resource = local.images
        },
        {
          Effect   = "Deny"
          Action   = "kms:*"
          Resource = "*"
        }
      ]
    }

    # release.yml's job `sign`, in an environment that only main may use: signs what has passed the scan. No code of this repository
    # runs there. A signature is pushed beside its image, so this role may push too: but what it pushes, nothing has built.
    sign = {
      subject = "repo:${var.repository}:environment:signing"
      statements = [
        local.sign_in,
        {
          Effect   = "Allow"
          Action   = concat(local.push, local.pull)
          Resource = local.images
        },
        {
          Effect   = "Allow"
          Action   = ["kms:Sign", "kms:GetPublicKey", "kms:DescribeKey"]
          Resource = aws_kms_key.images.arn
        }
      ]
    }

    # promote.yml in the protected environment: reads and verifies what release has made, and can change none of it.
    promote = {
      subject = "repo:${var.repository}:environment:production"
      statements = [
        local.sign_in,
        {
          Effect   = "Allow"
          Action   = local.pull
          Resource = concat(local.images, local.copies)
        },
        {
          Effect   = "Allow"
          Action   = ["kms:GetPublicKey", "kms:DescribeKey"]
          Resource = aws_kms_key.images.arn
        }
      ]
    }

    # rescan.yml, whose environment only main may use: reads the images that run.
    scan = {
      subject = "repo:${var.repository}:environment:scanning"
      statements = [
        local.sign_in,
        {
          Effect   = "Allow"
          Action   = local.pull
          Resource = local.images
        }
      ]
    }

    # infra.yml on a pull request: reads the states, to say what a change would do. Whoever may push a branch may have it, so it is worth
    # nothing to anybody else. The denial holds whatever is attached to the role one day.
    plan = {
      subject = "repo:${var.repository}:pull_request"
      statements = [
        {
          Effect   = "Allow"
          Action   = "s3:GetObject"
          Resource = local.states
        },
        {
          Effect   = "Allow"
          Action   = "s3:ListBucket"
          Resource = distinct([for state in local.states : dirname(state)])
        },
        {
          Effect   = "Allow"
          Action   = [for action in local.planned : action if !startswith(action, "s3:")]
          Resource = "*"
        },
        {
          Effect    = "Deny"
          NotAction = local.planned
          Resource  = "*"
        },
        {
          Effect      = "Deny"
          Action      = "s3:GetObject"
          NotResource = local.states
        }
      ]
    }
  }
}

resource "aws_iam_role" "github" {
  for_each = local.github

  name                 = "ticketing-${each.key}"
  max_session_duration = 3600

  assume_role_policy = jsonencode({
    Version = "2012-10-17"
    Statement = [{
      Effect    = "Allow"
      Principal = { Federated = aws_iam_openid_connect_provider.github.arn }
      Action    = "sts:AssumeRoleWithWebIdentity"
      Condition = { StringEquals = {
        "token.actions.githubusercontent.com:aud" = "sts.amazonaws.com"
        "token.actions.githubusercontent.com:sub" = each.value.subject
      } }
    }]
  })
}

resource "aws_iam_role_policy" "github" {
  for_each = local.github

  name   = "own"
  role   = aws_iam_role.github[each.key].id
  policy = jsonencode({ Version = "2012-10-17", Statement = each.value.statements })
}
