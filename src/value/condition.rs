//! Conditions: what is true in some deployments and false in others.

use std::fmt;
use std::sync::Arc;

use crate::value::Unknown;

/// Something that is true in some deployments and false in others.
#[derive(Clone, Debug, PartialEq)]
pub enum Condition {
    Always(bool),
    Atom(Arc<Atom>),
    /// A condition the author gave a name, decided as one.
    Named(Arc<Named>),
    Not(Arc<Condition>),
    All(Arc<[Condition]>),
    Any(Arc<[Condition]>),
    /// Not a matter of inputs: whether it holds cannot be explored, only not known.
    Unknown(Arc<Unknown>),
}

/// A question about one input, undecidable from the source.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Atom {
    /// What is asked about: the input (`Stage`, `var.multi`), or the text of the whole question.
    /// Atoms of equal subjects in equal scopes are about the same thing.
    pub subject: Arc<str>,
    /// Where the subject's name means what it means: the module and instance; empty at the root.
    pub scope: Arc<str>,
    /// What it is compared with; none when the subject is itself a truth value.
    /// Different texts of one subject exclude each other.
    pub equals: Option<Arc<str>>,
    /// All that the subject can be, if that is a closed set.
    pub domain: Option<Arc<[Arc<str>]>>,
    /// What the inputs and defaults make of it; none if they leave it open.
    pub default: Option<bool>,
    /// Never explored for its own sake: takes the default, unless what was decided
    /// about its subject settles it otherwise. Without a default it does not hold unless that
    /// was decided; what stands on the other side must then be true of every deployment.
    pub follows: bool,
}

/// A condition with a name.
#[derive(Clone, Debug, PartialEq)]
pub struct Named {
    pub name: Arc<str>,
    pub definition: Condition,
}

impl Condition {
    /// Whether it fails.
    #[expect(clippy::should_implement_trait, reason = "an operator would hide what is built here")]
    pub fn not(self) -> Self {
        match self {
            Condition::Always(it) => Condition::Always(!it),
            Condition::Not(it) => Arc::unwrap_or_clone(it),
            it => Condition::Not(Arc::new(it)),
        }
    }

    /// Whether all hold; settled as far as that can be seen.
    pub fn all(parts: impl IntoIterator<Item = Condition>) -> Self {
        Self::combine(parts, true)
    }

    /// Whether any holds; settled as far as that can be seen.
    pub fn any(parts: impl IntoIterator<Item = Condition>) -> Self {
        Self::combine(parts, false)
    }

    fn combine(parts: impl IntoIterator<Item = Condition>, all: bool) -> Self {
        let mut kept: Vec<Condition> = Vec::new();
        for part in parts {
            match part {
                Condition::Always(it) if it == all => (),
                Condition::Always(_) => return Condition::Always(!all),
                Condition::All(inner) if all => {
                    kept.extend(
                        inner.iter().filter(|it| !kept.contains(it)).cloned().collect::<Vec<_>>(),
                    );
                }
                Condition::Any(inner) if !all => {
                    kept.extend(
                        inner.iter().filter(|it| !kept.contains(it)).cloned().collect::<Vec<_>>(),
                    );
                }
                part if kept.contains(&part) => (),
                part => kept.push(part),
            }
        }
        if kept.iter().any(|it| kept.contains(&it.clone().not())) {
            return Condition::Always(!all);
        }
        match kept.len() {
            0 => Condition::Always(all),
            1 => kept.remove(0),
            _ if all => Condition::All(kept.into()),
            _ => Condition::Any(kept.into()),
        }
    }

    /// What the inputs and defaults make of it; none if they leave it open.
    pub fn default(&self) -> Option<bool> {
        match self {
            Condition::Always(it) => Some(*it),
            Condition::Atom(it) => it.default,
            Condition::Named(it) => it.definition.default(),
            Condition::Not(it) => it.default().map(|it| !it),
            Condition::All(all) => settle(all, false),
            Condition::Any(any) => settle(any, true),
            Condition::Unknown(_) => None,
        }
    }

    /// Calls `visit` on every atom, those of named conditions included.
    pub fn atoms<'c>(&'c self, visit: &mut impl FnMut(&'c Arc<Atom>)) {
        match self {
            Condition::Atom(it) => visit(it),
            Condition::Named(it) => it.definition.atoms(visit),
            Condition::Not(it) => it.atoms(visit),
            Condition::All(parts) | Condition::Any(parts) => {
                for it in parts.iter() {
                    it.atoms(visit);
                }
            }
            Condition::Always(_) | Condition::Unknown(_) => (),
        }
    }
}

/// `decisive` if any part's default is, its opposite if all are the opposite.
fn settle(parts: &[Condition], decisive: bool) -> Option<bool> {
    let mut open = false;
    for part in parts {
        match part.default() {
            Some(it) if it == decisive => return Some(decisive),
            Some(_) => (),
            None => open = true,
        }
    }
    (!open).then_some(!decisive)
}

/// In the author's words.
impl fmt::Display for Condition {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let join = |f: &mut fmt::Formatter<'_>, parts: &[Condition], word: &str| {
            for (index, part) in parts.iter().enumerate() {
                if index > 0 {
                    write!(f, " {word} ")?;
                }
                match part {
                    Condition::All(_) | Condition::Any(_) => write!(f, "({part})")?,
                    part => write!(f, "{part}")?,
                }
            }
            Ok(())
        };
        match self {
            Condition::Always(it) => write!(f, "{it}"),
            Condition::Atom(it) => write!(f, "{it}"),
            Condition::Named(it) => f.write_str(&it.name),
            Condition::Not(it) => match &**it {
                Condition::All(_) | Condition::Any(_) => write!(f, "not ({it})"),
                it => write!(f, "not {it}"),
            },
            Condition::All(parts) => join(f, parts, "and"),
            Condition::Any(parts) => join(f, parts, "or"),
            Condition::Unknown(it) => write!(f, "{it}"),
        }
    }
}

impl fmt::Display for Atom {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match &self.equals {
            Some(text) => write!(f, "{} == {text:?}", self.subject),
            None => f.write_str(&self.subject),
        }
    }
}
