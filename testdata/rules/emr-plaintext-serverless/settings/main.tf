variable "release" {
  type = string
}

variable "name" {
  type = string
}

variable "extra" {
  type    = map(string)
  default = { "spark.ssl.internode.enabled" = "TRUE" }
}

resource "aws_emrserverless_application" "merged" {
  name          = "merged"
  type          = "Spark"
  release_label = "emr-7.12.0"
  runtime_configuration {
    classification = "spark-defaults"
    properties     = merge({ "spark.driver.cores" = "4" }, var.extra)
  }
}

resource "aws_emrserverless_application" "off_with_lake_formation" {
  name          = "off"
  type          = "SPARK"
  release_label = "emr-7.12.0"
  runtime_configuration {
    classification = "spark-defaults"
    properties = {
      "spark.emr-serverless.lakeformation.enabled" = "true"
      "spark.ssl.internode.enabled"                = "false"
    }
  }
}

resource "aws_emrserverless_application" "unknown_release" {
  name          = "release"
  type          = "SPARK"
  release_label = var.release
  runtime_configuration {
    classification = "spark-defaults"
    properties     = { "spark.ssl.internode.enabled" = "true" }
  }
}

resource "aws_emrserverless_application" "unknown_classification" {
  name          = "classification"
  type          = "SPARK"
  release_label = "emr-spark-8.0.0"
  runtime_configuration {
    classification = var.name
    properties     = { "spark.driver.cores" = "4" }
  }
}

resource "aws_emrserverless_application" "plain_whatever_the_release" {
  name          = "plain"
  type          = "SPARK"
  release_label = var.release
}
