output "host" {
  value = trimprefix(trimsuffix(aws_mq_broker.this.instances[0].endpoints[0], ":5671"), "amqps://")
}

output "management" {
  value = aws_mq_broker.this.instances[0].console_url
}

output "broker" {
  description = "For the tests of the roots."
  value = {
    public = aws_mq_broker.this.publicly_accessible
    mode   = aws_mq_broker.this.deployment_mode
  }
}
