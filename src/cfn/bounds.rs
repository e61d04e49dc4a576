//! What a parameter may be: the bounds its declaration sets besides `AllowedValues`.

use std::sync::OnceLock;

use regex::bytes::{Regex, RegexBuilder};

use super::limits;
use crate::syntax::tree::{NodeId, NodeKind, Tree};
use crate::value::Number;

/// The bounds of one parameter, those that could be read.
#[derive(Clone, Debug, Default)]
pub(super) struct Bounds {
    is_number: bool,
    least: Option<f64>,
    most: Option<f64>,
    shortest: Option<usize>,
    longest: Option<usize>,
    pattern: Option<Box<str>>,
    /// The pattern, once a text was held against it; none if it cannot be told what it means.
    compiled: OnceLock<Option<Regex>>,
}

impl Bounds {
    /// Those of the declaration of a parameter of this type.
    pub(super) fn read(tree: &Tree, declaration: NodeId, kind: &str) -> Self {
        let text = |name: &str| tree.get(declaration, name).and_then(|it| tree.key(it));
        let number = |name: &str| Some(Number::parse(text(name)?)?.as_f64());
        let length = |name: &str| text(name)?.parse().ok();
        match kind {
            "Number" => Self {
                is_number: true,
                least: number("MinValue"),
                most: number("MaxValue"),
                ..Self::default()
            },
            "String" => Self {
                shortest: length("MinLength"),
                longest: length("MaxLength"),
                pattern: pattern(tree, declaration),
                ..Self::default()
            },
            _ => Self::default(),
        }
    }

    /// Whether a deployment that gave this text would be refused. What cannot be told would not.
    pub(super) fn refuse(&self, text: &str) -> bool {
        if self.is_number {
            return match Number::parse(text.trim()) {
                Some(it) => {
                    let it = it.as_f64();
                    self.least.is_some_and(|least| it < least)
                        || self.most.is_some_and(|most| it > most)
                }
                None => true,
            };
        }
        // CloudFormation counts as Java does.
        let length = text.encode_utf16().count();
        self.shortest.is_some_and(|it| length < it)
            || self.longest.is_some_and(|it| length > it)
            || self.is_no_match(text)
    }

    /// Whether the pattern certainly does not match the text. It must match all of it.
    fn is_no_match(&self, text: &str) -> bool {
        // Beyond plain letters, Java's classes and ends of lines are not those of `regex`.
        let is_plain = text.bytes().all(|it| it == b' ' || it.is_ascii_graphic());
        let Some(pattern) = self.pattern.as_deref().filter(|_| is_plain) else { return false };
        let compiled = self.compiled.get_or_init(|| compile(pattern));
        compiled.as_ref().is_some_and(|it| !it.is_match(text.as_bytes()))
    }
}

fn pattern(tree: &Tree, declaration: NodeId) -> Option<Box<str>> {
    let id = tree.resolve(tree.get(declaration, "AllowedPattern")?);
    match &tree.node(id).kind {
        NodeKind::Text(it) => Some((*it.text).into()),
        _ => None,
    }
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

    fn matching(pattern: &str) -> Bounds {
        Bounds { pattern: Some(pattern.into()), ..Bounds::default() }
    }

    #[test]
    fn a_pattern_refuses_what_it_does_not_match_as_a_whole() {
        assert!(matching(".+").refuse(""));
        assert!(matching("prod|dev").refuse("production"));
        assert!(!matching("prod|dev").refuse("dev"));
        assert!(matching("[a-z][a-z0-9-]*").refuse("9x"));
        assert!(matching(r"^arn:aws[\w-]*:kms:.*$").refuse(""));
        assert!(!matching(r"\d{1,3}(?:\.\d{1,3}){3}").refuse("10.0.0.1"));
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
            assert!(!matching(pattern).refuse(""), "{pattern}");
        }
        assert!(compile(&"x".repeat(5000)).is_none());
        assert!(compile("((x{1,100}){1,100}){1,100}").is_none());
    }

    #[test]
    fn numbers_have_bounds() {
        let bounds =
            Bounds { is_number: true, least: Some(1.0), most: Some(3.5), ..Bounds::default() };
        let refused: Vec<_> =
            ["0", "1", "3.5", "4", "", "x"].into_iter().filter(|it| bounds.refuse(it)).collect();
        assert_eq!(refused, ["0", "4", "", "x"]);
    }

    #[test]
    fn texts_have_lengths() {
        let bounds = Bounds { shortest: Some(1), longest: Some(2), ..Bounds::default() };
        let refused: Vec<_> =
            ["", "a", "éé", "abc"].into_iter().filter(|it| bounds.refuse(it)).collect();
        assert_eq!(refused, ["", "abc"]);
    }
}
