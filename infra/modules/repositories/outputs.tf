output "repositories" {
  value = aws_ecr_repository.this
}
