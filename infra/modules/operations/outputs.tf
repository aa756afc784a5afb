output "kms_key_arn" {
  value = aws_kms_key.this.arn
}

output "alarm_topic_arn" {
  value = aws_sns_topic.alarms.arn
}

output "key_rotates" {
  value = aws_kms_key.this.enable_key_rotation
}

output "backup_days" {
  value = one(aws_backup_plan.daily.rule).lifecycle[0].delete_after
}
