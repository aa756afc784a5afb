# The product's image repositories in one region. Tags cannot be moved, so a tag names one build for ever.

resource "aws_ecr_repository" "this" {
  for_each = toset(["api", "seat-holds", "workers", "web"])

  name                 = "ticketing/${each.key}"
  image_tag_mutability = "IMMUTABLE"

  image_scanning_configuration {
    scan_on_push = true
  }

  encryption_configuration {
    encryption_type = "KMS"
  }
}

# By count, not by age: what runs in prod may be old, but is never hundreds of releases behind. Untagged ones stay: signatures and
# SBOMs that refer to an image have no tag.
resource "aws_ecr_lifecycle_policy" "this" {
  for_each = aws_ecr_repository.this

  repository = each.value.name
  policy = jsonencode({
    rules = [{
      rulePriority = 1
      description  = "The oldest of some 600 releases, each an image, its signature and its SBOM"
      selection    = { tagStatus = "any", countType = "imageCountMoreThan", countNumber = 2000 }
      action       = { type = "expire" }
    }]
  })
}

# In one account a role's policy could name any repository: this says on the repository itself who may push to it.
resource "aws_ecr_repository_policy" "pushers" {
  for_each = length(var.pusher_arns) == 0 ? {} : aws_ecr_repository.this

  repository = each.value.name
  policy = jsonencode({
    Version = "2012-10-17"
    Statement = [{
      Sid       = "NobodyElsePushes"
      Effect    = "Deny"
      Principal = "*"
      Action    = ["ecr:PutImage", "ecr:InitiateLayerUpload", "ecr:UploadLayerPart", "ecr:CompleteLayerUpload"]
      Condition = { ArnNotEquals = { "aws:PrincipalArn" = var.pusher_arns } }
    }]
  })
}
