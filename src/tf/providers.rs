//! The configurations of providers: which one a resource is made by, and what it says.

use std::rc::Rc;

use crate::syntax::hcl::{Block, Expr, ExprKind};
use crate::tf::Run;
use crate::tf::module::{Declared, Module};
use crate::tf::scope::{Given, Instance, Scope};
use crate::value::{Type, Value, Why};

/// The providers that rules ask where they lead: into which cluster.
const ASKED: [&str; 3] = ["helm", "kubectl", "kubernetes"];

/// What a configuration is called where it is used: `helm`, `helm.prod`.
#[derive(PartialEq, Eq)]
struct Name {
    provider: String,
    alias: Option<String>,
}

impl Name {
    /// None for one of several that a key chooses, as OpenTofu has it.
    fn of(expr: &Expr) -> Option<Self> {
        let word = |expr: &Expr| match &expr.kind {
            ExprKind::Variable(name) => Some(name.clone()),
            _ => expr.as_str().map(str::to_owned),
        };
        match &expr.kind {
            ExprKind::Attr(base, alias) => {
                Some(Self { provider: word(base)?, alias: Some(alias.text.clone()) })
            }
            _ => {
                let word = word(expr)?;
                Some(match word.split_once('.') {
                    Some((provider, alias)) => {
                        Self { provider: provider.to_owned(), alias: Some(alias.to_owned()) }
                    }
                    None => Self { provider: word, alias: None },
                })
            }
        }
    }

    fn is_of(&self, block: &Block) -> bool {
        let alias = block.body.attribute("alias").and_then(|it| it.value.as_str());
        block.labels.iter().any(|it| it.text == self.provider) && alias == self.alias.as_deref()
    }

    fn key(&self) -> String {
        let dot = if self.alias.is_some() { "." } else { "" };
        format!("provider.{}{dot}{}", self.provider, self.alias.as_deref().unwrap_or_default())
    }
}

impl Run<'_> {
    /// The configuration of the provider that makes a resource; none if nothing configures it, or
    /// no rule asks for it.
    pub(super) fn provider_of(
        &self,
        instance: &Rc<Instance>,
        declared: &Declared,
    ) -> Option<Value> {
        let provider = declared.kind.split('_').next().filter(|it| ASKED.contains(it))?;
        let chosen = declared.block.body.attribute("provider");
        let mut name = match chosen.map(|it| (Name::of(&it.value), &it.value)) {
            Some((Some(name), _)) => name,
            Some((None, expr)) => return Some(self.chosen_by_key(expr)),
            None => Name { provider: provider.to_owned(), alias: None },
        };
        let mut at = instance.clone();
        loop {
            let caller = match &at.given {
                Given::Root(_) => None,
                Given::Call { scope, call } => Some((scope.instance.clone(), *call)),
            };
            if let Some((caller, call)) = &caller
                && let Some(expr) = handed(&caller.module.calls[*call], &name)
            {
                let Some(handed) = Name::of(expr) else { return Some(self.chosen_by_key(expr)) };
                name = handed;
                at = caller.clone();
                continue;
            }
            if let Some(block) = configuration(&at.module, &name, caller.is_some()) {
                return Some(self.once(&at, &name.key(), block.header, || {
                    let settings = self.body(&Scope::of(&at), &block.body, |it| it == "alias");
                    Value::object(settings, block.header)
                }));
            }
            // A default is inherited, and nothing else.
            at = caller.filter(|_| name.alias.is_none())?.0;
        }
    }

    fn chosen_by_key(&self, expr: &Expr) -> Value {
        let why = Why::Outside(self.words(expr.span).into());
        Value::unknown(why, Type::Any, expr.span)
    }
}

/// What a call hands to its module under that name.
fn handed<'m>(call: &'m Declared, name: &Name) -> Option<&'m Expr> {
    let ExprKind::Object(items) = &call.block.body.attribute("providers")?.value.kind else {
        return None;
    };
    let item = items.iter().find(|it| Name::of(&it.key).is_some_and(|it| it == *name))?;
    Some(&item.value)
}

/// The block of that name. In a module that is called, an empty one only says that there will be
/// a configuration.
fn configuration<'m>(module: &'m Module, name: &Name, is_called: bool) -> Option<&'m Block> {
    let block = module.providers.iter().find(|it| name.is_of(it))?;
    let says = |name: &str| !matches!(name, "alias" | "version");
    let is_empty =
        block.body.blocks.is_empty() && !block.body.attributes.iter().any(|it| says(&it.name.text));
    (!is_called || !is_empty).then_some(block)
}
