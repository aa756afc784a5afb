output "vpc_id" {
  value = aws_vpc.this.id
}

output "cidr" {
  value = aws_vpc.this.cidr_block
}

output "private_subnet_ids" {
  value = [for subnet in aws_subnet.private : subnet.id]
}

output "data_subnet_ids" {
  value = [for subnet in aws_subnet.data : subnet.id]
}

output "public_subnets_give_addresses" {
  description = "Whether anything put into a public subnet is on the internet without asking for it."
  value       = anytrue([for subnet in aws_subnet.public : subnet.map_public_ip_on_launch])
}

output "data_routes" {
  description = "Ways out of the data subnets: none but what the VPC itself has."
  value       = aws_route_table.data.route
}

output "gateways" {
  value = length(aws_nat_gateway.this)
}

output "interface_endpoints" {
  value = keys(aws_vpc_endpoint.interface)
}
