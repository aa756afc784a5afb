variable "name" {
  type = string
}

variable "instance_type" {
  type = string
}

variable "clustered" {
  type        = bool
  description = "Three nodes in three zones, which quorum queues need to survive one."
}

variable "first_password" {
  type        = string
  sensitive   = true
  description = "Replaced by hand after the first apply."
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

variable "alarm_topic_arn" {
  type = string
}
