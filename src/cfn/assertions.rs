//! The `Rules` section: what an author refuses to deploy.
//!
//! A rule says that its assertions hold wherever its condition does. It becomes a constraint over
//! the same questions as the conditions ask, so that no deployment is told of that
//! CloudFormation would refuse.
//! <https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/intrinsic-function-reference-rules.html>

use std::collections::BTreeSet;
use std::sync::Arc;

use super::conditions::{self, Section};
use super::evaluate::Argument;
use super::for_each::Scope;
use super::limits;
use super::template::{Mode, Template};
use crate::syntax::tree::{NodeId, NodeKind};
use crate::text::Span;
use crate::value::{Condition, Kind, Type, Unknown, Value, Why};

/// A list that a function of rules is given.
type Members = Option<Vec<Value>>;

impl Template<'_> {
    /// The constraints that rules make. A default that breaks one is none.
    pub(super) fn rules(&mut self, section: NodeId) -> Vec<Condition> {
        let (found, broken) = self.read_rules(section);
        if broken.is_empty() {
            return found;
        }
        self.forget_defaults(&broken);
        self.read_rules(section).0
    }

    /// The constraints, and the parameters whose defaults break one.
    fn read_rules(&mut self, section: NodeId) -> (Vec<Condition>, BTreeSet<Arc<str>>) {
        let (mut found, mut broken) = (Vec::new(), BTreeSet::new());
        let mut left = limits::RULES;
        let mode = std::mem::replace(&mut self.mode, Mode::Explored);
        self.conditions.section = Section::Rules;
        for rule in self.members(section, &Scope::default()) {
            self.conditions.mentioned.clear();
            let span = self.span(rule.value);
            let constraint = self.rule(rule.value, &rule.scope);
            let mut asks = false;
            constraint.atoms(&mut |_| asks = true);
            if !asks {
                continue;
            }
            if !conditions::fits(&constraint, &mut left) {
                let limit = limits::RULES;
                self.cut(span, format!("rules have more than {limit} parts"));
                break;
            }
            if constraint.default() != Some(false) {
                self.note_comparisons(&constraint, span);
                found.push(constraint);
                continue;
            }
            // What was given by hand is taken as it is, even where a rule refuses it.
            let mentioned = &self.conditions.mentioned;
            let own = self.parameters.values().filter(|it| mentioned.contains(&it.key()));
            broken.extend(own.filter(|it| it.has_default()).map(|it| it.name.clone()));
        }
        self.conditions.section = Section::Conditions;
        self.mode = mode;
        (found, broken)
    }

    fn rule(&mut self, id: NodeId, scope: &Scope) -> Condition {
        let applies = match self.part(id, "RuleCondition") {
            Some(it) => self.condition(it, scope),
            None => Condition::Always(true),
        };
        let Some(assertions) = self.part(id, "Assertions") else { return Condition::Always(true) };
        let tree = self.tree;
        let NodeKind::Sequence(items) = &tree.node(tree.resolve(assertions)).kind else {
            return Condition::Always(true);
        };
        let limit = limits::ASSERTIONS;
        if items.len() > limit {
            self.cut(self.span(id), format!("a rule makes more than {limit} assertions"));
        }
        let asserted = items.iter().take(limit).filter_map(|it| {
            let assertion = self.part(*it, "Assert")?;
            Some(self.condition(assertion, scope))
        });
        let asserted: Vec<Condition> = asserted.collect();
        Condition::any([applies.not(), Condition::all(asserted)])
    }

    /// A function that only rules have; none for one that conditions have too.
    pub(super) fn assertion(
        &mut self,
        name: &str,
        argument: Argument,
        scope: &Scope,
        span: Span,
    ) -> Option<Condition> {
        let test = match name {
            "Fn::Contains" | "Fn::EachMemberEquals" | "Fn::EachMemberIn" => name,
            "Condition" => return Some(conditions::invalid("a rule cannot name a condition")),
            _ => return None,
        };
        let Some([list, other]) = self.items(argument) else {
            return Some(conditions::invalid(format!("`{name}` is not given a list and another")));
        };
        let members = self.rule_members(*list, scope);
        let others = match test {
            "Fn::EachMemberIn" => self.rule_members(*other, scope),
            _ => Some(vec![self.operand(*other, scope)]),
        };
        let (Some(members), Some(others)) = (members, others) else {
            return Some(not_told());
        };
        let (pairs, limit) = (members.len().saturating_mul(others.len()), limits::ASSERTIONS);
        if pairs > limit {
            self.cut(span, format!("a rule compares more than {limit} values"));
            return Some(not_told());
        }
        // Putting many together takes the square of their number.
        if !self.step(span, pairs * pairs / 64) {
            return Some(not_told());
        }
        let is_any = |this: &mut Self, member: &Value| {
            let same = others.iter().map(|it| this.same(member, it).unwrap_or_else(not_told));
            Condition::any(same.collect::<Vec<_>>())
        };
        let each: Vec<Condition> = members.iter().map(|it| is_any(self, it)).collect();
        Some(if test == "Fn::Contains" { Condition::any(each) } else { Condition::all(each) })
    }

    /// The members of a list, as far as it can be told which they are.
    fn rule_members(&mut self, id: NodeId, scope: &Scope) -> Members {
        let tree = self.tree;
        if self.call(id).is_none()
            && let NodeKind::Sequence(items) = &tree.node(tree.resolve(id)).kind
        {
            return Some(items.iter().map(|it| self.operand(*it, scope)).collect());
        }
        let value = match self.call(id) {
            Some((name, argument)) if name == "Fn::RefAll" => {
                return self.all_of_type(argument, scope);
            }
            _ => self.value(id, scope),
        };
        match &value.kind {
            Kind::List(it) => Some(it.items.clone()),
            _ => None,
        }
    }

    /// `Fn::RefAll`: the values of every parameter of a type.
    fn all_of_type(&mut self, argument: Argument, scope: &Scope) -> Members {
        let kind = self.name_of(argument, scope)?;
        let of_type: Vec<_> =
            self.parameters.values().filter(|it| *it.declared == *kind).cloned().collect();
        // Whether the members of a list count is not said.
        if of_type.iter().any(|it| it.is_list) {
            return None;
        }
        let span = self.tree.node(argument.node()).span;
        self.conditions.mentioned.extend(of_type.iter().map(|it| it.key()));
        Some(of_type.iter().map(|it| it.unknown(span)).collect())
    }
}

/// What an assertion says where that is not known: it constrains nothing.
fn not_told() -> Condition {
    let why = Why::Outside("a rule".into());
    Condition::Unknown(Arc::new(Unknown::new(why, Type::Bool)))
}
