//! What a task of a state machine starts.

use std::sync::Arc;

use super::alternatives;
use crate::value::{Kind, Map, Run, Text, Type, Unknown, Value, Why};

/// The services whose requests are jobs that some rule may judge.
const SERVICES: [&str; 2] = ["sagemaker", "elasticmapreduce"];

/// `service:operation` of a task's resource, for the services whose requests are jobs:
/// `arn:aws:states:::sagemaker:createTrainingJob.sync`, `…:::aws-sdk:sagemaker:createTrainingJob`.
/// <https://docs.aws.amazon.com/step-functions/latest/dg/connect-sagemaker.html>
pub(super) fn operation(resource: &Value) -> Option<String> {
    let Kind::Text(text) = &resource.kind else { return None };
    // What is not known, such as the partition, stands before the operation.
    let last = text.suffix();
    let (_, integration) = last.split_once(":states:::").or_else(|| {
        let rest = last.strip_prefix("states:::")?;
        Some(("", rest))
    })?;
    let integration = integration.strip_prefix("aws-sdk:").unwrap_or(integration);
    let (service, operation) = integration.split_once(':')?;
    let operation = operation.split(['.', ':']).next()?;
    SERVICES.contains(&service).then(|| format!("{service}:{operation}"))
}

/// Why a task's resource may yet be one that starts a job; none if it is not.
pub(super) fn doubt(resource: &Value) -> Option<Arc<Unknown>> {
    let unknowns: Vec<Arc<Unknown>> = match &resource.kind {
        Kind::Unknown(it) => vec![it.clone()],
        Kind::Text(text) if may_be_integration(text) => text.unknowns().cloned().collect(),
        _ => return None,
    };
    let may = |it: &Unknown| !it.why.iter().any(is_arn_of_resource);
    let is_doubtful = !unknowns.is_empty() && unknowns.iter().all(|it| may(it));
    is_doubtful.then(|| Arc::new(Unknown::because(unknowns.iter().map(|it| &**it), Type::Any)))
}

/// Whether it is the ARN of a function or another resource, which names no operation.
fn is_arn_of_resource(why: &Why) -> bool {
    match why {
        Why::Output(it) => {
            let attribute = it.attribute.to_ascii_lowercase();
            attribute.ends_with("arn") || matches!(&*attribute, "" | "ref" | "id")
        }
        _ => false,
    }
}

/// Whether what holes leave of an ARN may be `arn:…:states:::…`.
fn may_be_integration(text: &Text) -> bool {
    const HOLE: char = '\0';
    let pieces = text.pieces().map(|(run, literal)| match run {
        Run::Literal { .. } => literal.to_owned(),
        Run::Hole(_) => HOLE.to_string(),
    });
    let known: String = pieces.collect();
    let parts: Vec<&str> = known.split(':').collect();
    match parts.as_slice() {
        ["arn", _, service, ..] => *service == "states" || service.contains(HOLE),
        _ => true,
    }
}

/// Whether a request looks like one for a training or processing job.
pub(super) fn looks_like_job(request: &Value) -> bool {
    let has = |map: &Map, names: &[&str]| names.iter().any(|it| map.get(it).is_some());
    alternatives(request).iter().filter_map(|(_, it)| it.as_map()).any(|map| {
        let config = map.get("ResourceConfig").map(alternatives).unwrap_or_default();
        let is_training = config.iter().any(|(_, it)| match &it.kind {
            Kind::Map(it) => has(it, &["InstanceCount", "InstanceType", "InstanceGroups"]),
            Kind::Unknown(_) => true,
            _ => false,
        });
        is_training || has(map, &["ProcessingResources"])
    })
}

#[cfg(test)]
mod tests {
    use super::{doubt, operation};
    use crate::text::{FileId, Span};
    use crate::value::{Reference, TextBuilder, Type, Value, Why};

    const SPAN: Span = Span { file: FileId(0), start: 0, end: 0 };

    #[test]
    fn the_operation_of_a_task_is_read_from_its_resource() {
        let read = |text: &str| operation(&Value::text(text, SPAN));
        let training = Some("sagemaker:createTrainingJob".to_owned());
        assert_eq!(read("arn:aws:states:::sagemaker:createTrainingJob"), training);
        assert_eq!(read("arn:aws:states:::sagemaker:createTrainingJob.sync"), training);
        assert_eq!(read("arn:aws-cn:states:::aws-sdk:sagemaker:createTrainingJob"), training);
        assert_eq!(read("arn:aws:states:::lambda:invoke"), None);
        assert_eq!(read("arn:aws:lambda:us-east-1:1:function:sagemaker:createTrainingJob"), None);
    }

    #[test]
    fn a_function_is_never_in_doubt() {
        let output = |attribute: &str| {
            let it = Reference { address: "Function".into(), attribute: attribute.into() };
            Value::unknown(Why::Output(it), Type::Text, SPAN)
        };
        let input = || Value::unknown(Why::Input("Name".into()), Type::Text, SPAN);
        let text = |before: &str, hole: Value, after: &str| {
            let mut text = TextBuilder::default();
            text.literal(before, SPAN, false);
            text.hole(hole);
            text.literal(after, SPAN, false);
            text.value(SPAN)
        };
        assert!(doubt(&output("Arn")).is_none());
        assert!(doubt(&text("", output("Arn"), ":live")).is_none());
        assert!(doubt(&text("arn:aws:lambda:us-east-1:1:function:", input(), "")).is_none());
        assert!(doubt(&text("arn:", input(), ":lambda:us-east-1:1:function:f")).is_none());
        assert!(doubt(&text("arn:aws:states:::", input(), ":createTrainingJob")).is_some());
        assert!(doubt(&input()).is_some());
    }
}
