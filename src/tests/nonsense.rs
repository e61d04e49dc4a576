//! Templates that make no sense: functions in functions, with arguments of any number and kind.
//!
//! None makes the linter panic or go on and on, and every span lies within the template.

use super::truncate::{assert_sound, show};
use crate::files::Memory;
use crate::lint::{Request, lint};
use crate::rules::RULES;

/// How many templates are tried.
const TEMPLATES: u64 = if cfg!(debug_assertions) { 1500 } else { 100_000 };

/// How deep values nest, and how many values one template has at most.
const DEPTH: usize = 8;
const VALUES: usize = 300;

const KINDS: &[&str] = &[
    "AWS::EMR::Cluster",
    "AWS::EMR::InstanceFleetConfig",
    "AWS::EMR::InstanceGroupConfig",
    "AWS::EMR::SecurityConfiguration",
    "AWS::EKS::Cluster",
    "AWS::EKS::Nodegroup",
    "AWS::EC2::LaunchTemplate",
    "AWS::EC2::Subnet",
    "AWS::EC2::VPC",
    "AWS::EC2::VPCEncryptionControl",
    "AWS::SageMaker::TrainingJob",
    "AWS::SageMaker::ProcessingJob",
    "AWS::SageMaker::MonitoringSchedule",
    "AWS::SageMaker::ModelBiasJobDefinition",
    "AWS::StepFunctions::StateMachine",
    "AWS::Serverless::StateMachine",
];

/// Names of properties that mean something somewhere.
const NAMES: &[&str] = &[
    "Arguments",
    "ClusterConfig",
    "ClusterId",
    "ClusterName",
    "ConfigurationProperties",
    "Configurations",
    "CoreInstanceFleet",
    "CoreInstanceGroup",
    "Definition",
    "DefinitionString",
    "DefinitionSubstitutions",
    "EnableInTransitEncryption",
    "EnableInterContainerTrafficEncryption",
    "EncryptionConfiguration",
    "InstanceCount",
    "InstanceGroups",
    "InstanceRequirements",
    "InstanceType",
    "InstanceTypes",
    "Instances",
    "JobResources",
    "LaunchTemplate",
    "LaunchTemplateData",
    "MasterInstanceGroup",
    "MaxSize",
    "Mode",
    "MonitoringScheduleConfig",
    "Name",
    "NetworkConfig",
    "Parameters",
    "ProcessingResources",
    "Resource",
    "ResourceConfig",
    "ResourcesVpcConfig",
    "ScalingConfig",
    "SecurityConfiguration",
    "StartAt",
    "States",
    "SubnetIds",
    "Subnets",
    "TaskInstanceGroups",
    "Type",
    "VpcId",
    "<<",
    "Fn::ForEach::Loop",
    "Fn::Transform",
];

/// Functions, as tags.
const FUNCTIONS: &[&str] = &[
    "Ref",
    "GetAtt",
    "Sub",
    "FindInMap",
    "If",
    "Join",
    "Split",
    "Select",
    "Cidr",
    "Base64",
    "Length",
    "ImportValue",
    "GetAZs",
    "ToJsonString",
    "Transform",
    "Condition",
    "And",
    "Or",
    "Not",
    "Equals",
    "Contains",
    "Nonsense",
];

const SCALARS: &[&str] = &[
    "~",
    "''",
    "true",
    "no",
    "0",
    "1",
    "-1",
    "3",
    "010",
    "1e9",
    "99999999999999999999",
    ".inf",
    "text",
    "A",
    "B",
    "C",
    "D",
    "R0",
    "R1",
    "R2.Arn",
    "P",
    "L",
    "N",
    "M",
    "Item",
    "'a,b'",
    "','",
    "'10.0.0.0/16'",
    "ml.m5.large",
    "t3.large",
    "'${P}'",
    "'${R1.Arn}-${'",
    "'${!P}${L}${Item}'",
    "'{\"a\": [1, \"${P}\"]}'",
    "'{\"States\": {\"A\": {\"Type\": \"Task\"'",
    "'{{resolve:ssm:x}}'",
    "AWS::NoValue",
    "AWS::Region",
    "&x y",
    "é",
    "arn:aws:states:::sagemaker:createTrainingJob.sync",
    // A tag cannot stand before it.
    "*x",
];

/// Makes a template of a number, the same each time.
struct Maker {
    state: u64,
    left: usize,
    text: String,
}

#[test]
fn nonsense_is_linted() {
    for seed in 0..TEMPLATES {
        let text = Maker { state: seed, left: VALUES, text: String::new() }.template();
        let request = Request { stdin: Some(text.into_bytes()), ..Request::default() };
        let outcome = lint(&request, &Memory::default(), RULES).expect("standard input");
        assert_sound(&outcome, &format!("template {seed}"));
        show(&outcome).expect("text");
    }
}

impl Maker {
    fn template(mut self) -> String {
        self.text.push_str(
            "Parameters: {P: {Type: String, Default: p}, L: {Type: CommaDelimitedList}, \
             N: {Type: Number, Default: 3, AllowedValues: [1, 3]}}\n\
             x: &x {InstanceCount: 2}\nMappings: {M: {A: {B: ",
        );
        self.value(2);
        self.text.push_str("}}}\nConditions:\n");
        for name in ["A", "B", "C", "D"] {
            self.text.push_str(&format!("  {name}: "));
            self.function(DEPTH / 2);
            self.text.push('\n');
        }
        self.text.push_str("Resources:\n");
        for number in 0..4 {
            let kind = self.one_of(KINDS);
            self.text.push_str(&format!("  R{number}:\n    Type: {kind}\n"));
            if self.below(2) == 0 {
                let condition = self.one_of(&["A", "B", "C", "D", "E", "!Ref P", "[A]"]);
                self.text.push_str(&format!("    Condition: {condition}\n"));
            }
            self.text.push_str("    Properties: ");
            self.map(DEPTH);
            self.text.push('\n');
        }
        self.text
    }

    fn value(&mut self, depth: usize) {
        self.left = self.left.saturating_sub(1);
        match self.below(10) {
            _ if depth == 0 || self.left == 0 => self.scalar(),
            0 | 1 => self.scalar(),
            2 | 3 => self.list(depth),
            4..=6 => self.map(depth),
            _ => self.function(depth),
        }
    }

    fn scalar(&mut self) {
        let scalar = self.one_of(SCALARS);
        self.text.push_str(scalar);
        // An alias is a value too, but nothing may touch it.
        self.text.push(' ');
    }

    fn list(&mut self, depth: usize) {
        self.text.push('[');
        for _ in 0..self.below(5) {
            self.value(depth - 1);
            self.text.push_str(", ");
        }
        self.text.push(']');
    }

    fn map(&mut self, depth: usize) {
        self.text.push('{');
        for _ in 0..self.below(6) {
            let name = self.one_of(NAMES);
            self.text.push_str(&format!("{name}: "));
            self.value(depth.saturating_sub(1));
            self.text.push_str(", ");
        }
        self.text.push('}');
    }

    fn function(&mut self, depth: usize) {
        let depth = depth.saturating_sub(1);
        let name = self.one_of(FUNCTIONS);
        if self.below(3) == 0 {
            self.text.push_str(&format!("{{'Fn::{name}': "));
            self.value(depth);
            self.text.push('}');
            return;
        }
        // A tag cannot stand before another.
        self.text.push_str(&format!("!{name} "));
        match self.below(4) {
            0 => {
                let scalar = self.one_of(&SCALARS[..SCALARS.len() - 1]);
                self.text.push_str(&format!("{scalar} "));
            }
            1 if depth > 0 => self.map(depth),
            _ if depth > 0 => self.list(depth),
            _ => self.text.push_str("[]"),
        }
    }

    fn one_of(&mut self, texts: &[&'static str]) -> &'static str {
        texts[self.below(texts.len())]
    }

    fn below(&mut self, count: usize) -> usize {
        // Knuth's generator; its upper bits are the good ones.
        self.state = self
            .state
            .wrapping_mul(6_364_136_223_846_793_005)
            .wrapping_add(1_442_695_040_888_963_407);
        (self.state >> 33) as usize % count
    }
}
