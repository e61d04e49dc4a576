# Modules take the configurations that they are handed, and otherwise the default of whoever calls
# them.
module "prod" {
  source = "./cluster"
  name   = "prod"
}

module "staging" {
  source = "./cluster"
  name   = "staging"
}

module "dev" {
  source = "./cluster"
  name   = "dev"
}

provider "helm" {
  kubernetes {
    host = module.staging.endpoint
  }
}

provider "helm" {
  alias = "prod"
  kubernetes {
    host = module.prod.endpoint
  }
}

module "platform_of_prod" {
  source = "./platform"
  providers = {
    helm = helm.prod
  }
}

module "platform_of_staging" {
  source = "./platform"
}

# Goes to a cluster that is not here.
module "named" {
  source = "./named"
  providers = {
    helm.target = helm.elsewhere
  }
}

data "aws_eks_cluster" "elsewhere" {
  name = "elsewhere"
}

provider "helm" {
  alias = "elsewhere"
  kubernetes {
    host = data.aws_eks_cluster.elsewhere.endpoint
  }
}
