resource "awscc_ec2_vpc" "v" { cidr_block = "10.0.0.0/16" }
resource "aws_vpc" "w" { cidr_block = "10.1.0.0/16" }
resource "awscc_ec2_vpc_encryption_control" "c" {
  vpc_id = awscc_ec2_vpc.v.id
  mode   = "enforce"
}
resource "aws_subnet" "in_v" { vpc_id = awscc_ec2_vpc.v.vpc_id }
resource "awscc_ec2_subnet" "in_w" { vpc_id = aws_vpc.w.id }
resource "aws_eks_node_group" "cleared" {
  cluster_name   = "a"
  instance_types = ["m5.large"]
  subnet_ids     = [aws_subnet.in_v.id]
}
resource "aws_eks_node_group" "elsewhere" {
  cluster_name   = "b"
  instance_types = ["m5.large"]
  subnet_ids     = [awscc_ec2_subnet.in_w.subnet_id]
}
resource "awscc_sagemaker_data_quality_job_definition" "q" {
  job_resources  = { cluster_config = { instance_count = 2 } }
  network_config = { enable_inter_container_traffic_encryption = false }
}
resource "aws_sagemaker_monitoring_schedule" "s" {
  name = "s"
  monitoring_schedule_config {
    monitoring_type                = "DataQuality"
    monitoring_job_definition_name = awscc_sagemaker_data_quality_job_definition.q.job_definition_name
  }
}
resource "awscc_stepfunctions_state_machine" "m" {
  role_arn = "x"
  definition = jsonencode({ States = { E = { Type = "Task", Resource = "arn:aws:states:::elasticmapreduce:createCluster.sync",
  Parameters = { Name = "x", SecurityConfiguration = awscc_emr_security_configuration.s.name, Instances = { InstanceCount = 3 } } } } })
}
resource "awscc_emr_security_configuration" "s" {
  name                   = "s"
  security_configuration = "{\"EncryptionConfiguration\": {\"EnableInTransitEncryption\": false}}"
}
