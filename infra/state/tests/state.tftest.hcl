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
run "state" {
  command = plan

  # Buckets
  assert {
    condition     = module.seoul.private && module.singapore.private
    error_message = "State may never be public."
  }

  assert {
    condition     = module.seoul.versioned && module.singapore.versioned
    error_message = "A state that was overwritten must come back."
  }

  assert {
    condition     = output.buckets["ap-southeast-1"] == "ticketing-111122223333-state-singapore"
    error_message = "The standby's state has a bucket of its own."
  }

  # Transport
  assert {
    condition = alltrue([for statement in module.singapore.policy.Statement :
    statement.Effect == "Deny" && statement.Condition.Bool["aws:SecureTransport"] == "false"])
    error_message = "Nobody is let in by the bucket's policy, and nobody without TLS."
  }
}
