output "detection" {
  description = "For the tests."
  value = {
    enabled  = aws_guardduty_detector.this.enable
    features = [for feature in aws_guardduty_detector_feature.this : feature.name if feature.status == "ENABLED"]
    agent    = [for part in aws_guardduty_detector_feature.this["RUNTIME_MONITORING"].additional_configuration : part.name if part.status == "ENABLED"]
    pattern  = jsondecode(aws_cloudwatch_event_rule.findings.event_pattern)
    told     = aws_sns_topic_subscription.mail.endpoint
  }
}
