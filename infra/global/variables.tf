variable "repository" {
  type        = string
  description = "OWNER/NAME on GitHub."

  validation {
    condition     = can(regex("^[A-Za-z0-9-]+/[A-Za-z0-9._-]+$", var.repository))
    error_message = "One repository, without a pattern."
  }
}

variable "domain" {
  type = string
}

variable "alarm_mail" {
  type = string
}

variable "monthly_budget" {
  type        = number
  description = "In US dollars; see docs/cost.md."
}
