//! What a parameter may be: the bounds that its declaration sets.

use std::sync::{Arc, OnceLock};

use regex::bytes::{Regex, RegexBuilder};

use super::limits;
use crate::syntax::tree::{NodeId, NodeKind, Tree};
use crate::text::Span;
use crate::value::Number;

/// The bounds of one parameter, those that could be read. Of a list they are those of each member.
#[derive(Clone, Debug, Default)]
pub(super) struct Bounds {
    /// `AllowedValues`, with the place of each; empty if anything is allowed.
    pub(super) allowed: Vec<(Arc<str>, Span)>,
    is_number: bool,
    least: Option<Number>,
    most: Option<Number>,
    shortest: Option<usize>,
    longest: Option<usize>,
    pattern: Option<Box<str>>,
    /// The pattern, once a text was held against it; none if it cannot be told what it means.
    compiled: OnceLock<Option<Regex>>,
}

impl Bounds {
    /// Those of the declaration of a parameter of this type.
    /// <https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/parameters-section-structure.html>
    pub(super) fn read(tree: &Tree, declaration: NodeId, kind: &str) -> Self {
        let text = |name: &str| tree.get(declaration, name).and_then(|it| tree.key(it));
        let number = |name: &str| Number::parse(text(name)?);
        let length = |name: &str| text(name)?.parse().ok();
        let allowed = tree.get(declaration, "AllowedValues");
        let allowed = allowed.map(|it| allowed_in(tree, it)).unwrap_or_default();
        match kind {
            "Number" | "List<Number>" => Self {
                allowed,
                is_number: true,
                least: number("MinValue"),
                most: number("MaxValue"),
                ..Self::default()
            },
            "String" => Self {
                allowed,
                shortest: length("MinLength"),
                longest: length("MaxLength"),
                pattern: text("AllowedPattern").map(Into::into),
                ..Self::default()
            },
            _ => Self { allowed, ..Self::default() },
        }
    }

    /// The same, but for what is allowed.
    pub(super) fn with_allowed(self, allowed: Vec<(Arc<str>, Span)>) -> Self {
        Self { allowed, ..self }
    }

    /// Why a deployment that gave this text would be refused, as the end of a statement about the
    /// text. What cannot be told would not.
    pub(super) fn refusal(&self, text: &str) -> Option<String> {
        let number = Number::parse(text.trim()).filter(|_| self.is_number);
        if self.is_number && number.is_none() {
            return Some("is not a number".to_owned());
        }
        if !self.allows(text, number.as_ref()) {
            let most = limits::ALTERNATIVES;
            let all: Vec<&str> = self.allowed.iter().take(most).map(|it| &*it.0).collect();
            let more = if self.allowed.len() > most { ", …" } else { "" };
            return Some(format!("is none of {}{more}", all.join(", ")));
        }
        match number {
            Some(it) => self.refusal_of_number(&it),
            None => self.refusal_of_text(text),
        }
    }

    fn allows(&self, text: &str, number: Option<&Number>) -> bool {
        let same = |it: &Arc<str>| {
            **it == *text || number.is_some() && Number::parse(it).as_ref() == number
        };
        self.allowed.is_empty() || self.allowed.iter().any(|(it, _)| same(it))
    }

    fn refusal_of_number(&self, number: &Number) -> Option<String> {
        let least = self.least.as_ref().filter(|it| number < *it);
        let most = self.most.as_ref().filter(|it| number > *it);
        least
            .map(|it| format!("is less than {it}"))
            .or_else(|| most.map(|it| format!("is more than {it}")))
    }

    fn refusal_of_text(&self, text: &str) -> Option<String> {
        // Whether a sign beyond 16 bits counts once or twice is not documented: what is refused
        // is refused either way.
        if let Some(least) = self.shortest.filter(|it| text.encode_utf16().count() < *it) {
            return Some(format!("has fewer than {least} characters"));
        }
        if let Some(most) = self.longest.filter(|it| text.chars().count() > *it) {
            return Some(format!("has more than {most} characters"));
        }
        let pattern = self.pattern.as_deref().filter(|it| self.is_no_match(it, text))?;
        Some(format!("does not match {pattern}"))
    }

    /// Whether the pattern certainly does not match the text. It must match all of it.
    fn is_no_match(&self, pattern: &str, text: &str) -> bool {
        // Beyond plain letters, Java's classes and ends of lines are not those of `regex`.
        let is_plain = text.bytes().all(|it| it == b' ' || it.is_ascii_graphic());
        let compiled = || self.compiled.get_or_init(|| compile(pattern)).as_ref();
        is_plain && compiled().is_some_and(|it| !it.is_match(text.as_bytes()))
    }
}

fn allowed_in(tree: &Tree, id: NodeId) -> Vec<(Arc<str>, Span)> {
    let NodeKind::Sequence(items) = &tree.node(tree.resolve(id)).kind else { return Vec::new() };
    let mut allowed: Vec<(Arc<str>, Span)> = Vec::new();
    for item in items {
        let node = tree.node(tree.resolve(*item));
        let said: Arc<str> = match &node.kind {
            NodeKind::Bool(it) => it.to_string().into(),
            _ => match tree.key(*item) {
                Some(it) => it.into(),
                // A list with anything else in it does not say what is allowed.
                None => return Vec::new(),
            },
        };
        if !allowed.iter().any(|(it, _)| *it == said) {
            allowed.push((said, node.span));
        }
    }
    allowed
}

/// A pattern of Java's, if it means the same here or matches more.
fn compile(pattern: &str) -> Option<Regex> {
    if pattern.len() > limits::PATTERN || !pattern.is_ascii() || means_otherwise(pattern) {
        return None;
    }
    RegexBuilder::new(&format!(r"\A(?:{pattern})\z"))
        .unicode(false)
        .size_limit(limits::COMPILED)
        .dfa_size_limit(limits::COMPILED)
        .build()
        .ok()
}

/// Whether a pattern has what Java and `regex` both take, each in its own sense.
fn means_otherwise(pattern: &str) -> bool {
    let mut inside = false;
    let mut letters = pattern.chars().peekable();
    while let Some(letter) = letters.next() {
        let next = letters.peek().copied();
        match (letter, next) {
            // The start and end of a word here, plain signs there.
            ('\\', Some('<' | '>')) => return true,
            ('\\', _) => {
                letters.next();
            }
            // A class within a class.
            ('[', _) if inside => return true,
            ('[', _) => {
                inside = true;
                if next == Some('^') {
                    letters.next();
                }
                // Whether a bracket that stands first is a sign or the end is not the same in both.
                if letters.peek() == Some(&']') {
                    return true;
                }
            }
            (']', _) => inside = false,
            // Less, or either without both.
            ('-', Some('-')) | ('~', Some('~')) | ('&', Some('&')) if inside => return true,
            // Flags and names.
            ('(', Some('?')) if !inside => {
                letters.next();
                if letters.next() != Some(':') {
                    return true;
                }
            }
            _ => (),
        }
    }
    false
}

#[cfg(test)]
mod tests {
    use super::{Bounds, compile};
    use crate::value::Number;

    fn matching(pattern: &str) -> Bounds {
        Bounds { pattern: Some(pattern.into()), ..Bounds::default() }
    }

    /// Those of the texts that are refused.
    fn refused<'t>(bounds: &Bounds, texts: &[&'t str]) -> Vec<&'t str> {
        texts.iter().filter(|it| bounds.refusal(it).is_some()).copied().collect()
    }

    #[test]
    fn a_pattern_refuses_what_it_does_not_match_as_a_whole() {
        for (pattern, text) in [
            (".+", ""),
            ("prod|dev", "production"),
            ("[a-z][a-z0-9-]*", "9x"),
            (r"^arn:aws[\w-]*:kms:.*$", ""),
        ] {
            assert_eq!(refused(&matching(pattern), &[text]), [text], "{pattern}");
        }
        assert_eq!(refused(&matching("prod|dev"), &["dev"]), [""; 0]);
        assert_eq!(refused(&matching(r"\d{1,3}(?:\.\d{1,3}){3}"), &["10.0.0.1"]), [""; 0]);
    }

    #[test]
    fn what_java_reads_otherwise_refuses_nothing() {
        for pattern in [
            "(?=x)y",
            "(?i)x",
            "[a[b]]",
            "[[:alpha:]]",
            r"\<x",
            "[+--]",
            "[]x]",
            r"\Qx\E",
            "(x",
            "[a-z&&[^b]]",
            "(?<name>x)",
            r"(x)\1",
            "é",
        ] {
            assert!(compile(pattern).is_none(), "{pattern}");
            assert_eq!(refused(&matching(pattern), &[""]), [""; 0], "{pattern}");
        }
        assert!(compile(&"x".repeat(5000)).is_none());
        assert!(compile("((x{1,100}){1,100}){1,100}").is_none());
    }

    #[test]
    fn numbers_have_bounds() {
        let (least, most) = (Number::parse("1"), Number::parse("3.5"));
        let bounds = Bounds { is_number: true, least, most, ..Bounds::default() };
        assert_eq!(refused(&bounds, &["0", "1", "3.5", "4", "", "x"]), ["0", "4", "", "x"]);
    }

    #[test]
    fn texts_have_lengths() {
        let bounds = Bounds { shortest: Some(1), longest: Some(2), ..Bounds::default() };
        assert_eq!(refused(&bounds, &["", "a", "éé", "𝒳𝒳", "abc"]), ["", "abc"]);
        let bounds = Bounds { shortest: Some(2), ..Bounds::default() };
        assert_eq!(refused(&bounds, &["a", "𝒳"]), ["a"]);
    }
}
