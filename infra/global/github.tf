# GitHub Actions signs in with a token that says which repository and which ref or environment a job runs for. Each role is for
# exactly one such subject: with a pattern, a branch that anybody can push would do.

resource "aws_iam_openid_connect_provider" "github" {
  url            = "https://token.actions.githubusercontent.com"
  client_id_list = ["sts.amazonaws.com"]
}

locals {
  github = {
    # release.yml on main: pushes and signs images.
    release = {
      subject = "repo:${var.repository}:ref:refs/heads/main"
      statements = [
        {
          Effect   = "Allow"
          Action   = "ecr:GetAuthorizationToken"
          Resource = "*"
        },
        {
          Effect = "Allow"
          Action = [
            "ecr:BatchCheckLayerAvailability", "ecr:BatchGetImage", "ecr:GetDownloadUrlForLayer", "ecr:DescribeImages",
            "ecr:InitiateLayerUpload", "ecr:UploadLayerPart", "ecr:CompleteLayerUpload", "ecr:PutImage"
          ]
          Resource = [for repository in module.images.repositories : repository.arn]
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
        {
          Effect   = "Allow"
          Action   = "ecr:GetAuthorizationToken"
          Resource = "*"
        },
        {
          Effect = "Allow"
          Action = ["ecr:BatchGetImage", "ecr:GetDownloadUrlForLayer", "ecr:DescribeImages"]
          Resource = concat(
            [for repository in module.images.repositories : repository.arn],
            [for repository in module.replicas.repositories : repository.arn],
          )
        },
        {
          Effect   = "Allow"
          Action   = ["kms:GetPublicKey", "kms:DescribeKey"]
          Resource = aws_kms_key.images.arn
        }
      ]
    }

    # infra.yml on a pull request: reads what there is, to say what a change would do.
    plan = {
      subject = "repo:${var.repository}:pull_request"
      statements = [{
        Effect   = "Deny"
        Action   = ["secretsmanager:GetSecretValue", "kms:Sign"]
        Resource = "*"
      }]
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

resource "aws_iam_role_policy_attachment" "plan" {
  role       = aws_iam_role.github["plan"].name
  policy_arn = "arn:aws:iam::aws:policy/ReadOnlyAccess"
}
