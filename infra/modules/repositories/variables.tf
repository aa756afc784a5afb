variable "pusher_arns" {
  type        = list(string)
  default     = []
  description = "The roles that may push. None: nobody is refused, as where AWS itself writes replicas."
}
