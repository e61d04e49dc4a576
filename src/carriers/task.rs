//! What a task of a state machine starts.

use std::sync::Arc;

use super::alternatives;
use crate::value::{Kind, Map, Run, Text, Type, Unknown, Value, Why};

/// The services whose requests are jobs that some rule may judge.
const SERVICES: [&str; 5] =
    ["sagemaker", "elasticmapreduce", "emr-serverless", "emr-containers", "batch"];

/// What makes a cluster of Amazon EMR, however it is called.
pub(super) const CREATE_CLUSTER: &str = "elasticmapreduce:createCluster";

/// `service:operation` of a task's resource, for the services whose requests are jobs:
/// `arn:aws:states:::sagemaker:createTrainingJob.sync`, `…:::aws-sdk:sagemaker:createTrainingJob`.
/// <https://docs.aws.amazon.com/step-functions/latest/dg/connect-sagemaker.html>
pub(super) fn operation(resource: &Value) -> Option<String> {
    let Kind::Text(text) = &resource.kind else { return None };
    // What is not known stands before the operation, such as the partition, or after it.
    let integration = match integration(text.suffix()) {
        Some(it) => it,
        None => {
            let known = integration(text.prefix())?;
            &known[..known.rfind('.')?]
        }
    };
    let integration = integration.strip_prefix("aws-sdk:").unwrap_or(integration);
    let (service, operation) = integration.split_once(':')?;
    let operation = operation.split(['.', ':']).next()?;
    // The SDKs call some services by other names.
    let service = match (service, operation) {
        ("emr", "runJobFlow") => return Some(CREATE_CLUSTER.to_owned()),
        ("emr", "createSecurityConfiguration") => "elasticmapreduce",
        ("emrserverless", _) => "emr-serverless",
        ("emrcontainers", _) => "emr-containers",
        (service, _) => service,
    };
    SERVICES.contains(&service).then(|| format!("{service}:{operation}"))
}

/// What an ARN says after `arn:aws:states:::`.
fn integration(arn: &str) -> Option<&str> {
    match arn.split_once(":states:::") {
        Some((_, it)) => Some(it),
        None => arn.strip_prefix("states:::"),
    }
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
        // What Step Functions itself keeps.
        ["arn", _, "states", _, _, "activity" | "stateMachine" | "execution", ..] => false,
        ["arn", _, service, ..] => *service == "states" || service.contains(HOLE),
        _ => true,
    }
}

/// Whether a request looks like one that starts a job or makes a cluster, or holds steps that do.
pub(super) fn looks_like_job(request: &Value) -> bool {
    let has = |map: &Map, name: &str, keys: &[&str]| {
        let inner = map.get(name).map(alternatives).unwrap_or_default();
        inner.iter().any(|(_, it)| match &it.kind {
            Kind::Map(it) => keys.iter().any(|key| it.get(key).is_some()),
            Kind::Unknown(_) => true,
            _ => false,
        })
    };
    const HOLDERS: [&str; 10] = [
        "ProcessingResources",
        "TrainingJobDefinition",
        "TrainingJobDefinitions",
        "AutoMLJobConfig",
        "AutoMLProblemTypeConfig",
        "JobResources",
        "MonitoringScheduleConfig",
        "ClusterConfig",
        "IfSteps",
        "ElseSteps",
    ];
    alternatives(request).iter().filter_map(|(_, it)| it.as_map()).any(|map| {
        has(map, "ResourceConfig", &["InstanceCount", "InstanceType", "InstanceGroups"])
            || has(map, "Instances", &["InstanceCount", "InstanceGroups", "InstanceFleets"])
            || HOLDERS.iter().any(|it| map.get(it).is_some())
    })
}

#[cfg(test)]
mod tests {
    use super::{CREATE_CLUSTER, doubt, operation};
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
        assert_eq!(
            read("arn:aws:states:::aws-sdk:emr:runJobFlow").as_deref(),
            Some(CREATE_CLUSTER)
        );
        let run = Some("emr-serverless:startJobRun".to_owned());
        assert_eq!(read("arn:aws:states:::emr-serverless:startJobRun.sync"), run);
        assert_eq!(read("arn:aws:states:::aws-sdk:emrserverless:startJobRun"), run);
        let run = Some("emr-containers:startJobRun".to_owned());
        assert_eq!(read("arn:aws:states:::emr-containers:startJobRun.sync"), run);
        assert_eq!(read("arn:aws:states:::aws-sdk:emrcontainers:startJobRun"), run);
        let submission = Some("batch:submitJob".to_owned());
        assert_eq!(read("arn:aws:states:::batch:submitJob.sync"), submission);
        assert_eq!(read("arn:aws:states:::aws-sdk:batch:submitJob"), submission);
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
        assert!(doubt(&text("arn:aws:states:", input(), ":123456789012:activity:a")).is_none());
        assert!(doubt(&text("arn:aws:states:::", input(), ":createTrainingJob")).is_some());
        assert!(doubt(&input()).is_some());
    }
}
