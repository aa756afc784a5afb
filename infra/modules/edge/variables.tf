variable "name" {
  type = string
}

variable "zone" {
  type = string
}

variable "mail_domain" {
  type        = string
  description = "What mails come from: the zone or a part of it."
}

variable "hosts" {
  type        = list(string)
  description = "What the certificate is for."
}

variable "requests_per_address" {
  type        = number
  default     = 20000
  description = "Within five minutes. More is a flood."
}

variable "kms_key_arn" {
  type = string
}

variable "alarm_topic_arn" {
  type = string
}

variable "operator_role_arns" {
  type        = list(string)
  description = "Who may read the load balancers' logs."
}
