# Where this was before modules/region. To be deleted once it is applied.

moved {
  from = module.operations
  to   = module.region.module.operations
}

moved {
  from = module.network
  to   = module.region.module.network
}

moved {
  from = module.cluster
  to   = module.region.module.cluster
}

moved {
  from = module.database
  to   = module.region.module.database
}

moved {
  from = module.cache
  to   = module.region.module.cache
}

moved {
  from = module.broker
  to   = module.region.module.broker
}

moved {
  from = module.edge
  to   = module.region.module.edge
}

moved {
  from = module.secrets
  to   = module.region.module.secrets
}
