//! AWS Identity and Access Management: what policies say.

use crate::truth::{Needs, Truth};
use crate::world::{Field, Kinds, List, Node, Place, Resource, View};

/// What holds policy documents: a policy, or an identity with policies of its own. Service
/// control policies of AWS Organizations are documents like any other.
pub struct PolicyHolder<'w> {
    /// The statements of its document.
    statements: List<'w>,
    /// Its policies, each with a document.
    inline: List<'w>,
}

/// The names of one kind, and where it keeps its document or its policies.
struct Holder {
    kinds: Kinds,
    statements: (&'static str, &'static str),
    inline: (&'static str, &'static str),
}

/// CloudFormation's name, Terraform's, `awscc`'s.
type Names = [&'static str; 3];

const fn kinds([cloudformation, terraform, awscc]: Names) -> Kinds {
    Kinds { cloudformation, terraform, awscc, api: "" }
}

const fn policy(names: Names, statements: (&'static str, &'static str)) -> Holder {
    Holder { kinds: kinds(names), statements, inline: ("", "") }
}

const fn identity(names: Names) -> Holder {
    let inline = ("Policies", "inline_policy");
    Holder { kinds: kinds(names), statements: ("", ""), inline }
}

const DOCUMENT: (&str, &str) = ("PolicyDocument.Statement", "policy.Statement");
const CONTENT: (&str, &str) = ("Content.Statement", "content.Statement");
const HOLDERS: [Holder; 9] = [
    policy(["AWS::IAM::Policy", "aws_iam_policy", ""], DOCUMENT),
    policy(["AWS::IAM::ManagedPolicy", "", "awscc_iam_managed_policy"], DOCUMENT),
    policy(["AWS::IAM::RolePolicy", "aws_iam_role_policy", "awscc_iam_role_policy"], DOCUMENT),
    policy(["AWS::IAM::UserPolicy", "aws_iam_user_policy", "awscc_iam_user_policy"], DOCUMENT),
    policy(["AWS::IAM::GroupPolicy", "aws_iam_group_policy", "awscc_iam_group_policy"], DOCUMENT),
    policy(
        ["AWS::Organizations::Policy", "aws_organizations_policy", "awscc_organizations_policy"],
        CONTENT,
    ),
    identity(["AWS::IAM::Role", "aws_iam_role", "awscc_iam_role"]),
    identity(["AWS::IAM::User", "", "awscc_iam_user"]),
    identity(["AWS::IAM::Group", "", "awscc_iam_group"]),
];

impl<'w> View<'w> for PolicyHolder<'w> {
    fn of(resource: Resource<'w>) -> Option<Self> {
        let (it, holder) = HOLDERS.iter().find_map(|it| Some((resource.of_kind(it.kinds)?, it)))?;
        Some(Self { statements: it.list(holder.statements), inline: it.list(holder.inline) })
    }
}

impl<'w> PolicyHolder<'w> {
    /// The statements of all its documents, and what would have to be known to say that these
    /// are all.
    pub fn statements(&self) -> (Vec<Statement<'w>>, Option<Needs>) {
        let (own, policies) = (self.statements.read(), self.inline.read());
        let mut statements: Vec<_> = own.nodes.into_iter().map(Statement).collect();
        let mut needs = own.needs;
        let inner = policies.nodes.iter().map(|it| it.list(DOCUMENT).read());
        for items in inner {
            statements.extend(items.nodes.into_iter().map(Statement));
            if let Some(it) = items.needs {
                needs.get_or_insert_default().extend(it);
            }
        }
        if let Some(it) = policies.needs {
            needs.get_or_insert_default().extend(it);
        }
        (statements, needs)
    }
}

/// One statement of a policy document.
#[derive(Clone)]
pub struct Statement<'w>(Node<'w>);

/// One condition of a statement: an operator, a key, and the values to compare with.
pub struct Comparison<'w> {
    pub operator: &'w str,
    pub key: &'w str,
    /// Of the operator.
    pub operator_place: Place,
    /// Of the key.
    pub key_place: Place,
    values: Node<'w>,
}

impl<'w> Statement<'w> {
    pub fn denies(&self) -> Truth {
        self.0.text("Effect").is("Deny")
    }

    /// What it compares, as far as that is known.
    pub fn comparisons(&self) -> Vec<Comparison<'w>> {
        let condition: Field<'w, ()> = self.0.any("Condition");
        let operators = condition.node().map_or_else(Vec::new, |it| it.entries());
        let keys = operators.into_iter().flat_map(|(operator, keys)| {
            let operator_place = keys.introduction();
            keys.entries().into_iter().map(move |(key, values)| Comparison {
                operator,
                key,
                operator_place: operator_place.clone(),
                key_place: values.introduction(),
                values,
            })
        });
        keys.collect()
    }

    /// The actions that it names, with `*` for any text, and what would have to be known to say
    /// that these are all; none if it names those that it leaves out.
    pub fn actions(&self) -> Option<(Vec<&'w str>, Option<Needs>)> {
        if self.0.any("NotAction").is_written().possibly() {
            return None;
        }
        let items = self.0.list("Action").read();
        let names = items.nodes.iter().filter_map(Node::as_text).collect();
        Some((names, items.needs))
    }
}

impl Comparison<'_> {
    /// Keys and operators are the same in any case.
    /// <https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_condition.html>
    pub fn is_of(&self, operator: &str, key: &str) -> bool {
        self.operator.eq_ignore_ascii_case(operator) && self.key.eq_ignore_ascii_case(key)
    }

    /// Whether this is one of the values.
    pub fn has(&self, value: &str) -> Truth {
        let is = |it: &Node<'_>| match it.value().plain_text() {
            Some(text) => text.eq_ignore_ascii_case(value).into(),
            None => Truth::needs("the value of a condition"),
        };
        match self.values.value().as_list() {
            Some(_) => {
                let items = self.values.items();
                Truth::any(items.nodes.iter().map(is))
                    | items.needs.map_or(Truth::No, Truth::Unknown)
            }
            None => is(&self.values),
        }
    }
}

/// Whether a pattern of actions holds another, however they are capitalised.
pub fn holds(pattern: &str, action: &str) -> bool {
    let (pattern, action) = (pattern.to_ascii_lowercase(), action.to_ascii_lowercase());
    let mut parts = pattern.split('*');
    let Some(mut rest) = parts.next().and_then(|it| action.strip_prefix(it)) else { return false };
    let parts: Vec<&str> = parts.collect();
    let Some((last, between)) = parts.split_last() else { return rest.is_empty() };
    for part in between {
        let Some(at) = rest.find(part) else { return false };
        rest = &rest[at + part.len()..];
    }
    rest.ends_with(last)
}

#[cfg(test)]
mod tests {
    use super::holds;

    #[test]
    fn a_pattern_holds_what_its_stars_leave_open() {
        for (pattern, action, expected) in [
            ("sagemaker:CreateTrainingJob", "sagemaker:createtrainingjob", true),
            ("sagemaker:CreateTrainingJob", "sagemaker:CreateTrainingJobs", false),
            ("sagemaker:Create*", "sagemaker:CreateTrainingJob", true),
            ("sagemaker:Create*Job", "sagemaker:CreateTrainingJob", true),
            ("sagemaker:Create*Job", "sagemaker:CreateModel", false),
            ("*", "sagemaker:Create*", true),
            ("sagemaker:*", "sagemaker:Create*", true),
            ("sagemaker:Create*", "sagemaker:*", false),
            ("sagemaker:*Tuning*Job", "sagemaker:CreateHyperParameterTuningJob", true),
            ("s3:*", "sagemaker:CreateTrainingJob", false),
        ] {
            assert_eq!(holds(pattern, action), expected, "{pattern} {action}");
        }
    }
}
