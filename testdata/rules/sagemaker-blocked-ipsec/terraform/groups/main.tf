resource "aws_security_group" "job" {
}

output "job" {
  value = aws_security_group.job.id
}
