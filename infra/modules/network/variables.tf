variable "name" {
  type        = string
  description = "Of the VPC, and of the cluster in it."
}

variable "cidr" {
  type        = string
  description = "A /16. The three VPCs do not overlap, so that they can be peered one day."

  validation {
    condition     = endswith(var.cidr, "/16")
    error_message = "The subnets are cut from a /16."
  }
}

variable "one_gateway_per_zone" {
  type        = bool
  default     = false
  description = "Whether losing a zone may not take the others' way out."
}

variable "interface_endpoints" {
  type        = list(string)
  default     = []
  description = "AWS services that are reached without leaving the VPC. Each costs by the hour and zone."
}

variable "kms_key_arn" {
  type = string
}
