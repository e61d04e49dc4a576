//! What a root module is given from outside, and the files it is written in.
//!
//! <https://developer.hashicorp.com/terraform/language/values/variables#assigning-values-to-root-module-variables>

mod plain;

use std::collections::BTreeMap;
use std::sync::Arc;

use crate::files;
use crate::reader::Reader;
use crate::syntax::hcl::{self, Body, Expr, Word};
use crate::syntax::tree::{NodeKind, Tree};
use crate::syntax::{Parsed, SyntaxError, json};
use crate::text::{FileId, Span};
use crate::tf::module::{self, Module};
use crate::tf::types::{self, Constraint};
use crate::value::{TextBuilder, Type, Value, Why, document};

/// A value for a variable of a root module.
#[derive(Clone, Debug)]
pub enum Assigned {
    /// Without functions and references.
    Expression(Arc<Expr>),
    Value(Value),
}

/// What something outside a module says of one of its variables.
#[derive(Clone, Debug)]
pub struct Assignment {
    pub name: Word,
    pub value: Written,
}

#[derive(Clone, Debug)]
pub enum Written {
    Assigned(Assigned),
    /// Where only the type of the variable tells how it is read.
    Said(Span),
}

/// The value of a variable as somebody said it, in a file of its own, so that a finding can point
/// at it. `source` is what stands for the path, `line` ends in the value.
pub fn said(reader: &Reader<'_>, source: &str, name: &str, line: String, text: &str) -> Assignment {
    let end = line.len();
    let file = reader.add(source, line.into_bytes());
    let name = Word { text: name.to_owned(), span: Span::new(file, 0..0) };
    Assignment { name, value: Written::Said(Span::new(file, end - text.len()..end)) }
}

/// Reads a file of values. As Terraform has it, its name tells JSON.
pub fn read(file: FileId, text: &str, path: &str) -> Parsed<Vec<Assignment>> {
    let mut parsed = if path.ends_with(".json") {
        let Parsed { tree, comments, errors } = json::parse(file, text);
        let (assignments, wrong) = of_object(&tree);
        // What could not be read is no object, and that is said already.
        let errors = if errors.is_empty() { wrong } else { errors };
        Parsed { tree: assignments, comments, errors }
    } else {
        let Parsed { tree, comments, mut errors } = hcl::parse(file, text);
        let (assignments, wrong) = of_body(tree);
        errors.extend(wrong);
        Parsed { tree: assignments, comments, errors }
    };
    parsed.errors.sort_by_key(|it| it.span);
    parsed
}

fn of_body(body: Body) -> (Vec<Assignment>, Vec<SyntaxError>) {
    let mut errors: Vec<SyntaxError> = Vec::new();
    for it in &body.blocks {
        let message = format!("expected `{} = …`: values are not given in blocks", it.kind.text);
        errors.push(SyntaxError { span: it.header, message });
    }
    let mut assign = |name: Word, value: Expr| {
        let assigned = match plain::refused(&value) {
            None => Assigned::Expression(Arc::new(value)),
            Some(error) => {
                let value = unreadable(&name.text, &error, value.span);
                errors.push(error);
                Assigned::Value(value)
            }
        };
        Assignment { name, value: Written::Assigned(assigned) }
    };
    let assignments = body.attributes.into_iter().map(|it| assign(it.name, it.value)).collect();
    (assignments, errors)
}

fn of_object(tree: &Tree) -> (Vec<Assignment>, Vec<SyntaxError>) {
    let root = tree.root();
    let NodeKind::Mapping(pairs) = &root.kind else {
        let message = "expected an object: a value for each name".to_owned();
        return (Vec::new(), vec![SyntaxError { span: root.span, message }]);
    };
    let mut assignments: BTreeMap<String, Assignment> = BTreeMap::new();
    let mut errors = Vec::new();
    for pair in pairs {
        // Terraform takes the key `//` for a comment.
        let Some(name) = tree.key(pair.key).filter(|it| *it != "//") else { continue };
        let name = Word { text: name.to_owned(), span: tree.node(pair.key).span };
        let value = Written::Assigned(Assigned::Value(document::of_tree(tree, pair.value)));
        let span = name.span;
        let message = format!("`{}` is set a second time", name.text);
        if assignments.insert(name.text.clone(), Assignment { name, value }).is_some() {
            errors.push(SyntaxError { span, message });
        }
    }
    (assignments.into_values().collect(), errors)
}

/// The values that files of their own give to a root module's variables, in rising precedence.
pub fn automatic(reader: &Reader<'_>, folder: &str) -> Vec<Assignment> {
    let mut names = reader.files.list(folder).unwrap_or_default();
    names.retain(|it| module::is_automatic_values(it));
    names.sort_by_key(|it| match it.as_str() {
        "terraform.tfvars" => (0, String::new()),
        "terraform.tfvars.json" => (1, String::new()),
        other => (2, other.to_owned()),
    });
    let mut assignments = Vec::new();
    for name in names {
        let path = files::join(folder, &name);
        let Some(file) = reader.open_or_report(&path) else { continue };
        assignments.extend(reader.keep(file, read(file, &reader.text(file), &path)));
    }
    assignments
}

/// Values that are known, as they are written where they are: in the files that a module reads by
/// itself, or as a default.
pub fn written_first(
    module: &Module,
    automatic: &[Assignment],
    known: Vec<Assignment>,
) -> Vec<Assignment> {
    let written = |it: Assignment| {
        let Written::Assigned(Assigned::Value(value)) = &it.value else { return Some(it) };
        let declared = module.variables.get(&it.name.text).map(|it| &it.body);
        // A plan's text is masked, a file of values is not.
        if declared.is_some_and(|it| it.attribute("sensitive").is_some()) {
            return Some(it);
        }
        let of_file = automatic.iter().rev().find(|other| other.name.text == it.name.text);
        let default = || declared?.attribute("default");
        match of_file.map(|it| &it.value) {
            Some(Written::Assigned(Assigned::Expression(expr))) if plain::says(expr, value) => {
                of_file.cloned()
            }
            None if default().is_some_and(|it| plain::says(&it.value, value)) => None,
            Some(_) | None => Some(it),
        }
    };
    known.into_iter().filter_map(written).collect()
}

/// What the variables of a root module are given, and what of that is no value for its variable.
#[derive(Debug, Default)]
pub struct Given {
    pub values: BTreeMap<String, Assigned>,
    pub refused: Vec<SyntaxError>,
}

/// What is given to the variables that a root module declares, the later over the earlier.
pub fn given<'a>(
    reader: &Reader<'_>,
    module: &Module,
    assignments: impl IntoIterator<Item = &'a Assignment>,
) -> Given {
    let mut last: BTreeMap<&str, &Written> = BTreeMap::new();
    for it in assignments.into_iter().filter(|it| module.variables.contains_key(&it.name.text)) {
        last.insert(&it.name.text, &it.value);
    }
    let mut given = Given::default();
    for (name, written) in last {
        let assigned = match written {
            Written::Assigned(it) => it.clone(),
            Written::Said(span) => meant(reader, module, name, *span).unwrap_or_else(|error| {
                let value = unreadable(name, &error, *span);
                let message = format!("`var.{name}` does not take its value: {}", error.message);
                given.refused.push(SyntaxError { span: error.span, message });
                Assigned::Value(value)
            }),
        };
        given.values.insert(name.to_owned(), assigned);
    }
    given
}

/// What a text means for a variable: itself if it is of a primitive type or says none, otherwise
/// an expression.
fn meant(
    reader: &Reader<'_>,
    module: &Module,
    name: &str,
    span: Span,
) -> Result<Assigned, SyntaxError> {
    let kind = module.variables.get(name).and_then(|it| it.body.attribute("type"));
    match kind.map(|it| types::constraint(&it.value)) {
        None | Some(Ok(Constraint::Text | Constraint::Number | Constraint::Bool)) => {
            let mut text = TextBuilder::default();
            text.literal(&reader.slice(span), span, true);
            Ok(Assigned::Value(text.value(span)))
        }
        Some(_) => {
            let mut parsed = hcl::parse(span.file, &reader.text(span.file));
            if let Some(error) = parsed.errors.into_iter().next() {
                return Err(error);
            }
            let (Some(only), true) = (parsed.tree.attributes.pop(), parsed.tree.blocks.is_empty())
            else {
                return Err(no_expression(span));
            };
            match plain::refused(&only.value) {
                Some(error) => Err(error),
                None if parsed.tree.attributes.is_empty() => {
                    Ok(Assigned::Expression(Arc::new(only.value)))
                }
                None => Err(no_expression(span)),
            }
        }
    }
}

fn no_expression(span: Span) -> SyntaxError {
    SyntaxError { span, message: "expected one expression".to_owned() }
}

fn unreadable(name: &str, error: &SyntaxError, span: Span) -> Value {
    let why = format!("`var.{name}`: {}", error.message);
    Value::unknown(Why::Invalid(why.into()), Type::Any, span)
}
