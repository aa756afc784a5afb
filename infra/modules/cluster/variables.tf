variable "name" {
  type = string
}

variable "kubernetes_version" {
  type        = string
  default     = "1.36"
  description = "In AWS's standard support until August 2027; then EKS would upgrade the cluster by itself."
}

variable "vpc_id" {
  type        = string
  description = "Controllers change nothing outside of it."
}

variable "subnet_ids" {
  type = list(string)
}

variable "fixed_instance_type" {
  type = string
}

variable "fixed_nodes" {
  type        = number
  description = "Room for Argo CD, Karpenter, CoreDNS and the other controllers."
}

variable "operator_role_arns" {
  type        = list(string)
  description = "The roles of the people who may do anything in the cluster."
}

variable "secrets_environment" {
  type        = string
  description = "External Secrets reads `ticketing/<this>/*` and nothing else."
}

variable "zone_id" {
  type = string
}

variable "hosts" {
  type        = list(string)
  description = "The names that external-dns may write."
}

variable "kms_key_arn" {
  type = string
}
