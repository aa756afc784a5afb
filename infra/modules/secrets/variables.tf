variable "environment" {
  type        = string
  description = "The middle of a secret's name. Both regions of prod have the same, so that their manifests are the same."

  validation {
    condition     = contains(["dev", "prod"], var.environment)
    error_message = "There are secrets for dev and prod; dr reads those of prod."
  }
}

variable "standby" {
  type        = bool
  default     = false
  description = "Whether replicated secrets come from another region."
}

variable "replica_regions" {
  type    = list(string)
  default = []
}

variable "reader_arns" {
  type        = list(string)
  description = "The roles that may read a value: External Secrets' in the environment's clusters, and operators'."

  validation {
    condition     = length(var.reader_arns) > 0 && alltrue([for arn in var.reader_arns : can(regex("^arn:aws:iam::[0-9]{12}:role/[^*?]+$", arn))])
    error_message = "Roles by their full names, without a pattern."
  }
}

variable "values" {
  type        = map(map(string))
  ephemeral   = true
  default     = {}
  description = "What Terraform writes: secret, property, value."
}

variable "service_accounts" {
  type = object({
    database  = string
    broker    = string
    passwords = map(string)
  })
  ephemeral   = true
  description = "How services reach PostgreSQL (a connection string without user and password) and RabbitMQ (its host), and by service the password of its user there: goes into `connections` beside what `values` says."

  validation {
    condition     = toset(keys(var.service_accounts.passwords)) == toset(["api", "seat-holds", "payments", "emails", "web"])
    error_message = "Each service has a password of its own, and nobody else has: api, seat-holds, payments, emails, web."
  }
}

variable "value_versions" {
  type        = map(number)
  default     = {}
  description = "For each secret in `values` a number; a greater one writes it again."
}
