# What the tests' stand-in for AWS answers where any made-up text would not do; already when planning, which is all that tests do.

mock_data "aws_caller_identity" {
  defaults = { account_id = "111122223333" }
}

mock_data "aws_availability_zones" {
  defaults = { names = ["a", "b", "c", "d"] }
}

mock_data "aws_ip_ranges" {
  defaults = { cidr_blocks = ["15.177.0.0/18", "54.228.16.0/26"] }
}

mock_data "aws_route53_zone" {
  defaults = { zone_id = "Z0123456789" }
}

mock_resource "aws_iam_openid_connect_provider" {
  override_during = plan
  defaults        = { arn = "arn:aws:iam::111122223333:oidc-provider/token.actions.githubusercontent.com" }
}

mock_resource "aws_iam_role" {
  override_during = plan
  defaults        = { arn = "arn:aws:iam::111122223333:role/mock" }
}

mock_resource "aws_kms_key" {
  override_during = plan
  defaults        = { arn = "arn:aws:kms:ap-northeast-2:111122223333:key/00000000-0000-0000-0000-000000000000" }
}

mock_resource "aws_sns_topic" {
  override_during = plan
  defaults        = { arn = "arn:aws:sns:ap-northeast-2:111122223333:mock" }
}

mock_resource "aws_sqs_queue" {
  override_during = plan
  defaults        = { arn = "arn:aws:sqs:ap-northeast-2:111122223333:mock", url = "https://sqs.ap-northeast-2.amazonaws.com/111122223333/mock" }
}

mock_resource "aws_cloudwatch_log_group" {
  override_during = plan
  defaults        = { arn = "arn:aws:logs:ap-northeast-2:111122223333:log-group:mock" }
}

mock_resource "aws_acm_certificate" {
  override_during = plan
  defaults = {
    arn = "arn:aws:acm:ap-northeast-2:111122223333:certificate/mock"
    domain_validation_options = [
      { domain_name = "www.ticketing.example", resource_record_name = "_proof.www.ticketing.example", resource_record_type = "CNAME", resource_record_value = "proof.example" },
      { domain_name = "seoul.ticketing.example", resource_record_name = "_proof.seoul.ticketing.example", resource_record_type = "CNAME", resource_record_value = "proof.example" },
      { domain_name = "singapore.ticketing.example", resource_record_name = "_proof.singapore.ticketing.example", resource_record_type = "CNAME", resource_record_value = "proof.example" },
      { domain_name = "dev.ticketing-internal.example", resource_record_name = "_proof.dev.ticketing-internal.example", resource_record_type = "CNAME", resource_record_value = "proof.example" },
      { domain_name = "sonarqube.ticketing-internal.example", resource_record_name = "_proof.sonarqube.ticketing-internal.example", resource_record_type = "CNAME", resource_record_value = "proof.example" }
    ]
  }
}

mock_resource "aws_wafv2_web_acl" {
  override_during = plan
  defaults        = { arn = "arn:aws:wafv2:ap-northeast-2:111122223333:regional/webacl/mock/1" }
}

mock_resource "aws_eks_cluster" {
  override_during = plan
  defaults = {
    arn        = "arn:aws:eks:ap-northeast-2:111122223333:cluster/mock"
    vpc_config = { cluster_security_group_id = "sg-0123456789" }
  }
}

mock_resource "aws_launch_template" {
  override_during = plan
  defaults        = { id = "lt-0123456789", latest_version = 1 }
}

mock_resource "aws_ecr_repository" {
  override_during = plan
  defaults        = { arn = "arn:aws:ecr:ap-northeast-2:111122223333:repository/ticketing/mock" }
}

mock_resource "aws_mq_broker" {
  override_during = plan
  defaults = {
    instances = [{ endpoints = ["amqps://b-mock.mq.ap-northeast-2.amazonaws.com:5671"], console_url = "https://b-mock.mq.ap-northeast-2.amazonaws.com" }]
  }
}

mock_resource "aws_sesv2_email_identity" {
  override_during = plan
  defaults        = { dkim_signing_attributes = { tokens = ["one", "two", "three"] } }
}

mock_resource "aws_secretsmanager_secret" {
  override_during = plan
  defaults        = { arn = "arn:aws:secretsmanager:ap-northeast-2:111122223333:secret:mock" }
}

mock_resource "aws_cloudwatch_event_rule" {
  override_during = plan
  defaults        = { arn = "arn:aws:events:ap-northeast-2:111122223333:rule/mock" }
}

mock_resource "aws_vpc" {
  override_during = plan
  defaults        = { id = "vpc-0123456789abcdef0" }
}

mock_resource "aws_route_table" {
  override_during = plan
  defaults        = { route = [] }
}

mock_resource "aws_elasticache_replication_group" {
  override_during = plan
  defaults        = { global_replication_group_id = "" }
}
