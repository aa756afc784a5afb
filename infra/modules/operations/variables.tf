variable "name" {
  type = string
}

variable "alarm_mail" {
  type        = string
  description = "Who is woken."
}
