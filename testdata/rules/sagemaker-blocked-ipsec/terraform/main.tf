variable "ranges" {
  type = list(string)
}

resource "aws_sagemaker_training_job" "module" {
  enable_inter_container_traffic_encryption = true
  resource_config {
    instance_count = 2
  }
  vpc_config {
    security_group_ids = [module.groups.job]
  }
}

resource "aws_sagemaker_training_job" "unknown" {
  enable_inter_container_traffic_encryption = true
  resource_config {
    instance_count = 2
  }
  vpc_config {
    security_group_ids = [aws_security_group.ranges.id]
  }
}

resource "aws_security_group" "ranges" {
  dynamic "ingress" {
    for_each = [0]
    content {
      protocol    = "-1"
      from_port   = 0
      to_port     = 0
      cidr_blocks = var.ranges
    }
  }
  egress {
    protocol        = "-1"
    from_port       = 0
    to_port         = 0
    prefix_list_ids = ["pl-1"]
    security_groups = [aws_security_group.ranges.id]
  }
}

# awscc takes CloudFormation's words, and keeps the rule that lets everything out.
resource "aws_sagemaker_training_job" "awscc" {
  enable_inter_container_traffic_encryption = true
  resource_config {
    instance_count = 2
  }
  vpc_config {
    security_group_ids = [awscc_ec2_security_group.job.id]
  }
}

resource "awscc_ec2_security_group" "job" {
  group_description = "Training nodes"
}

resource "awscc_ec2_security_group_ingress" "keys" {
  group_id                 = awscc_ec2_security_group.job.id
  source_security_group_id = awscc_ec2_security_group.job.id
  ip_protocol              = "udp"
  from_port                = 500
  to_port                  = 500
}

# IPv6 lets it through if the instances have such addresses.
resource "aws_sagemaker_training_job" "ipv6" {
  enable_inter_container_traffic_encryption = true
  resource_config {
    instance_count = 2
  }
  vpc_config {
    security_group_ids = [awscc_ec2_security_group.ipv6.id]
  }
}

resource "awscc_ec2_security_group" "ipv6" {
  group_description      = "Training nodes"
  security_group_ingress = [{ ip_protocol = "-1", cidr_ipv_6 = "::/0" }]
}

# Whether it encrypts at all is for another rule to say.
variable "encrypt" {
  type = bool
}

resource "aws_sagemaker_training_job" "perhaps" {
  enable_inter_container_traffic_encryption = var.encrypt
  resource_config {
    instance_count = 2
  }
  vpc_config {
    security_group_ids = [aws_security_group.ranges.id]
  }
}
