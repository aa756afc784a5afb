# RabbitMQ: one region's own, never copied to the other. What was under way is published again from the outbox.
# Its disks are encrypted with AWS's key: Amazon MQ takes no other for RabbitMQ.

resource "aws_mq_broker" "this" {
  broker_name                = var.name
  engine_type                = "RabbitMQ"
  engine_version             = "3.13"
  host_instance_type         = var.instance_type
  deployment_mode            = var.clustered ? "CLUSTER_MULTI_AZ" : "SINGLE_INSTANCE"
  publicly_accessible        = false
  auto_minor_version_upgrade = true
  subnet_ids                 = var.clustered ? var.subnet_ids : slice(var.subnet_ids, 0, 1)
  security_groups            = [aws_security_group.this.id]

  logs {
    general = true
  }

  maintenance_window_start_time {
    day_of_week = "TUESDAY"
    time_of_day = "18:00" # Wednesday 03:00 in Seoul: films open on Wednesdays and Thursdays, later in the day
    time_zone   = "UTC"
  }

  # A broker cannot be made without one, and the provider keeps it in the state. So it is of use only until the first
  # sign-in, which replaces it (docs/bootstrap.md).
  user {
    username = "ticketing"
    password = var.first_password
  }

  lifecycle {
    ignore_changes = [user]
  }
}

resource "aws_security_group" "this" {
  name        = "${var.name}-broker"
  description = "RabbitMQ from the cluster's pods"
  vpc_id      = var.vpc_id
}

resource "aws_vpc_security_group_ingress_rule" "amqps" {
  security_group_id            = aws_security_group.this.id
  description                  = "AMQP over TLS from the cluster"
  referenced_security_group_id = var.client_security_group_id
  ip_protocol                  = "tcp"
  from_port                    = 5671
  to_port                      = 5671
}

resource "aws_vpc_security_group_ingress_rule" "management" {
  security_group_id            = aws_security_group.this.id
  description                  = "RabbitMQ's management from the cluster, reached through a node"
  referenced_security_group_id = var.client_security_group_id
  ip_protocol                  = "tcp"
  from_port                    = 443
  to_port                      = 443
}

resource "aws_cloudwatch_metric_alarm" "messages" {
  alarm_name          = "${var.name}-broker-messages"
  alarm_description   = "Messages wait: tickets are late. Are payments and emails running? Are there dead letters?"
  namespace           = "AWS/AmazonMQ"
  metric_name         = "MessageReadyCount"
  dimensions          = { Broker = aws_mq_broker.this.broker_name }
  statistic           = "Minimum"
  comparison_operator = "GreaterThanThreshold"
  threshold           = 5000
  period              = 300
  evaluation_periods  = 2
  alarm_actions       = [var.alarm_topic_arn]
}
