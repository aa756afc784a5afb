# Valkey: one region's own, never copied to the other. What is in it is rebuilt from PostgreSQL.

resource "aws_elasticache_replication_group" "this" {
  replication_group_id       = var.name
  description                = "Seat holds and waiting rooms"
  engine                     = "valkey"
  engine_version             = "7.2"
  node_type                  = var.node_type
  num_cache_clusters         = var.nodes
  automatic_failover_enabled = var.nodes > 1
  multi_az_enabled           = var.nodes > 1
  parameter_group_name       = aws_elasticache_parameter_group.this.name
  subnet_group_name          = aws_elasticache_subnet_group.this.name
  security_group_ids         = [aws_security_group.this.id]
  at_rest_encryption_enabled = true
  transit_encryption_enabled = true
  transit_encryption_mode    = "required"
  kms_key_id                 = var.kms_key_arn
  # A copy would be as old as holds live.
  snapshot_retention_limit = 0
  apply_immediately        = true

  lifecycle {
    # The provider would keep the token in the state: it is set by hand, see docs/bootstrap.md.
    ignore_changes = [auth_token, auth_token_update_strategy]
  }
}

# Full memory must be an error that somebody sees, not a hold that vanishes.
resource "aws_elasticache_parameter_group" "this" {
  name   = var.name
  family = "valkey7"

  parameter {
    name  = "maxmemory-policy"
    value = "noeviction"
  }
}

resource "aws_elasticache_subnet_group" "this" {
  name       = var.name
  subnet_ids = var.subnet_ids
}

resource "aws_security_group" "this" {
  name        = "${var.name}-cache"
  description = "Valkey from the cluster's pods"
  vpc_id      = var.vpc_id
}

resource "aws_vpc_security_group_ingress_rule" "this" {
  security_group_id            = aws_security_group.this.id
  description                  = "Valkey from the cluster"
  referenced_security_group_id = var.client_security_group_id
  ip_protocol                  = "tcp"
  from_port                    = 6379
  to_port                      = 6379
}

resource "aws_cloudwatch_metric_alarm" "processor" {
  alarm_name          = "${var.name}-cache-processor"
  alarm_description   = "Valkey runs holds on one thread, and that is nearly all used."
  namespace           = "AWS/ElastiCache"
  metric_name         = "EngineCPUUtilization"
  dimensions          = { CacheClusterId = "${var.name}-001" }
  statistic           = "Average"
  comparison_operator = "GreaterThanThreshold"
  threshold           = 80
  period              = 60
  evaluation_periods  = 3
  alarm_actions       = [var.alarm_topic_arn]
}

resource "aws_cloudwatch_metric_alarm" "memory" {
  alarm_name          = "${var.name}-cache-memory"
  alarm_description   = "When it is full, no hold is taken any more."
  namespace           = "AWS/ElastiCache"
  metric_name         = "DatabaseMemoryUsagePercentage"
  dimensions          = { CacheClusterId = "${var.name}-001" }
  statistic           = "Maximum"
  comparison_operator = "GreaterThanThreshold"
  threshold           = 75
  period              = 300
  evaluation_periods  = 1
  alarm_actions       = [var.alarm_topic_arn]
}
