mock_provider "aws" {
  source          = "../mocks"
  override_during = plan
}

mock_provider "aws" {
  alias           = "singapore"
  source          = "../mocks"
  override_during = plan
}

# One run, and a plan: each goes over everything, and that is what takes the time.
run "global" {
  command = plan

  # Github
  assert {
    condition = { for name, role in aws_iam_role.github : name => jsondecode(role.assume_role_policy).Statement[0].Condition } == {
      build = { StringEquals = {
        "token.actions.githubusercontent.com:aud" = "sts.amazonaws.com"
        "token.actions.githubusercontent.com:sub" = "repo:example/ticketing:ref:refs/heads/main"
      } }
      sign = { StringEquals = {
        "token.actions.githubusercontent.com:aud" = "sts.amazonaws.com"
        "token.actions.githubusercontent.com:sub" = "repo:example/ticketing:environment:signing"
      } }
      scan = { StringEquals = {
        "token.actions.githubusercontent.com:aud" = "sts.amazonaws.com"
        "token.actions.githubusercontent.com:sub" = "repo:example/ticketing:environment:scanning"
      } }
      promote = { StringEquals = {
        "token.actions.githubusercontent.com:aud" = "sts.amazonaws.com"
        "token.actions.githubusercontent.com:sub" = "repo:example/ticketing:environment:production"
      } }
      plan = { StringEquals = {
        "token.actions.githubusercontent.com:aud" = "sts.amazonaws.com"
        "token.actions.githubusercontent.com:sub" = "repo:example/ticketing:pull_request"
      } }
    }
    error_message = "Each role is for exactly one subject of exactly one repository, without a pattern."
  }

  assert {
    condition = alltrue([for role in aws_iam_role.github :
      length(jsondecode(role.assume_role_policy).Statement) == 1 &&
    jsondecode(role.assume_role_policy).Statement[0].Principal == { Federated = aws_iam_openid_connect_provider.github.arn }])
    error_message = "Nobody but GitHub's provider assumes these roles."
  }

  assert {
    condition = length(flatten([for name in ["promote", "scan", "plan"] : [
      for statement in jsondecode(aws_iam_role_policy.github[name].policy).Statement : [
        for action in flatten([statement.Action]) : action if !can(regex(":(BatchGet|Describe|Get|List)", action))
      ] if statement.Effect == "Allow"
    ]])) == 0
    error_message = "Only release writes."
  }

  assert {
    condition = alltrue(flatten([for name in ["build", "sign", "promote", "scan"] : [
      for statement in jsondecode(aws_iam_role_policy.github[name].policy).Statement : [
        for action in flatten([statement.Action]) : action == "ecr:GetAuthorizationToken" || !contains(flatten([statement.Resource]), "*")
      ] if statement.Effect == "Allow"
    ]]))
    error_message = "The product's repositories and its key, nothing else."
  }

  # Who builds does not sign
  assert {
    condition = [for name, policy in aws_iam_role_policy.github : name if anytrue(flatten([
      for statement in jsondecode(policy.policy).Statement : [for action in flatten([try(statement.Action, [])]) : action == "kms:Sign" && statement.Effect == "Allow"]
    ]))] == ["sign"]
    error_message = "One role signs, and it is not the one that builds."
  }

  assert {
    condition     = [for statement in jsondecode(aws_iam_role_policy.github["build"].policy).Statement : statement.Action if statement.Effect == "Deny"] == ["kms:*"]
    error_message = "Whoever builds uses no key, whatever is attached to the role."
  }

  assert {
    condition     = distinct(values(module.images.pushers)) == tolist([["arn:aws:iam::111122223333:role/ticketing-build", "arn:aws:iam::111122223333:role/ticketing-sign"]])
    error_message = "The repositories refuse whoever is not release."
  }

  # Plan reads states
  assert {
    condition = [for statement in jsondecode(aws_iam_role_policy.github["plan"].policy).Statement : [statement.Action, statement.Resource] if statement.Effect == "Allow"] == [
      ["s3:GetObject", [
        "arn:aws:s3:::ticketing-111122223333-state-seoul/dev.tfstate",
        "arn:aws:s3:::ticketing-111122223333-state-singapore/dr.tfstate",
        "arn:aws:s3:::ticketing-111122223333-state-seoul/global.tfstate",
        "arn:aws:s3:::ticketing-111122223333-state-seoul/prod.tfstate"
      ]],
      ["s3:ListBucket", ["arn:aws:s3:::ticketing-111122223333-state-seoul", "arn:aws:s3:::ticketing-111122223333-state-singapore"]],
      [[
        "ec2:DescribeAvailabilityZones", "route53:ListHostedZones", "route53:ListHostedZonesByName", "route53:GetHostedZone",
        "route53:ListTagsForResource", "sts:GetCallerIdentity"
      ], "*"]
    ]
    error_message = "A plan reads the states, zones and names, and no data."
  }

  assert {
    condition = anytrue([for statement in jsondecode(aws_iam_role_policy.github["plan"].policy).Statement :
      statement.Effect == "Deny" && try(contains(statement.NotAction, "s3:GetObject") && length(statement.NotAction) == 8 && statement.Resource == "*", false)
    ])
    error_message = "Everything else is denied, whatever is attached to the role."
  }

  # Images
  assert {
    condition = alltrue([for repository in concat(values(module.images.repositories), values(module.replicas.repositories)) :
    repository.image_tag_mutability == "IMMUTABLE" && repository.image_scanning_configuration[0].scan_on_push])
    error_message = "Tags cannot be moved, and what is pushed is scanned, in both regions."
  }

  assert {
    condition     = toset([for repository in module.images.repositories : repository.name]) == toset(["ticketing/api", "ticketing/seat-holds", "ticketing/workers", "ticketing/web"])
    error_message = "One repository per image that is built."
  }

  assert {
    condition     = aws_ecr_replication_configuration.singapore.replication_configuration[0].rule[0].destination[0].region == "ap-southeast-1"
    error_message = "The standby starts from images in its own region."
  }

  assert {
    condition     = aws_kms_key.images.key_usage == "SIGN_VERIFY"
    error_message = "The key signs."
  }

  # Budgets
  assert {
    condition     = toset([for budget in aws_budgets_budget.this : budget.budget_type]) == toset(["COST", "SAVINGS_PLANS_COVERAGE", "SAVINGS_PLANS_UTILIZATION"])
    error_message = "Cost, and the Savings Plans' coverage and utilisation, are watched."
  }

  # Domains
  assert {
    condition     = { for name, zone in aws_route53_zone.this : name => zone.name } == { internal = "ticketing-internal.example", shop = "ticketing.example" }
    error_message = "What customers know and what only we do have a domain each."
  }

  assert {
    condition = toset([for record in concat(values(aws_route53_record.caa), values(aws_route53_record.dmarc)) : record.name]) == toset([
      "ticketing.example", "_dmarc.ticketing.example", "ticketing-internal.example", "_dmarc.ticketing-internal.example"
    ])
    error_message = "Certificates and mail are bound for both."
  }

  # Audit
  assert {
    condition = (
      aws_cloudtrail.this[0].is_multi_region_trail && aws_cloudtrail.this[0].include_global_service_events
      && aws_cloudtrail.this[0].enable_log_file_validation && aws_cloudtrail.this[0].kms_key_id == aws_kms_key.trail[0].arn
    )
    error_message = "One trail of all regions, encrypted, whose files show that nobody has changed them."
  }

  assert {
    condition     = module.trail[0].private && module.trail[0].versioned && aws_cloudtrail.this[0].s3_bucket_name == module.trail[0].name
    error_message = "The trail has a bucket of its own."
  }

  assert {
    condition = [for statement in module.trail[0].policy.Statement : statement if statement.Sid == "NobodyDeletes"] == [{
      Sid       = "NobodyDeletes"
      Effect    = "Deny"
      Principal = "*"
      Action    = ["s3:DeleteObject", "s3:DeleteObjectVersion", "s3:DeleteBucket"]
      Resource  = ["arn:aws:s3:::ticketing-111122223333-trail", "arn:aws:s3:::ticketing-111122223333-trail/*"]
    }]
    error_message = "Nobody deletes what was done."
  }

  assert {
    condition = alltrue([for detection in [module.detection_in_seoul[0].detection, module.detection_in_singapore[0].detection] : (
      detection.enabled && detection.told == "operations@ticketing.example" && detection.pattern.source == ["aws.guardduty"]
      && length(setsubtract(["EKS_AUDIT_LOGS", "RUNTIME_MONITORING"], detection.features)) == 0 && detection.agent == ["EKS_ADDON_MANAGEMENT"]
    )])
    error_message = "GuardDuty watches the clusters in both regions, and somebody is told."
  }
}

run "a_pattern_is_no_repository" {
  command = plan

  variables {
    repository = "example/*"
  }

  expect_failures = [var.repository]
}

run "a_part_of_the_shops_domain" {
  command = plan

  variables {
    internal_domain = "internal.ticketing.example"
  }

  expect_failures = [var.internal_domain]
}

run "an_organisation_audits" {
  command = plan

  variables {
    audited_by_organisation = true
  }

  assert {
    condition     = length(aws_cloudtrail.this) == 0 && length(module.detection_in_seoul) == 0 && length(module.detection_in_singapore) == 0
    error_message = "Then its own are enough."
  }
}
