# What may be spent, and whether the Savings Plans that were bought (docs/cost.md) are enough and are used.

locals {
  budgets = {
    cost        = { type = "COST", amount = tostring(var.monthly_budget), unit = "USD", comparison = "GREATER_THAN", thresholds = [80, 100] }
    coverage    = { type = "SAVINGS_PLANS_COVERAGE", amount = "100", unit = "PERCENTAGE", comparison = "LESS_THAN", thresholds = [70] }
    utilisation = { type = "SAVINGS_PLANS_UTILIZATION", amount = "100", unit = "PERCENTAGE", comparison = "LESS_THAN", thresholds = [95] }
  }
}

resource "aws_budgets_budget" "this" {
  for_each = local.budgets

  name         = "ticketing-${each.key}"
  budget_type  = each.value.type
  limit_amount = each.value.amount
  limit_unit   = each.value.unit
  time_unit    = "MONTHLY"

  # These two are measured in use, not in money: AWS takes no other kinds of costs for them.
  dynamic "cost_types" {
    for_each = each.key == "cost" ? [] : [each.key]
    content {
      include_credit             = false
      include_discount           = false
      include_other_subscription = false
      include_recurring          = false
      include_refund             = false
      include_subscription       = true
      include_support            = false
      include_tax                = false
      include_upfront            = false
      use_blended                = false
    }
  }

  dynamic "notification" {
    for_each = each.value.thresholds
    content {
      comparison_operator        = each.value.comparison
      notification_type          = "ACTUAL"
      threshold                  = notification.value
      threshold_type             = "PERCENTAGE"
      subscriber_email_addresses = [var.alarm_mail]
    }
  }
}
