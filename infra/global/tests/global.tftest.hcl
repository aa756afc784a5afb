mock_provider "aws" {
  source = "../mocks"
}

mock_provider "aws" {
  alias  = "singapore"
  source = "../mocks"
}

run "github" {
  assert {
    condition = { for name, role in aws_iam_role.github : name => jsondecode(role.assume_role_policy).Statement[0].Condition } == {
      release = { StringEquals = {
        "token.actions.githubusercontent.com:aud" = "sts.amazonaws.com"
        "token.actions.githubusercontent.com:sub" = "repo:example/ticketing:ref:refs/heads/main"
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
    condition = !anytrue(flatten([for name in ["promote", "plan"] : [
      for statement in jsondecode(aws_iam_role_policy.github[name].policy).Statement : [
        for action in flatten([statement.Action]) :
        statement.Effect == "Allow" && can(regex("\\*|:Put|:Create|:Delete|:Update|:Sign|:Upload|:Initiate|:Complete", action))
    ]]]))
    error_message = "Only release writes."
  }

  assert {
    condition = alltrue(flatten([for statement in jsondecode(aws_iam_role_policy.github["release"].policy).Statement :
    [for action in flatten([statement.Action]) : action == "ecr:GetAuthorizationToken" || !contains(flatten([statement.Resource]), "*")]]))
    error_message = "Release pushes to the product's repositories and signs with its key, nothing else."
  }
}

run "a_pattern_is_no_repository" {
  command = plan

  variables {
    repository = "example/*"
  }

  expect_failures = [var.repository]
}

run "images" {
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
}

run "budgets" {
  assert {
    condition     = toset([for budget in aws_budgets_budget.this : budget.budget_type]) == toset(["COST", "SAVINGS_PLANS_COVERAGE", "SAVINGS_PLANS_UTILIZATION"])
    error_message = "Cost, and the Savings Plans' coverage and utilisation, are watched."
  }
}
