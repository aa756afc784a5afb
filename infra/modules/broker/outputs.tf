output "host" {
  value = trimprefix(trimsuffix(aws_mq_broker.this.instances[0].endpoints[0], ":5671"), "amqps://")
}

output "management" {
  value = aws_mq_broker.this.instances[0].console_url
}

output "broker" {
  description = "For the tests of the roots."
  value = {
    public  = aws_mq_broker.this.publicly_accessible
    mode    = aws_mq_broker.this.deployment_mode
    own_key = !aws_mq_broker.this.encryption_options[0].use_aws_owned_key
  }
}
