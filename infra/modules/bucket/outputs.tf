output "name" {
  value = aws_s3_bucket.this.bucket
}

output "domain" {
  value = aws_s3_bucket.this.bucket_regional_domain_name
}

output "policy" {
  value = jsondecode(aws_s3_bucket_policy.this.policy)
}

output "private" {
  description = "Whether nothing in it can be made public."
  value = alltrue([
    aws_s3_bucket_public_access_block.this.block_public_acls,
    aws_s3_bucket_public_access_block.this.block_public_policy,
    aws_s3_bucket_public_access_block.this.ignore_public_acls,
    aws_s3_bucket_public_access_block.this.restrict_public_buckets,
  ])
}

output "versioned" {
  value = aws_s3_bucket_versioning.this.versioning_configuration[0].status == "Enabled"
}

output "expires_after_days" {
  value = try(aws_s3_bucket_lifecycle_configuration.this[0].rule[0].expiration[0].days, null)
}
