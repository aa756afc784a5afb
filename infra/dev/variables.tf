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

variable "operator_role_arns" {
  type        = list(string)
  description = "The roles of the people who operate the cluster."
}

# Passwords go into connection strings and addresses, where other characters would have to be escaped.
variable "database_password" {
  type        = string
  ephemeral   = true
  description = "TF_VAR_database_password; never in the state."

  validation {
    condition     = can(regex("^[A-Za-z0-9]{32,64}$", var.database_password))
    error_message = "32 to 64 letters and digits."
  }
}

variable "redis_password" {
  type        = string
  ephemeral   = true
  description = "TF_VAR_redis_password; never in the state."

  validation {
    condition     = can(regex("^[A-Za-z0-9]{32,64}$", var.redis_password))
    error_message = "32 to 64 letters and digits."
  }
}

variable "rabbitmq_password" {
  type        = string
  ephemeral   = true
  description = "TF_VAR_rabbitmq_password; never in the state."

  validation {
    condition     = can(regex("^[A-Za-z0-9]{32,64}$", var.rabbitmq_password))
    error_message = "32 to 64 letters and digits."
  }
}

variable "rabbitmq_first_password" {
  type        = string
  sensitive   = true
  description = "TF_VAR_rabbitmq_first_password: of the broker's user until it is given rabbitmq_password by hand."
}

variable "service_passwords" {
  type        = map(string)
  ephemeral   = true
  description = "TF_VAR_service_passwords, by service: of its users in PostgreSQL and RabbitMQ, which the migrations make. The same in prod and dr, whose database is a replica."

  validation {
    condition     = alltrue([for password in values(var.service_passwords) : can(regex("^[A-Za-z0-9]{32,64}$", password))])
    error_message = "32 to 64 letters and digits."
  }
}

variable "secrets_version" {
  type        = number
  default     = 1
  description = "Counted up when a password is rotated, so that it is written again."
}

variable "sonarqube_password" {
  type        = string
  ephemeral   = true
  description = "TF_VAR_sonarqube_password; of SonarQube's own user in the database."

  validation {
    condition     = can(regex("^[A-Za-z0-9]{32,64}$", var.sonarqube_password))
    error_message = "32 to 64 letters and digits."
  }
}
