//! How long a root module takes to evaluate and judge, by its number of resources.
//!
//! ```sh
//! cargo bench
//! ```

use std::fmt::Write as _;

use divan::Bencher;
use divan::counter::ItemsCount;
use wirelint::files::Memory;
use wirelint::lint::{Request, lint};
use wirelint::rules::RULES;

fn main() {
    divan::main();
}

const RESOURCES: [usize; 5] = [125, 250, 500, 1000, 2000];

/// Blocks of their own, each with what decides it somewhere else.
#[divan::bench(args = RESOURCES)]
fn blocks(bencher: Bencher<'_, '_>, resources: usize) {
    measure(bencher, resources, vec![("main.tf".to_owned(), written(resources))]);
}

/// Instances of a module that is called with `for_each`.
#[divan::bench(args = RESOURCES)]
fn instances(bencher: Bencher<'_, '_>, resources: usize) {
    let called = format!("{VARIABLES}{}", written(25));
    let root = format!(
        "module \"team\" {{\n  source = \"./team\"\n  for_each = toset([for i in range({}) : \
         \"t${{i}}\"])\n  stage = each.key\n}}\n",
        resources / 25
    );
    let files = vec![("main.tf".to_owned(), root), ("team/main.tf".to_owned(), called)];
    measure(bencher, resources, files);
}

const VARIABLES: &str = "variable \"stage\" {\n  type = string\n}\n";

fn measure(bencher: Bencher<'_, '_>, resources: usize, files: Vec<(String, String)>) {
    let files = Memory::new(files);
    let request = Request { paths: vec![".".to_owned()], ..Request::default() };
    let outcome = lint(&request, &files, RULES).expect("the folder is there");
    assert_eq!(outcome.summary.resources, resources, "what is measured");
    bencher
        .counter(ItemsCount::new(resources))
        .bench(|| lint(&request, &files, RULES).expect("the folder is there"));
}

/// As teams write them: variables, locals that merge, conditionals, `dynamic` blocks, references.
fn written(resources: usize) -> String {
    let mut text = String::from(
        "variable \"sizes\" {\n  type = map(string)\n  default = {\n    small = \"m6i.large\"\n    \
         large = \"m6i.4xlarge\"\n  }\n}\nlocals {\n  base = { team = \"data\", owner = \"platform\" \
         }\n  tags = merge(local.base, { stage = \"prod\" })\n}\n",
    );
    for index in 0..resources / 5 {
        write!(
            text,
            r#"
resource "aws_launch_template" "n{index}" {{
  name_prefix = "n{index}-"
  tags        = merge(local.tags, {{ index = {index} }})
  dynamic "block_device_mappings" {{
    for_each = ["a", "b"]
    content {{
      device_name = "/dev/sd${{block_device_mappings.value}}"
      ebs {{
        volume_size = {index} + 20
      }}
    }}
  }}
}}
resource "aws_eks_node_group" "n{index}" {{
  cluster_name    = "main"
  node_group_name = format("n-%03d", {index})
  node_role_arn   = aws_iam_role.n{index}.arn
  subnet_ids      = ["subnet-1", "subnet-2"]
  instance_types  = [lookup(var.sizes, {index} % 2 == 0 ? "small" : "large", "m5.large")]
  launch_template {{
    id      = aws_launch_template.n{index}.id
    version = aws_launch_template.n{index}.latest_version
  }}
  scaling_config {{
    desired_size = 3
    max_size     = try(local.tags.max, 5)
    min_size     = 1
  }}
}}
resource "aws_iam_role" "n{index}" {{
  name               = join("-", ["node", "{index}"])
  assume_role_policy = jsonencode({{ Version = "2012-10-17", Statement = [] }})
}}
resource "aws_emr_security_configuration" "n{index}" {{
  name          = "emr-{index}"
  configuration = jsonencode({{
    EncryptionConfiguration = {{
      EnableInTransitEncryption = true
      EnableAtRestEncryption    = false
      InTransitEncryptionConfiguration = {{
        TLSCertificateConfiguration = {{
          CertificateProviderType = "PEM"
          S3Object                = "s3://certificates/emr.zip"
        }}
      }}
    }}
  }})
}}
resource "aws_emr_cluster" "n{index}" {{
  name                   = "n{index}"
  release_label          = "emr-7.1.0"
  service_role           = aws_iam_role.n{index}.arn
  security_configuration = aws_emr_security_configuration.n{index}.name
  master_instance_group {{
    instance_type = "m5.xlarge"
  }}
  core_instance_group {{
    instance_type  = "m5.xlarge"
    instance_count = {index} % 3 + 1
  }}
}}
"#
        )
        .expect("a text takes all");
    }
    text
}
