variable "domain" {
  type = string
}

variable "alarm_mail" {
  type = string
}

variable "operator_role_arns" {
  type        = list(string)
  description = "The roles of the people who operate the cluster."
}

variable "database_password" {
  type        = string
  ephemeral   = true
  description = "TF_VAR_database_password; never in the state."
}

variable "redis_password" {
  type        = string
  ephemeral   = true
  description = "TF_VAR_redis_password; never in the state."
}

variable "rabbitmq_password" {
  type        = string
  ephemeral   = true
  description = "TF_VAR_rabbitmq_password; never in the state."
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
}

variable "secrets_version" {
  type        = number
  default     = 1
  description = "Counted up when a password is rotated, so that it is written again."
}
