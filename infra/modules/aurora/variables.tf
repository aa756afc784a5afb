variable "name" {
  type = string
}

variable "global_cluster_identifier" {
  type = string
}

variable "engine_version" {
  type        = string
  default     = "15.13"
  description = "The major version is the one that the tests run on."
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
