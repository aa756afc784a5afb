# Whole modules: a root names what operators need of them, its tests look at the rest.

output "operations" {
  value = module.operations
}

output "network" {
  value = module.network
}

output "cluster" {
  value = module.cluster
}

output "database" {
  value = module.database
}

output "cache" {
  value = module.cache
}

output "broker" {
  value = module.broker
}

output "edge" {
  value = module.edge
}

output "secrets" {
  value = module.secrets
}

# By itself: the global cluster, which the database belongs to, takes it from here.
output "engine_version" {
  value = module.database.engine_version
}
