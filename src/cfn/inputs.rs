//! What a deployment is given besides the template, and the files it is written in.
//!
//! A parameter file is read in every shape that a tool reads:
//!
//! - the AWS CLI and the API: `[{"ParameterKey": …, "ParameterValue": …}]`, and `["Name=Value"]`
//!   <https://docs.aws.amazon.com/cli/latest/reference/cloudformation/deploy/>
//! - CodePipeline: `{"Parameters": {"Name": "Value"}, "Tags": …}`
//!   <https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/continuous-delivery-codepipeline-cfn-artifacts.html>
//! - Git sync: `template-file-path`, `parameters`, `tags`
//!   <https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/git-sync-concepts-terms.html>
//! - SAM: `parameter_overrides` of an environment
//!   <https://docs.aws.amazon.com/serverless-application-model/latest/developerguide/serverless-sam-cli-config.html>
//! - or just `{"Name": "Value"}`.

mod overrides;

use std::collections::BTreeMap;
use std::sync::Arc;

use super::{DuplicateKey, limits, parameters, template};
use crate::syntax::SyntaxError;
use crate::syntax::tree::{NodeId, NodeKind, Pair, Tree};
use crate::text::Span;
use crate::value::Value;

/// What a deployment is given besides the template.
#[derive(Clone, Debug, Default)]
pub struct Inputs {
    /// By name; each replaces the parameter's default.
    pub parameters: BTreeMap<String, Supplied>,
    pub region: Option<String>,
}

/// A value that a deployment is given for a parameter.
#[derive(Clone, Debug)]
pub enum Supplied {
    /// Where there is no place to point at: on the command line.
    Said(Arc<str>),
    Written {
        value: Value,
        /// What the value stands for, where it is the name of a parameter kept elsewhere.
        resolved: Option<Value>,
    },
    /// What the stack has already. Only the stack knows it.
    Previous,
}

impl Supplied {
    /// What was given, if that is one text.
    pub fn text(&self) -> Option<&str> {
        match self {
            Supplied::Said(it) => Some(it),
            Supplied::Written { value, .. } => value.as_str(),
            Supplied::Previous => None,
        }
    }

    /// Where it is written.
    pub fn span(&self) -> Option<Span> {
        match self {
            Supplied::Written { value, .. } => Some(value.span),
            Supplied::Said(_) | Supplied::Previous => None,
        }
    }
}

/// What a parameter file says.
#[derive(Clone, Debug, Default)]
pub struct ParameterFile {
    pub parameters: BTreeMap<String, Supplied>,
    /// The one template it is for, as a path from the top of the repository, and where it says so.
    pub template: Option<(String, Span)>,
    /// Names that are given more than one value.
    pub repeated: Vec<DuplicateKey>,
}

/// Reads a parameter file. Of a SAM configuration, one environment is read: `default` if no other
/// is asked for. The error is the first thing in it that no shape allows.
pub fn read(tree: &Tree, environment: Option<&str>) -> Result<ParameterFile, SyntaxError> {
    let mut shape =
        Shape { tree, file: ParameterFile::default(), names: BTreeMap::new(), steps: 0 };
    shape.document(environment)?;
    Ok(shape.file)
}

struct Shape<'t> {
    tree: &'t Tree,
    file: ParameterFile,
    /// Where each name was given a value last.
    names: BTreeMap<String, Span>,
    /// Values looked at, those that aliases stand for counted each time.
    steps: usize,
}

type Done = Result<(), SyntaxError>;

const PAIR: &str = "expected `Name=Value`";

impl<'t> Shape<'t> {
    fn document(&mut self, environment: Option<&str>) -> Done {
        let root = self.tree.root;
        if template::is_template(self.tree) {
            return Err(self.wrong(self.first(root), "expected parameter values, not a template"));
        }
        if environment.is_some() || self.is_sam(root) {
            return self.sam(root, environment.unwrap_or("default"));
        }
        let path = self.tree.get(root, "template-file-path");
        if let Some(path) = path {
            let Some(said) = self.tree.key(path) else {
                return Err(self.wrong(path, "expected the path of a template"));
            };
            self.file.template = Some((said.to_owned(), self.span(path)));
        }
        let is_set = |it: &NodeId| match self.kind(*it) {
            NodeKind::Null => false,
            NodeKind::Mapping(_) => true,
            _ => path.is_some(),
        };
        // A parameter, too, may be named `parameters`.
        let lower = self.tree.get(root, "parameters").filter(is_set);
        match self.tree.get(root, "Parameters").or(lower) {
            Some(it) => self.parameters(it),
            None if path.is_some() => Ok(()),
            None => self.parameters(root),
        }
    }

    fn parameters(&mut self, id: NodeId) -> Done {
        match self.kind(id) {
            NodeKind::Sequence(items) => self.list(items),
            NodeKind::Mapping(_) => self.values(id),
            _ => Err(self.wrong(id, "expected parameter values: a list or an object")),
        }
    }

    /// Whether some environment has the parameters of some command.
    fn is_sam(&self, root: NodeId) -> bool {
        let configures = |command: &Pair| {
            let parameters = self.tree.get(command.value, "parameters");
            parameters.is_some_and(|it| matches!(self.kind(it), NodeKind::Mapping(_)))
        };
        self.pairs(root).iter().any(|it| self.pairs(it.value).iter().any(configures))
    }

    fn sam(&mut self, root: NodeId, environment: &str) -> Done {
        let Some(commands) = self.tree.get(root, environment) else {
            let all = self.pairs(root).iter();
            let all = all.filter(|it| matches!(self.kind(it.value), NodeKind::Mapping(_)));
            let names: Vec<String> =
                all.filter_map(|it| Some(format!("`{}`", self.tree.key(it.key)?))).collect();
            let message = match names.as_slice() {
                [] => format!("expected a SAM configuration with an environment `{environment}`"),
                names => {
                    format!("expected an environment `{environment}`, not {}", names.join(", "))
                }
            };
            return Err(self.wrong(self.first(root), message));
        };
        // What a command has itself replaces what is there for all of them.
        let found = ["deploy", "global"].into_iter().find_map(|command| {
            let parameters = self.tree.get(self.tree.get(commands, command)?, "parameters")?;
            self.tree.get(parameters, "parameter_overrides")
        });
        let Some(overrides) = found else { return Ok(()) };
        match self.kind(overrides) {
            NodeKind::Sequence(items) => items.iter().try_for_each(|it| self.overrides(*it)),
            NodeKind::Mapping(_) => self.values(overrides),
            _ => self.overrides(overrides),
        }
    }

    /// `Name=Value`, and more of them after a space.
    fn overrides(&mut self, id: NodeId) -> Done {
        let span = self.span(id);
        self.step(span, 1)?;
        let NodeKind::Text(scalar) = self.kind(id) else { return Err(self.wrong(id, PAIR)) };
        self.step(span, scalar.text.len() / 64)?;
        for (name, at, value) in overrides::split(scalar, span)? {
            self.supply(name, at, Supplied::Written { value, resolved: None });
        }
        Ok(())
    }

    fn list(&mut self, items: &[NodeId]) -> Done {
        for item in items {
            self.step(self.span(*item), 1)?;
            match self.kind(*item) {
                NodeKind::Text(it) if it.text.starts_with(overrides::LONG) => {
                    self.overrides(*item)?;
                }
                NodeKind::Text(it) => {
                    let span = self.span(*item);
                    let Some((name, at, value)) = overrides::pair(it, span) else {
                        return Err(self.wrong(*item, PAIR));
                    };
                    self.supply(name, at, Supplied::Written { value, resolved: None });
                }
                NodeKind::Mapping(_) => self.entry(*item)?,
                _ => {
                    let message = "expected an object with a `ParameterKey`, or `Name=Value`";
                    return Err(self.wrong(*item, message));
                }
            }
        }
        Ok(())
    }

    fn entry(&mut self, id: NodeId) -> Done {
        let Some(key) = self.tree.get(id, "ParameterKey") else {
            return Err(self.wrong(self.first(id), "expected an object with a `ParameterKey`"));
        };
        let Some(name) = self.tree.key(key) else {
            return Err(self.wrong(key, "expected the name of a parameter"));
        };
        let is_previous = |it: NodeId| match self.kind(it) {
            NodeKind::Bool(it) => *it,
            NodeKind::Text(it) => it.text.eq_ignore_ascii_case("true"),
            _ => false,
        };
        if self.tree.get(id, "UsePreviousValue").is_some_and(is_previous) {
            self.supply(name.to_owned(), self.span(key), Supplied::Previous);
            return Ok(());
        }
        let Some(value) = self.tree.get(id, "ParameterValue") else {
            return Err(self.wrong(key, format!("expected a `ParameterValue` for `{name}`")));
        };
        let value = self.value(value)?;
        let resolved = self.tree.get(id, "ResolvedValue");
        let resolved = resolved.map(|it| self.value(it)).transpose()?;
        self.supply(name.to_owned(), self.span(key), Supplied::Written { value, resolved });
        Ok(())
    }

    /// Values by name.
    fn values(&mut self, id: NodeId) -> Done {
        for pair in self.pairs(id) {
            let Some(name) = self.tree.key(pair.key) else {
                return Err(self.wrong(pair.key, "expected the name of a parameter"));
            };
            let value = self.value(pair.value)?;
            let at = self.span(pair.key);
            self.supply(name.to_owned(), at, Supplied::Written { value, resolved: None });
        }
        Ok(())
    }

    fn value(&mut self, id: NodeId) -> Result<Value, SyntaxError> {
        let expected = "expected a text, a number, a truth value or a list of them";
        let id = self.tree.resolve(id);
        let parts = match self.kind(id) {
            NodeKind::Sequence(items) => items.as_slice(),
            _ => std::slice::from_ref(&id),
        };
        for part in parts {
            let size = self.tree.key(*part).map_or(0, str::len);
            self.step(self.span(*part), 1 + size / 64)?;
            // `!Ref` and its like mean nothing here.
            let is_tagged = self.tree.node(self.tree.resolve(*part)).tag.is_some();
            if is_tagged || parameters::written(self.tree, *part).is_none() {
                return Err(self.wrong(*part, expected));
            }
        }
        parameters::written(self.tree, id).ok_or_else(|| self.wrong(id, expected))
    }

    /// The last value that a name is given counts.
    fn supply(&mut self, name: String, at: Span, it: Supplied) {
        if let Some(first) = self.names.insert(name.clone(), at) {
            let key = name.as_str().into();
            self.file.repeated.push(DuplicateKey { key, first, again: at });
        }
        self.file.parameters.insert(name, it);
    }

    fn step(&mut self, span: Span, steps: usize) -> Done {
        self.steps = self.steps.saturating_add(steps);
        match self.steps > limits::STEPS {
            true => Err(SyntaxError { span, message: "expected fewer parameter values".into() }),
            false => Ok(()),
        }
    }

    fn kind(&self, id: NodeId) -> &'t NodeKind {
        &self.tree.node(self.tree.resolve(id)).kind
    }

    fn pairs(&self, id: NodeId) -> &'t [Pair] {
        match self.kind(id) {
            NodeKind::Mapping(pairs) => pairs,
            _ => &[],
        }
    }

    fn span(&self, id: NodeId) -> Span {
        self.tree.node(id).span
    }

    /// The first key of a mapping, which stands for the whole.
    fn first(&self, id: NodeId) -> NodeId {
        self.pairs(id).first().map_or(id, |it| it.key)
    }

    fn wrong(&self, id: NodeId, message: impl Into<String>) -> SyntaxError {
        SyntaxError { span: self.span(id), message: message.into() }
    }
}
