output "cluster" {
  value = {
    name               = module.region.cluster.name
    endpoint           = module.region.cluster.endpoint
    interruption_queue = module.region.cluster.interruption_queue
    vpc_id             = module.region.network.vpc_id
  }
}

output "secrets" {
  value = module.region.secrets.names
}

output "broker_management" {
  value = module.region.broker.management
}

output "web_acl_name" {
  description = "For the Ingress's annotation."
  value       = module.region.edge.web_acl_name
}
