//! Pseudo parameters: what AWS gives every deployment.

use std::sync::Arc;

use super::parameters::Parameter;
use super::template::Template;
use crate::text::Span;
use crate::value::{Kind, Type, Unknown, Value, Why};

const REGION: &str = "AWS::Region";
const PARTITION: &str = "AWS::Partition";
const SUFFIX: &str = "AWS::URLSuffix";

/// All of them, in a scope.
pub(super) fn all(region: Option<&str>, scope: &Arc<str>) -> [Parameter; 7] {
    let text = |name: &str, value: Option<&str>, needs: &str| {
        let kind = match name {
            "AWS::NotificationARNs" => Type::List(Box::new(Type::Text)),
            _ => Type::Text,
        };
        let unknown = Unknown::new(Why::Input(needs.into()), kind).not_null();
        Parameter::pseudo(name, scope, value, unknown)
    };
    let (partition, suffix) = region.map(partition).unzip();
    [
        text(REGION, region, REGION),
        text(PARTITION, partition, REGION),
        text(SUFFIX, suffix, REGION),
        text("AWS::AccountId", None, "AWS::AccountId"),
        text("AWS::StackName", None, "AWS::StackName"),
        text("AWS::StackId", None, "AWS::StackId"),
        text("AWS::NotificationARNs", None, "AWS::NotificationARNs"),
    ]
}

/// The partition of a region, and the domain its services are found under.
fn partition(region: &str) -> (&'static str, &'static str) {
    match region {
        _ if region.starts_with("cn-") => ("aws-cn", "amazonaws.com.cn"),
        _ if region.starts_with("us-gov-") => ("aws-us-gov", "amazonaws.com"),
        _ if region.starts_with("us-iso-") => ("aws-iso", "c2s.ic.gov"),
        _ if region.starts_with("us-isob-") => ("aws-iso-b", "sc2s.sgov.gov"),
        _ if region.starts_with("eu-isoe-") => ("aws-iso-e", "cloud.adc-e.uk"),
        _ if region.starts_with("us-isof-") => ("aws-iso-f", "csp.hci.ic.gov"),
        _ if region.starts_with("eusc-") => ("aws-eusc", "amazonaws.eu"),
        _ => ("aws", "amazonaws.com"),
    }
}

impl Template<'_> {
    /// A pseudo parameter's value by cases, in the light of what was decided about those that
    /// hang together with it: a region lies in one partition.
    pub(super) fn with_region(&self, it: &Parameter, by_cases: Value, span: Span) -> Value {
        let others = [REGION, PARTITION, SUFFIX];
        if !others.contains(&&*it.name) {
            return by_cases;
        }
        let compared = |it: &Parameter| self.conditions.compared(it).is_some();
        let region = self
            .parameters
            .get(REGION)
            .filter(|region| it.name != region.name && compared(region) && !compared(it));
        let mut value = match region {
            Some(region) => follow(it, &self.by_cases(region, span), span),
            None => by_cases,
        };
        let others = others.iter().filter_map(|name| self.parameters.get(*name));
        for other in others.filter(|other| other.name != it.name && compared(other)) {
            let is_followed = region.is_some_and(|region| region.name == other.name);
            if let Some(given) = other.given().filter(|_| !is_followed) {
                value = Value::choice(other.equals(&given, true), value, it.unknown(span), span);
            }
        }
        value
    }
}

/// What the partition or its suffix is in each case of the region.
fn follow(it: &Parameter, region: &Value, span: Span) -> Value {
    match &region.kind {
        Kind::If(branch) => {
            let then = follow(it, &branch.then, span);
            let otherwise = follow(it, &branch.otherwise, span);
            Value::choice(branch.condition.clone(), then, otherwise, span)
        }
        _ => match region.as_str().map(partition) {
            Some((partition, _)) if &*it.name == PARTITION => it.said(partition, region),
            Some((_, suffix)) => it.said(suffix, region),
            None => it.unknown(span),
        },
    }
}

#[cfg(test)]
mod tests {
    use super::partition;

    #[test]
    fn a_region_lies_in_one_partition() {
        for (region, expected) in [
            ("us-east-1", "aws"),
            ("cn-north-1", "aws-cn"),
            ("us-gov-west-1", "aws-us-gov"),
            ("us-iso-east-1", "aws-iso"),
            ("us-isob-east-1", "aws-iso-b"),
            ("eu-isoe-west-1", "aws-iso-e"),
            ("us-isof-south-1", "aws-iso-f"),
            ("eusc-de-east-1", "aws-eusc"),
        ] {
            assert_eq!(partition(region).0, expected, "{region}");
        }
    }
}
