//! SageMaker pipelines: the steps that are jobs.
//! <https://github.com/aws-sagemaker-mlops/sagemaker-model-building-pipeline-definition-JSON-schema>

use std::collections::BTreeMap;
use std::sync::Arc;

use super::reading::{Job, MAX_DEPTH, Reading, is_broken};
use super::rewrite::{Rewrite, rewrite};
use super::{alternatives, only_hole, task};
use crate::text::Span;
use crate::value::{Condition, Kind, Map, Role, Run, Type, Unknown, Value, Why};

/// The operation whose request the arguments of a step are, or hold.
const OPERATIONS: [(&str, &str); 8] = [
    ("Training", "sagemaker:createTrainingJob"),
    ("Tuning", "sagemaker:createHyperParameterTuningJob"),
    ("Processing", "sagemaker:createProcessingJob"),
    ("QualityCheck", "sagemaker:createProcessingJob"),
    ("ClarifyCheck", "sagemaker:createProcessingJob"),
    ("AutoML", "sagemaker:createAutoMLJob"),
    ("Transform", "sagemaker:createTransformJob"),
    ("EMR", task::CREATE_CLUSTER),
];

pub(super) fn read(definition: &Value, exists: Condition) -> Reading {
    Reading::of(definition, exists, |reading, it| {
        let Some(map) = it.as_map() else { return };
        if let Some(open) = &map.open
            && (map.get("Steps").is_none() || open.why.iter().any(is_broken))
        {
            reading.doubt(open);
        }
        let variables = Variables::of(map);
        if let Some(steps) = map.get("Steps") {
            reading.steps(steps, &variables, 0);
        }
    })
}

impl Reading {
    /// The steps of a pipeline, or of one side of a condition.
    fn steps(&mut self, steps: &Value, variables: &Variables<'_>, depth: usize) {
        if depth > MAX_DEPTH {
            return self.cut();
        }
        self.each(steps, |reading, steps| {
            let items = steps.as_list().map_or(&[][..], |it| &it.items);
            for (index, step) in items.iter().enumerate() {
                reading.each(step, |reading, it| reading.step(it, index, variables, depth));
            }
        });
    }

    fn step(&mut self, step: &Value, index: usize, variables: &Variables<'_>, depth: usize) {
        let Some(map) = step.as_map() else { return };
        let arguments = map.get("Arguments");
        let Some(kind) = map.get("Type") else {
            if let Some(open) = &map.open {
                self.doubt(open);
            }
            return;
        };
        for (when, kind) in alternatives(kind) {
            self.under(when, |reading| match kind.as_str() {
                None => reading.doubt_of_type(kind, arguments),
                Some("Condition") => reading.sides(map, variables, depth),
                Some(name) => {
                    let Some(operation) = operation(name) else { return };
                    let header = map.get("Name").map_or(kind.span, |it| it.span);
                    reading.add(&Job {
                        name: name_of(map, index),
                        kind: operation.to_owned(),
                        header,
                        extent: extent(step.span, header),
                        exists: Condition::Always(true),
                        properties: request_of(operation, map, kind.span, variables),
                    });
                }
            });
        }
    }

    /// What a step of a type that is not known may start.
    fn doubt_of_type(&mut self, kind: &Value, arguments: Option<&Value>) {
        let unknown = match &kind.kind {
            Kind::Unknown(it) => Unknown::clone(it),
            Kind::Text(it) => Unknown::because(it.unknowns().map(|it| &**it), Type::Text),
            _ => return,
        };
        if arguments.is_none_or(task::looks_like_job) {
            self.doubt(&unknown);
        }
    }

    /// The steps that a condition chooses from. Either side may run.
    fn sides(&mut self, step: &Map, variables: &Variables<'_>, depth: usize) {
        let Some(arguments) = step.get("Arguments") else {
            if let Some(open) = &step.open {
                self.doubt(open);
            }
            return;
        };
        self.each(arguments, |reading, arguments| {
            let Some(map) = arguments.as_map() else { return };
            for side in ["IfSteps", "ElseSteps"] {
                match (map.get(side), &map.open) {
                    (Some(steps), _) => reading.steps(steps, variables, depth + 1),
                    (None, Some(open)) => reading.doubt(open),
                    (None, None) => (),
                }
            }
        });
    }
}

/// What a step of that type asks of AWS; none if that is no job.
fn operation(kind: &str) -> Option<&'static str> {
    OPERATIONS.iter().find(|(it, _)| *it == kind).map(|(_, operation)| *operation)
}

/// The request that a step makes; absent if it makes none.
fn request_of(operation: &str, step: &Map, span: Span, variables: &Variables<'_>) -> Value {
    let arguments = match (step.get("Arguments"), &step.open) {
        (Some(it), _) => rewrite(it, variables, 0),
        (None, Some(open)) => Value::new(Kind::Unknown(open.clone()), span),
        (None, None) => Value::absent(span),
    };
    if operation == task::CREATE_CLUSTER { cluster_of(arguments) } else { arguments }
}

/// The cluster that a step makes to run on. One that names a cluster takes what is there already.
fn cluster_of(arguments: Value) -> Value {
    let span = arguments.span;
    match &arguments.kind {
        Kind::Map(map) => match (map.get("ClusterConfig"), &map.open) {
            (Some(it), _) => it.clone(),
            (None, Some(open)) => Value::new(Kind::Unknown(open.clone()), span),
            (None, None) => Value::absent(span),
        },
        Kind::If(it) => {
            let (then, otherwise) = (it.then.clone(), it.otherwise.clone());
            Value::choice(it.condition.clone(), cluster_of(then), cluster_of(otherwise), span)
        }
        Kind::Unknown(_) => arguments,
        _ => Value::absent(span),
    }
}

/// What a step is called; by its place if it does not say.
fn name_of(step: &Map, index: usize) -> Arc<str> {
    match step.get("Name").map(|it| &it.kind) {
        Some(Kind::Text(text)) => {
            let pieces = text.pieces().map(|(run, literal)| match run {
                Run::Literal { .. } => literal,
                Run::Hole(_) => "…",
            });
            pieces.collect::<String>().into()
        }
        _ => format!("Steps[{index}]").into(),
    }
}

/// All of a step, unless its name was put in from elsewhere.
fn extent(step: Span, header: Span) -> Span {
    let holds = step.file == header.file && step.start <= header.start && header.end <= step.end;
    if holds { step } else { header }
}

/// The parameters of a pipeline, by name.
struct Variables<'v> {
    declared: BTreeMap<&'v str, Declared<'v>>,
    /// Why there may be others.
    open: Option<Arc<Unknown>>,
}

enum Declared<'v> {
    Default(&'v Value),
    /// To be given when the pipeline is started.
    Given,
    /// By several of the same name.
    Twice,
}

impl<'v> Variables<'v> {
    fn of(definition: &'v Map) -> Self {
        let mut variables = Self { declared: BTreeMap::new(), open: definition.open.clone() };
        let Some(parameters) = definition.get("Parameters") else { return variables };
        let mut todo: Vec<&Value> = vec![parameters];
        while let Some(it) = todo.pop() {
            match &it.kind {
                Kind::List(list) => todo.extend(&list.items),
                Kind::Map(map) => variables.declare(map),
                Kind::Unknown(why) => variables.open = Some(why.clone()),
                Kind::If(_) | Kind::Text(_) => {
                    let why = Unknown::new(Why::Limit("a conditional parameter"), Type::Any);
                    variables.open = Some(Arc::new(why));
                }
                Kind::Absent | Kind::Null | Kind::Bool(_) | Kind::Number(_) => (),
            }
        }
        variables
    }

    fn declare(&mut self, parameter: &'v Map) {
        let Some(name) = parameter.get("Name").and_then(Value::as_str) else {
            self.open = self.open.take().or_else(|| parameter.open.clone());
            return;
        };
        let declared = match parameter.get("DefaultValue") {
            _ if self.declared.contains_key(name) => Declared::Twice,
            Some(it) if !it.is_unset() => Declared::Default(it),
            _ => Declared::Given,
        };
        self.declared.insert(name, declared);
    }

    /// What `{"Get": "Parameters.Count"}` is, where it stands.
    fn get(&self, path: &str, span: Span) -> Value {
        let unknown = |why: Why| Value::unknown(why, Type::Any, span);
        let Some(name) = path.strip_prefix("Parameters.") else {
            return unknown(Why::Outside(path.into()));
        };
        match (self.declared.get(name), &self.open) {
            (Some(Declared::Default(it)), _) => (*it).clone().seen_at(span, Role::Set),
            (Some(Declared::Given), _) => unknown(Why::Input(path.into())),
            (Some(Declared::Twice), _) => {
                unknown(Why::Invalid(format!("`{path}` is declared twice").into()))
            }
            (None, Some(open)) => Value::new(Kind::Unknown(open.clone()), span),
            (None, None) => unknown(Why::Invalid(format!("`{path}` is not declared").into())),
        }
    }
}

/// Arguments in which what the pipeline works out as it runs is not known.
impl Rewrite for Variables<'_> {
    fn value(&self, value: &Value, depth: usize) -> Option<Value> {
        match &value.kind {
            Kind::Map(map) => {
                let [entry] = map.entries.as_slice() else { return None };
                match &*entry.key {
                    "Get" => {
                        let path = entry.value.as_str();
                        Some(self.get(path.unwrap_or("Get"), value.span))
                    }
                    function if function.starts_with("Std:") => {
                        let why = Why::Outside(function.into());
                        Some(Value::unknown(why, Type::Any, value.span))
                    }
                    _ => None,
                }
            }
            Kind::Text(text) if text.as_str().is_none() => {
                let hole = only_hole(text)?;
                Some(Value { span: value.span, ..rewrite(hole, self, depth + 1) })
            }
            _ => None,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::{Reading, read};
    use crate::carriers::reading::MAX_JOBS;
    use crate::text::{FileId, Span};
    use crate::value::{Condition, Value};

    fn reading(text: &str) -> Reading {
        let value = Value::text(text, Span { file: FileId(0), start: 0, end: 0 });
        read(&value, Condition::Always(true))
    }

    #[test]
    fn conditions_that_nest_too_deep_are_cut() {
        let open = r#"{"Type": "Condition", "Arguments": {"IfSteps": ["#;
        let text = format!(r#"{{"Steps": [{}{}]}}"#, open.repeat(100), "]}}".repeat(100));
        let reading = reading(&text);
        assert!(reading.is_cut && reading.jobs.is_empty());
    }

    #[test]
    fn steps_beyond_the_last_that_is_read_are_cut() {
        let step = r#"{"Type": "Training", "Arguments": {"X": {"Get": "Parameters.X"}}}"#;
        let steps = vec![step; MAX_JOBS + 1].join(",");
        let parameter = r#"{"Name": "X", "DefaultValue": {"Get": "Parameters.X"}}"#;
        let reading = reading(&format!(r#"{{"Parameters": [{parameter}], "Steps": [{steps}]}}"#));
        assert!(reading.is_cut && reading.jobs.len() == MAX_JOBS);
    }

    #[test]
    fn what_is_no_pipeline_has_no_jobs() {
        for text in [
            r#"{"Steps": {"Name": "a"}, "Parameters": 1}"#,
            r#"{"Steps": [1, null, [], {}, {"Type": 1}, {"Type": "Training", "Arguments": 1}]}"#,
            r#"{"Steps": [{"Type": "EMR", "Arguments": []}, {"Type": "Condition", "Arguments": 1}]}"#,
            "[]",
        ] {
            let reading = reading(text);
            assert!(reading.unread.is_empty(), "{text}: {:?}", reading.unread);
            assert!(reading.jobs.iter().all(|it| it.properties.as_map().is_none()), "{text}");
        }
    }
}
