# Where the other roots keep their state. Singapore's is there so that dr can be changed when Seoul cannot be reached.
# Applied once, by hand, before there is a bucket: its own state is moved into Seoul's afterwards (docs/bootstrap.md).

provider "aws" {
  region = "ap-northeast-2"

  default_tags {
    tags = { project = "ticketing", root = "state" }
  }
}

provider "aws" {
  alias  = "singapore"
  region = "ap-southeast-1"

  default_tags {
    tags = { project = "ticketing", root = "state" }
  }
}

data "aws_caller_identity" "current" {}

module "seoul" {
  source = "../modules/bucket"

  name = "ticketing-${data.aws_caller_identity.current.account_id}-state-seoul"
}

module "singapore" {
  source    = "../modules/bucket"
  providers = { aws = aws.singapore }

  name = "ticketing-${data.aws_caller_identity.current.account_id}-state-singapore"
}

output "buckets" {
  value = {
    ap-northeast-2 = module.seoul.name
    ap-southeast-1 = module.singapore.name
  }
}
