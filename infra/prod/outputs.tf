output "cluster" {
  value = {
    name               = module.cluster.name
    endpoint           = module.cluster.endpoint
    interruption_queue = module.cluster.interruption_queue
    vpc_id             = module.network.vpc_id
  }
}

output "secrets" {
  value = module.secrets.names
}

output "broker_management" {
  value = module.broker.management
}

output "web_acl_name" {
  description = "For the Ingress's annotation."
  value       = module.edge.web_acl_name
}
