variable "name" {
  type = string
}

variable "kms_key_arn" {
  type        = string
  default     = null
  description = "By default S3's own key."
}

variable "expire_after_days" {
  type        = number
  default     = null
  description = "By default nothing goes by itself."
}

variable "statements" {
  type        = any
  default     = []
  description = "What the bucket's policy says besides."
}
