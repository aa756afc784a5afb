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

# Told by its last labels, as here is no list of public suffixes: two, or three under the likes of co.kr. The manifests' gate has the list.
variable "internal_domain" {
  type        = string
  description = "Of dev and SonarQube. Not a part of `domain`, nor of the same registrable domain."

  validation {
    condition = (
      regex("(?:[^.]+[.])?[^.]+$", replace(var.internal_domain, "/[.](ac|co|com|go|ne|net|or|org|pe|re)[.]([a-z]{2})$/", ".$1-$2")) !=
      regex("(?:[^.]+[.])?[^.]+$", replace(var.domain, "/[.](ac|co|com|go|ne|net|or|org|pe|re)[.]([a-z]{2})$/", ".$1-$2"))
    )
    error_message = "It shares its registrable domain with the shop: pages there could set the shop's cookies."
  }
}

variable "alarm_mail" {
  type = string
}

variable "monthly_budget" {
  type        = number
  description = "In US dollars; see docs/cost.md."
}

variable "audited_by_organisation" {
  type        = bool
  default     = false
  description = "Whether an AWS Organization watches this account with a trail and a GuardDuty of its own. Then none is made here."
}
