variable "name" {
  type = string
}

variable "global_cluster_identifier" {
  type = string
}

variable "engine_version" {
  type        = string
  default     = "17.9"
  description = "Of a major version in AWS's standard support (17: until February 2030). The tests run on PostgreSQL 15, Debian's: what 15 can, 17 can."

  validation {
    condition     = tonumber(split(".", var.engine_version)[0]) >= 17
    error_message = "15 leaves standard support in February 2028, 16 a year later: too soon for something new."
  }
}

variable "standby" {
  type        = bool
  default     = false
  description = "Whether this cluster follows the one in `source_region`."
}

variable "source_region" {
  type    = string
  default = null
}

variable "password" {
  type        = string
  ephemeral   = true
  default     = null
  description = "Of the primary's owner. It is written, never kept."
}

variable "password_version" {
  type        = number
  default     = 1
  description = "A greater number writes the password again."
}

variable "instances" {
  type        = number
  description = "The writer, and readers that take over from it."
}

variable "instance_class" {
  type = string
}

variable "vpc_id" {
  type = string
}

variable "subnet_ids" {
  type = list(string)
}

variable "client_security_group_id" {
  type = string
}

variable "kms_key_arn" {
  type = string
}

variable "alarm_topic_arn" {
  type = string
}
