#![expect(clippy::disallowed_methods, reason = "tests read the source")]

use std::collections::BTreeSet;
use std::fmt::Write as _;
use std::fs;
use std::path::Path;

use super::{DESCRIPTIONS, Described, Origin, is_part, releases};
use crate::files::{self, Memory};
use crate::reader::Reader;
use crate::syntax::hcl::{self, Block, ExprKind};
use crate::tf::Modules;
use crate::tf::module::{Declared, Module};

/// The modules that the top of some files calls, as `terraform init` would install them: each
/// file, made of the description. None if a release is not settled, or nothing is described.
pub(crate) fn installed(given: &Memory) -> Option<Vec<(String, String)>> {
    let reader = Reader::new(given);
    let modules = Modules::new(&reader);
    let root = modules.load(".")?;
    let mut made = Made::default();
    for call in &root.calls {
        if call.local_source(".").is_some() {
            continue;
        }
        let module = modules.known.find(&reader, call).ok()?;
        let name = call.address.trim_start_matches("module.");
        install(&modules, &reader, &module, name, name, &mut made)?;
    }
    let listing = format!("{{\"Modules\":[{}]}}", made.listed.join(","));
    made.files.push((".terraform/modules/modules.json".to_owned(), listing));
    (!made.listed.is_empty()).then_some(made.files)
}

#[derive(Default)]
struct Made {
    files: Vec<(String, String)>,
    listed: Vec<String>,
}

fn folder_of(module: &Module) -> &str {
    module.origin.as_ref().map_or("", |it| &it.described.folder)
}

/// A module whose repository is that of the call of the path `home`.
fn install(
    modules: &Modules<'_, '_>,
    reader: &Reader<'_>,
    module: &Module,
    path: &str,
    home: &str,
    made: &mut Made,
) -> Option<()> {
    let origin = module.origin.as_ref()?;
    let [_] = origin.choice.spans.as_slice() else { return None };
    let folder = files::join(&format!(".terraform/modules/{home}"), folder_of(module));
    made.files.push((files::join(&folder, "main.tf"), rendered(origin)));
    if path == home {
        made.listed.push(format!(r#"{{"Key":"{path}","Source":"","Dir":"{folder}"}}"#));
    }
    for call in &module.calls {
        let inner = modules.known.inner(reader, origin, call)?;
        let path = format!("{path}.{}", call.address.trim_start_matches("module."));
        let is_beside = call.local_source("").is_some();
        let home = if is_beside { home } else { &path };
        install(modules, reader, &inner, &path, home, made)?;
    }
    Some(())
}

/// A description as it holds for one release.
fn rendered(origin: &Origin) -> String {
    let text = &origin.described.told.text;
    let (body, _) = origin.described.at(&origin.choice.spans);
    let mut rendered = String::new();
    for block in &body.blocks {
        if block.kind.text == "locals" {
            rendered.push_str("locals {\n");
            for it in &block.body.attributes {
                writeln!(rendered, "  {} = {}", it.name.text, &text[it.value.span.range()])
                    .unwrap();
            }
            rendered.push_str("}\n");
        } else {
            let written = &text[block.span.range()];
            let kept = written.lines().filter(|it| !it.trim_start().starts_with("releases "));
            writeln!(rendered, "{}", kept.collect::<Vec<_>>().join("\n")).unwrap();
        }
    }
    rendered
}

/// What is described: the module, as a call names it, its releases, and those that the description
/// was held against.
pub(crate) fn descriptions() -> Vec<(String, String, Vec<String>)> {
    let none = Memory::default();
    let reader = Reader::new(&none);
    let told = DESCRIPTIONS.iter().map(|text| {
        let described = Described::read(&reader, text).expect(&text[..80]);
        let header = described.body.blocks("module").next().expect("a header");
        let value = |name: &str| header.body.attribute(name).map(|it| &it.value);
        let name = match described.folder.as_str() {
            "" => described.registry.clone(),
            folder => format!("{}//{folder}", described.registry),
        };
        let checked = match value("checked").map(|it| &it.kind) {
            Some(ExprKind::List(all)) => all.iter().filter_map(|it| it.as_str()).collect(),
            _ => Vec::new(),
        };
        let checked: Vec<String> = checked.into_iter().map(str::to_owned).collect();
        let releases = value("releases").and_then(|it| it.as_str()).expect("releases");
        (name, releases.to_owned(), checked)
    });
    let mut told: Vec<_> = told.collect();
    told.sort();
    told
}

#[test]
fn every_description_is_listed_and_can_be_read() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("src/tf/known");
    let entries = fs::read_dir(folder).unwrap().map(|it| it.unwrap().path());
    let written: BTreeSet<String> = entries
        .filter(|it| it.extension().is_some_and(|it| it == "hcl"))
        .map(|it| fs::read_to_string(it).unwrap())
        .collect();
    let listed: BTreeSet<String> = DESCRIPTIONS.iter().map(|it| (*it).to_owned()).collect();
    assert_eq!(listed, written);

    let none = Memory::default();
    let mut names = BTreeSet::new();
    for text in DESCRIPTIONS {
        let reader = Reader::new(&none);
        let file = reader.add("x", text.as_bytes().to_vec());
        assert_eq!(hcl::parse(file, text).errors, [], "{}", &text[..80]);
        let described = Described::read(&reader, text).expect(&text[..80]);
        let name = format!("{}//{}", described.registry, described.folder);
        assert!(!described.spans.is_empty(), "{name} describes no release");
        assert!(names.insert(name.clone()), "{name} is described twice");
        for block in &described.body.blocks {
            let is_known =
                is_part(block) || matches!(block.kind.text.as_str(), "module" | "inputs");
            assert!(is_known, "{name}: {}", block.kind.text);
            let says = block.body.attribute(super::RELEASES).is_some();
            assert_eq!(releases(block).is_some(), says, "{name}: {}", block.kind.text);
        }
        for span in &described.spans {
            nothing_twice(&described, &name, *span);
        }
    }
}

/// No two blocks of one name hold for one release.
fn nothing_twice(described: &Described, name: &str, span: super::Span) {
    let mut seen = BTreeSet::new();
    let holding = |it: &&Block| is_part(it) && super::holds(it, span.from);
    for block in described.body.blocks.iter().filter(holding) {
        let names: Vec<String> = match block.kind.text.as_str() {
            "locals" => {
                let own = block.body.attributes.iter().map(|it| it.name.text.as_str());
                own.filter(|it| *it != super::RELEASES).map(|it| format!("local.{it}")).collect()
            }
            _ => vec![super::name_of(block)],
        };
        for it in names {
            assert!(seen.insert(it.clone()), "{name}: `{it}` twice in release {}", span.from);
        }
    }
}

#[test]
fn a_release_is_chosen_by_version_and_by_arguments() {
    let text = r#"
        module {
          registry = "example/nodes/aws"
          git      = "github.com/example/terraform-aws-nodes"
          releases = ">= 1.0.0, < 4.0.0"
        }
        inputs {
          names    = ["group"]
          releases = "< 2.0.0"
        }
        inputs {
          names = ["groups"]
          releases = ">= 2.0.0"
        }
        variable "type" {
          default  = "t3.medium"
          releases = "< 3.0.0"
        }
        variable "type" {
          default  = "m6i.large"
          releases = ">= 3.0.0"
        }
    "#;
    let none = Memory::default();
    let reader = Reader::new(&none);
    let described = Described::read(&reader, text).unwrap();
    for (arguments, chosen) in [
        ("version = \"1.5.0\"", "1.0.0"),
        ("version = \"~> 2.0\"", "2.0.0"),
        // The newest that it admits.
        ("version = \"< 3.0\"", "2.0.0"),
        ("version = \">= 2.0, < 4.0\"", "3.0.0"),
        ("version = \"~> 2.0\"\n type = \"x\"", "2.0.0"),
        // Newer ones than are described may come.
        ("version = \">= 2.0\"", "2.0.0 3.0.0"),
        ("", "1.0.0 2.0.0 3.0.0"),
        // What is passed has to be declared.
        ("group = {}", "1.0.0"),
        ("groups = {}", "2.0.0 3.0.0"),
        ("group = {}\n version = \"< 3.0\"", "1.0.0"),
        ("group = {}\n version = \"~> 3.0\"", "a release of example/nodes/aws that takes `group`"),
        (
            "version = \"4.1.0\"",
            "a release of example/nodes/aws that is known here: from 1.0.0, before 4.0.0",
        ),
        ("count = 1\n providers = {}\n version = \"2.0.1\"", "2.0.0"),
    ] {
        let file = reader.add("main.tf", format!("module \"it\" {{\n{arguments}\n}}").into_bytes());
        let block = hcl::parse(file, &reader.text(file)).tree.blocks.remove(0);
        let call = Declared { address: "module.it".into(), kind: "module".into(), block };
        let version = call.block.body.attribute("version").and_then(|it| it.value.as_str());
        let constraint =
            version.map(|it| super::Constraint::parse(it).unwrap()).unwrap_or_default();
        let fits = |release| described.refused(&call, release).is_none();
        let told = match described.choose(&constraint, &described.spans, fits) {
            Some(choice) => {
                let spans = choice.spans.iter().map(|it| it.from.to_string());
                spans.collect::<Vec<_>>().join(" ")
            }
            None => described.refusal(&call, &constraint),
        };
        assert_eq!(told, chosen, "{arguments}");
    }
    let (_, unsettled) = described.at(&described.spans[1..]);
    assert_eq!(unsettled, BTreeSet::from(["var.type".to_owned()]));
}
