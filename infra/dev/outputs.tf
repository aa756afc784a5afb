output "cluster" {
  value = { name = module.cluster.name, endpoint = module.cluster.endpoint, interruption_queue = module.cluster.interruption_queue }
}

output "secrets" {
  value = module.secrets.names
}

output "broker_management" {
  value = module.broker.management
}

