variable "name" {
  type = string
}

variable "node_type" {
  type = string
}

variable "nodes" {
  type        = number
  description = "The primary, and replicas that take over from it."
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
