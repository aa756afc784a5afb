variable "name" {
  type = string
}

variable "domain" {
  type = string
}

variable "host" {
  type        = string
  description = "The region's own name. Customers use `www`, which dr points to one of the two."
}

variable "cidr" {
  type = string
}

variable "global_cluster_identifier" {
  type = string
}

variable "primary_region" {
  type        = string
  default     = null
  description = "The one that this region follows, if it does."
}

variable "standby" {
  type        = object({ name = string, region = string })
  default     = null
  description = "Who follows this region, if somebody does: gets copies of the secrets that are the same in both."
}

variable "alarm_mail" {
  type = string
}

variable "operator_role_arns" {
  type = list(string)
}

variable "passwords" {
  type = object({
    database = string
    redis    = string
    rabbitmq = string
    services = map(string)
  })
  ephemeral = true

  # They go into connection strings and addresses, where other characters would have to be escaped.
  validation {
    condition     = can(regex("^[A-Za-z0-9]{32,64}$", var.passwords.database))
    error_message = "database_password: 32 to 64 letters and digits."
  }

  validation {
    condition     = can(regex("^[A-Za-z0-9]{32,64}$", var.passwords.redis))
    error_message = "redis_password: 32 to 64 letters and digits."
  }

  validation {
    condition     = can(regex("^[A-Za-z0-9]{32,64}$", var.passwords.rabbitmq))
    error_message = "rabbitmq_password: 32 to 64 letters and digits."
  }

  validation {
    condition     = alltrue([for password in values(var.passwords.services) : can(regex("^[A-Za-z0-9]{32,64}$", password))])
    error_message = "service_passwords: 32 to 64 letters and digits each."
  }
}

variable "rabbitmq_first_password" {
  type      = string
  sensitive = true
}

variable "secrets_version" {
  type = number
}
