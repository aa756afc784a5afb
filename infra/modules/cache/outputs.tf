output "host" {
  value = aws_elasticache_replication_group.this.primary_endpoint_address
}

output "group" {
  description = "For the tests of the roots."
  value = {
    encrypted_at_rest    = aws_elasticache_replication_group.this.at_rest_encryption_enabled
    encrypted_in_transit = aws_elasticache_replication_group.this.transit_encryption_enabled
    transit_mode         = aws_elasticache_replication_group.this.transit_encryption_mode
    global_group         = aws_elasticache_replication_group.this.global_replication_group_id
    fails_over           = aws_elasticache_replication_group.this.automatic_failover_enabled
    policy               = { for parameter in aws_elasticache_parameter_group.this.parameter : parameter.name => parameter.value }["maxmemory-policy"]
  }
}
