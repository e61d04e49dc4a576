//! Every property that a view names exists, in the words of each language.
//!
//! `testdata/schemas/` has what CloudFormation's registry, the providers and the API know of the
//! kinds that views name; `trim.py` there makes it. What is asked for is noted while all examples
//! of all rules run, and one bare resource of each kind in each language. So a property of an
//! element of a list is seen if some example has such an element; that no path of a view goes
//! unseen in all of them is a test of its own.

use std::collections::{BTreeMap, BTreeSet};

use regex::Regex;

use super::examples::{Example, blocks, pages};
use super::rules::files_in;
use crate::files::{Memory, golden};
use crate::lint::{Request, lint};
use crate::rules::RULES;
use crate::world::asked::{self, Asked, Column, Place};

/// What is in no schema, and is asked for all the same.
struct Unpublished {
    kinds: &'static [&'static str],
    /// The last key of the path; none for all of the kind.
    keys: &'static [&'static str],
    why: &'static str,
}

const UNPUBLISHED: &[Unpublished] = &[
    Unpublished {
        kinds: &["AWS::SageMaker::TrainingJob", "AWS::SageMaker::AutoMLJob"],
        keys: &[],
        why: "their pages in CloudFormation's reference came before their schemas",
    },
    Unpublished {
        kinds: &["AWS::SageMaker::AutoMLJobV2", "AWS::SageMaker::HyperParameterTuningJob"],
        keys: &[],
        why: "CloudFormation has none yet, and would name them like the operations",
    },
    Unpublished {
        kinds: &["awscc_emrserverless_application"],
        keys: &["runtime_configuration"],
        why: "the provider leaves out what may hold itself, so that it reads as unset",
    },
    Unpublished {
        kinds: &["awscc_sagemaker_cluster"],
        keys: &["instance_types"],
        why: "new in CloudFormation, which the provider follows",
    },
    Unpublished {
        kinds: &[
            "AWS::EMRServerless::Application",
            "elasticmapreduce:createCluster",
            "emr-serverless:startJobRun",
            "emr-containers:startJobRun",
        ],
        keys: &["ConfigurationProperties"],
        why: "what CloudFormation calls the properties of a cluster; all settings are read alike",
    },
    Unpublished {
        kinds: &["AWS::SageMaker::Pipeline", "awscc_sagemaker_pipeline"],
        keys: &["DefinitionSubstitutions", "definition_substitutions"],
        why: "all that carry jobs are read alike",
    },
    Unpublished {
        kinds: &[
            "AWS::EMR::Cluster",
            "AWS::EMR::InstanceGroupConfig",
            "aws_emr_cluster",
            "aws_emr_instance_group",
            "aws_emr_instance_fleet",
            "elasticmapreduce:createCluster",
        ],
        keys: &["InstanceType", "InstanceTypeConfigs", "instance_type", "instance_type_configs"],
        why: "groups have a type, fleets have configurations of types, and both are read alike",
    },
    Unpublished {
        kinds: &["aws_autoscaling_group"],
        keys: &["tags", "key"],
        why: "the provider had it before version 5",
    },
    Unpublished {
        kinds: &["aws_emr_cluster"],
        keys: &["core_instance_count", "core_instance_type", "master_instance_type"],
        why: "versions 1 and 2 of the provider had them",
    },
];

impl Unpublished {
    fn is_for(&self, place: &Place) -> bool {
        let key = place.path.rsplit('.').next().unwrap_or_default();
        self.kinds.contains(&place.kind.as_str())
            && (self.keys.is_empty() || self.keys.contains(&key))
    }
}

#[test]
fn every_property_of_a_view_is_in_the_schema() {
    let schemas = Schemas::read();
    let asked = asked();
    let mut wrong = BTreeSet::new();
    let mut excused = BTreeSet::new();
    for place in &asked.paths {
        // Providers of others, and data sources.
        let foreign = ["helm_", "kubernetes_", "kubectl_", "data."];
        if foreign.iter().any(|it| place.kind.starts_with(it)) {
            continue;
        }
        let Err(lack) = schemas.hold(place, &asked) else { continue };
        match UNPUBLISHED.iter().position(|it| it.is_for(place)) {
            Some(at) => drop(excused.insert(at)),
            None => drop(wrong.insert(lack)),
        }
    }
    for (at, it) in UNPUBLISHED.iter().enumerate() {
        if !excused.contains(&at) {
            wrong.insert(format!("not asked for, or published by now: {:?}: {}", it.kinds, it.why));
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.into_iter().collect::<Vec<_>>().join("\n"));
    assert!(asked.paths.len() > 100, "hardly anything was asked for");
}

#[test]
fn every_path_of_a_view_is_asked_for_in_some_example() {
    let asked = asked();
    // What else comes in pairs is not spelled like this.
    let pair = r#"\(\s*"([A-Z][A-Za-z0-9.]*|)",\s*"([a-z][A-Za-z0-9_.]*|)",?\s*\)"#;
    let pair = Regex::new(pair).unwrap();
    let mut unseen = Vec::new();
    for (file, text) in super::tidy::sources("src/aws", "rs") {
        let text = text.split("#[cfg(test)]").next().unwrap_or_default();
        for found in pair.captures_iter(text) {
            for word in [&found[1], &found[2]] {
                if !word.is_empty() && !asked.words.contains(word) {
                    unseen.push(format!("{file}: no example asks for {word}"));
                }
            }
        }
    }
    assert!(unseen.is_empty(), "{}", unseen.join("\n"));
}

fn asked() -> Asked {
    let examples = || {
        for page in pages() {
            for block in blocks(&page.text) {
                if let Some(example) = Example::of(&block, page.rule) {
                    example.run(page.rule);
                }
            }
        }
        for folder in golden::cases("rules") {
            let folder = folder.file_name().expect("a name").to_string_lossy().into_owned();
            for case in golden::cases(&format!("rules/{folder}")) {
                run(files_in(&case));
            }
        }
    };
    let kinds = asked::during(examples).kinds;
    let column = |at: usize| {
        let names = kinds.iter().map(move |it| it[at]).filter(|it| !it.is_empty());
        names.collect::<BTreeSet<_>>().into_iter().enumerate()
    };
    asked::during(|| {
        examples();
        let resource =
            |(at, kind)| format!("  It{at}: {{ Type: '{kind}', Properties: {{ A: 1 }} }}\n");
        let template: String = column(0).map(resource).collect();
        run([("template.yaml", format!("Resources:\n{template}"))]);
        for language in [1, 2] {
            let resource = |(at, kind)| format!("resource \"{kind}\" \"it{at}\" {{}}\n");
            run([("main.tf", column(language).map(resource).collect::<String>())]);
        }
        run([("template.yaml", machine(column(3)))]);
    })
}

fn run<P: AsRef<str>, B: Into<Vec<u8>>>(files: impl IntoIterator<Item = (P, B)>) {
    let memory = Memory::new(files);
    let request = Request { paths: vec![".".to_owned()], ..Request::default() };
    lint(&request, &memory, RULES).expect("the folder that holds the files");
}

/// A state machine that makes these calls.
fn machine<'c>(calls: impl Iterator<Item = (usize, &'c str)>) -> String {
    let mut machine = "Resources:
  It:
    Type: AWS::StepFunctions::StateMachine
    Properties:
      Definition:
        StartAt: S0
        States:
"
    .to_owned();
    for (at, call) in calls {
        for (before, prefix) in [("S", ""), ("T", "aws-sdk:")] {
            let next = if prefix.is_empty() { format!("T{at}") } else { format!("S{}", at + 1) };
            machine.push_str(&format!(
                "          {before}{at}:
            Type: Task
            Resource: arn:aws:states:::{prefix}{call}
            Parameters: {{ A: 1 }}
            Next: {next}
"
            ));
        }
    }
    machine
}

/// What a property may hold.
#[derive(Debug)]
enum Holds {
    These(BTreeMap<String, Holds>),
    /// A document, or whatever the schema says nothing of.
    Anything,
}

struct Schemas(BTreeMap<Column, BTreeMap<String, Holds>>);

impl Schemas {
    fn read() -> Self {
        let columns = [
            (Column::CloudFormation, "cloudformation.txt"),
            (Column::Terraform, "terraform.txt"),
            (Column::Awscc, "awscc.txt"),
            (Column::Api, "api.txt"),
        ];
        let read = |name| parse(&golden::read(&golden::path("schemas", name)));
        Self(columns.into_iter().map(|(column, name)| (column, read(name))).collect())
    }

    /// The error says what is lacking.
    fn hold(&self, place: &Place, asked: &Asked) -> Result<(), String> {
        let Place { column, kind, path } = place;
        let Some(schema) = self.0[column].get(kind) else {
            return Err(format!("{kind} is in no schema: testdata/schemas/trim.py makes them"));
        };
        if has(schema, path) {
            return Ok(());
        }
        // A view has one word for CloudFormation and the API, and they may have different ones.
        let path = if *column == Column::Awscc { pascal(path) } else { path.clone() };
        let knows = |column, kind| self.0[&column].get(kind).is_some_and(|it| has(it, &path));
        let is_elsewhere = asked.kinds.iter().any(|[cloudformation, _, awscc, api]| match column {
            Column::CloudFormation => cloudformation == kind && knows(Column::Api, *api),
            Column::Api => api == kind && knows(Column::CloudFormation, *cloudformation),
            // `awscc` is made from CloudFormation's schemas; what they have it leaves out.
            Column::Awscc => {
                let is_word = !knows(Column::CloudFormation, *cloudformation);
                awscc == kind && is_word && knows(Column::Api, *api)
            }
            Column::Terraform => false,
        });
        if is_elsewhere { Ok(()) } else { Err(format!("{kind} has no {}", place.path)) }
    }
}

fn pascal(path: &str) -> String {
    let mut is_start = true;
    let mut spelled = String::new();
    for letter in path.chars() {
        match letter {
            '_' => is_start = true,
            '.' => {
                spelled.push('.');
                is_start = true;
            }
            _ if is_start => {
                spelled.push(letter.to_ascii_uppercase());
                is_start = false;
            }
            _ => spelled.push(letter),
        }
    }
    spelled
}

fn has(schema: &Holds, path: &str) -> bool {
    let mut at = schema;
    for key in path.split('.') {
        at = match at {
            Holds::Anything => return true,
            Holds::These(properties) => match properties.get(key) {
                Some(inner) => inner,
                None => return false,
            },
        };
    }
    true
}

/// One line for each property, indented by its depth; see `trim.py`.
fn parse(text: &str) -> BTreeMap<String, Holds> {
    let mut lines = text.lines().filter(|it| !it.starts_with('#')).peekable();
    properties(&mut lines, 0)
}

fn properties<'t>(
    lines: &mut std::iter::Peekable<impl Iterator<Item = &'t str>>,
    depth: usize,
) -> BTreeMap<String, Holds> {
    let mut found = BTreeMap::new();
    let is_here = |line: &&str| line.len() - line.trim_start().len() == depth;
    while let Some(line) = lines.next_if(is_here) {
        let name = line.trim_start();
        let (name, holds) = match name.strip_suffix('*') {
            Some(name) => (name, Holds::Anything),
            None => (name, Holds::These(properties(lines, depth + 1))),
        };
        found.insert(name.to_owned(), holds);
    }
    found
}

#[test]
fn a_property_that_does_not_exist_is_noticed() {
    let schema = "# a\nAWS::A::B\n C\n  D\n  E*\n F\nAWS::A::G\n";
    let kinds = parse(schema);
    let has = |path: &str| has(&kinds["AWS::A::B"], path);
    assert_eq!(kinds.len(), 2);
    assert!(has("C") && has("C.D") && has("C.E") && has("C.E.Any.Thing") && has("F"));
    assert!(!has("D") && !has("C.F") && !has("C.D.E") && !has("F.D"));

    let paths = |source: &str| {
        let asked = asked::during(|| run([("main.tf", source)]));
        asked.paths.into_iter().map(|it| it.path).collect::<Vec<_>>()
    };
    let found = paths("resource \"aws_emr_security_configuration\" \"it\" {}");
    let path = "configuration.EncryptionConfiguration.EnableInTransitEncryption";
    assert!(found.iter().any(|it| it == path), "{found:?}");
    // Of an element of a list that is not known as a whole.
    let found = paths(
        r#"variable "more" {}
        resource "aws_iam_policy" "it" {
          policy = jsonencode({ Statement = concat([{ Action = "s3:*" }], var.more) })
        }"#,
    );
    assert!(found.iter().any(|it| it == "policy.Statement.Condition"), "{found:?}");
}
