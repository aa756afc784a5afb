output "hosts" {
  description = "Writer, then reader: a client that prefers the primary finds it after a promotion too."
  value       = "${aws_rds_cluster.this.endpoint},${aws_rds_cluster.this.reader_endpoint}"
}

output "engine_version" {
  value = var.engine_version
}

output "arn" {
  value = aws_rds_cluster.this.arn
}

output "cluster" {
  description = "For the tests of the roots."
  value = {
    encrypted           = aws_rds_cluster.this.storage_encrypted
    kms_key_id          = aws_rds_cluster.this.kms_key_id
    deletion_protection = aws_rds_cluster.this.deletion_protection
    master_password     = aws_rds_cluster.this.master_password
    master_username     = aws_rds_cluster.this.master_username
    global_cluster      = aws_rds_cluster.this.global_cluster_identifier
    source_region       = aws_rds_cluster.this.source_region
    public              = anytrue(aws_rds_cluster_instance.this[*].publicly_accessible)
    minor_upgrades      = alltrue(aws_rds_cluster_instance.this[*].auto_minor_version_upgrade)
    family              = aws_rds_cluster_parameter_group.this.family
    versions            = distinct(concat([aws_rds_cluster.this.engine_version], aws_rds_cluster_instance.this[*].engine_version))
    instances           = length(aws_rds_cluster_instance.this)
  }
}
