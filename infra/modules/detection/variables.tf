variable "alarm_mail" {
  type        = string
  description = "Who is told."
}
